#pragma once

#include <string>

#include "stylize/report/job_report.h"

namespace stylize {

/// Appears in the first lines of each page, which is_report() checks.
constexpr const char* kHtmlTitle = "<title>stylize: report of ";

/// The page up to the first job.
std::string html_head(const RunInfo& run);

/// The page after the last job: the totals, which are displayed above the jobs.
std::string html_tail(const RunSummary& summary);

}  // namespace stylize
