#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "stylize/report/job_report.h"

namespace stylize {

struct MergedReport {
  std::string text;  ///< in the form of ReportFormat::kJson
  RunSummary summary;
  std::vector<std::string> missing_shards;  ///< without a report: "K/N", or "K-L/N" for several
};

/// Merges the reports of several runs, such as the shards of a folder, into one. "jobs" has each
/// key once, in the keys' order. Of two entries for a key the better one is kept: done or skipped,
/// then diverged, interrupted, failed; among equals, the one of the run that started later. "run"
/// is that of the first file, with an empty shard and the run of every file under "shards".
/// "summary" counts the jobs kept; "jobs" is the number of jobs that the shards had, or more if
/// more were reported; "seconds" is the longest, since shards run concurrently;
/// "optimization_seconds" is the sum; "exit_code" is 0 when every job is done or skipped and no
/// shard is missing, else 1. Throws Error (kInput) "FILE: is no report of stylize: ..." for a file
/// in another form, (kInput) when `paths` is empty, and as read_text_file().
MergedReport merge_reports(const std::vector<std::filesystem::path>& paths);

}  // namespace stylize
