#pragma once

#include "stylize/report/job_report.h"

namespace stylize {

/// How good an outcome is: the largest for done and skipped, then diverged, interrupted, failed.
int rank(JobStatus status);

}  // namespace stylize
