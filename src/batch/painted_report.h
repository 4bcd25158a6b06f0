#pragma once

#include "jobs/job.h"
#include "painter.h"
#include "stylize/report/job_report.h"

namespace stylize {

/// Writes the outcome of the painting into the job's report: curve, scales, and, unless it finished
/// normally, status and error. Moves the curve out of `painted`.
void report_painted(const Job& job, Painted& painted, JobReport& report);

}  // namespace stylize
