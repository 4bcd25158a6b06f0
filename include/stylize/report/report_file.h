#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "stylize/report/job_report.h"

namespace stylize {

class CompleteDocument;

enum class ReportFormat {
  kJson,  ///< one object {"run": {}, "jobs": [{}, ...], "summary": {}}, a line for each job; the
          ///< fields are those of the structs by their names. NaN and infinity are null. Without
          ///< thumbnails.
  kHtml,  ///< one page for people that refers to no other file
};

/// For asking before the hours of work: throws Error when a report in this format could not be
/// written there, or should not: kOption for a file that is there and is no such report, so that
/// what else the user has is never replaced by one; kOutput for one that must not be replaced or
/// whose folder is missing.
void check_report_place(const std::filesystem::path& path, ReportFormat format,
                        bool replace = true);

/// What a run did, in a file that is complete after every job, whenever the process is killed.
class ReportFile {
 public:
  /// Replaces an existing file by a report without jobs. A pipe gets the report when it is closed.
  /// Throws Error (kOutput) when it cannot be written, or exists although `replace` is false.
  ReportFile(const std::filesystem::path& path, ReportFormat format, const RunInfo& run,
             const RunSummary& summary, bool replace = true);

  ReportFile(ReportFile&& other) noexcept;
  ~ReportFile();

  /// Adds a job, and replaces the summary by that of now. Returns an empty text, or "FILE: cannot
  /// be written: reason": the file is then as it was, and the next call writes this job too. Any
  /// thread may call it; the summary of the last call stands.
  std::string add(const JobReport& job, const RunSummary& summary);

  /// Replaces the summary alone; answers as add() does.
  std::string update(const RunSummary& summary);

  /// At the end of the run, once: a pipe gets the report now. Answers as add() does.
  std::string close();

 private:
  ReportFormat format_;
  std::unique_ptr<CompleteDocument> document_;
};

}  // namespace stylize
