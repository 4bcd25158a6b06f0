#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "stylize/report/job_report.h"

namespace stylize {

struct MergedReport {
  std::string text;  ///< in the form of ReportFormat::kJson
  RunSummary summary;
  std::vector<std::string> missing_shards;  ///< that no report is of: "K/N", or "K-L/N" for several
};

/// One report of the reports of several runs, as of the shards of a folder.
/// "jobs" has each key once, sorted by it. Of two reports of a key the better stands: done or
/// skipped, then diverged, interrupted, failed; of equals that of the run that started later.
/// "run" is that of the first file, its shard empty, with the run of every file under "shards".
/// "summary" counts the jobs that stand; jobs is what the shards had to do, or more when more were
/// reported; seconds is the longest, since shards run side by side; optimization_seconds is the
/// sum; exit_code is 0 when every job is done or skipped and no shard is missing, else 1. Throws
/// Error (kInput) "FILE: is no report of stylize: ..." for a file in another form, when there is
/// no file at all, and as read_text_file().
MergedReport merge_reports(const std::vector<std::filesystem::path>& paths);

}  // namespace stylize
