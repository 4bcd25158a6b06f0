#pragma once

#include <filesystem>
#include <string>

#include "stylize/report/complete_document.h"
#include "stylize/report/job_report.h"

namespace stylize {

enum class ReportFormat {
  kJson,  ///< one object {"run": {}, "jobs": [{}, ...], "summary": {}}, a line for each job; the
          ///< fields are those of the structs by their names. NaN and infinity are null. Without
          ///< thumbnails.
  kHtml,  ///< one page for people that refers to no other file
};

/// What a run did, in a file that is complete after every job, whenever the process is killed.
class ReportFile {
 public:
  /// Replaces an existing file by a report without jobs. Throws Error (kOutput) when it cannot be
  /// written.
  ReportFile(const std::filesystem::path& path, ReportFormat format, const RunInfo& run,
             const RunSummary& summary);

  /// Adds a job, and replaces the summary by that of now. Returns an empty text, or "FILE: cannot
  /// be written: reason": the file is then as it was, and the next call writes this job too. Any
  /// thread may call it; the summary of the last call stands.
  std::string add(const JobReport& job, const RunSummary& summary);

  /// Replaces the summary alone, as at the end of the run; answers as add() does.
  std::string update(const RunSummary& summary);

 private:
  ReportFormat format_;
  CompleteDocument document_;
};

}  // namespace stylize
