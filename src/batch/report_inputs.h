#pragma once

#include "batch/job_record.h"
#include "jobs/job.h"
#include "stylize/report/job_report.h"

namespace stylize {

/// Adds every file that a job read, with its hash, to the report.
void report_inputs(const Job& job, const InputHashes& hashes, JobReport& report);

}  // namespace stylize
