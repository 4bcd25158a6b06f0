#pragma once

#include "jobs/job.h"
#include "painter.h"
#include "stylize/report/job_report.h"

namespace stylize {

/// Writes into a job's report what its painting came to: curve, scales, and status and error unless
/// it was finished as usual. Takes the curve.
void report_painted(const Job& job, Painted& painted, JobReport& report);

}  // namespace stylize
