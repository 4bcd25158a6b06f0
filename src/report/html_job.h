#pragma once

#include <string>

#include "stylize/report/job_report.h"

namespace stylize {

/// The row of one job on the page.
std::string html_job(const JobReport& job);

}  // namespace stylize
