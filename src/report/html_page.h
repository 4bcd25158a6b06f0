#pragma once

#include <string>

#include "stylize/report/job_report.h"

namespace stylize {

/// In the first lines of each page.
constexpr const char* kHtmlTitle = "<title>stylize: report of ";

/// The page up to the first job.
std::string html_head(const RunInfo& run);

/// The page from the end of the last job on: the totals. They are shown above the jobs.
std::string html_tail(const RunSummary& summary);

}  // namespace stylize
