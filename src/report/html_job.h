#pragma once

#include <filesystem>
#include <string>

#include "stylize/report/job_report.h"

namespace stylize {

/// The row of one job on the page, which stands in this folder: the files of its pictures are named
/// relative to it, for looking at them in large.
std::string html_job(const JobReport& job, const std::filesystem::path& folder);

}  // namespace stylize
