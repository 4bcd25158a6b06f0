#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "stylize/report/job_report.h"

namespace stylize {

class CompleteDocument;

enum class ReportFormat {
  kJson,  ///< one object {"run": {}, "jobs": [{}, ...], "summary": {}}, one line per job; the
          ///< fields have the names of the structs' members. NaN and infinity are null. Without
          ///< thumbnails.
  kHtml,  ///< one self-contained page for people; frames of a clip, a job each
          ///< (FramesEntry::first is FramesEntry::last), share a row for each shot
};

/// To be called before hours of work. Throws Error when a report in this format cannot or should
/// not be written there: kOption for an existing file that is not such a report, so that a report
/// never replaces any other file of the user; kOutput for a file that must not be replaced or whose
/// folder is missing.
void check_report_place(const std::filesystem::path& path, ReportFormat format,
                        bool replace = true);

/// The report of a run, in a file that is complete after every job, whenever the process is killed.
class ReportFile {
 public:
  /// Replaces an existing file with a report without jobs. A pipe gets the report when it is
  /// closed. Throws Error (kOutput) when it cannot be written, or exists although `replace` is
  /// false.
  ReportFile(const std::filesystem::path& path, ReportFormat format, const RunInfo& run,
             const RunSummary& summary, bool replace = true);

  ReportFile(ReportFile&& other) noexcept;
  ~ReportFile();

  /// Adds a job and replaces the summary. Returns an empty text, or "FILE: cannot be written:
  /// reason": the file is then unchanged, and the next call writes this job too. Thread-safe; the
  /// summary of the last call is kept.
  std::string add(const JobReport& job, const RunSummary& summary);

  /// Replaces only the summary; returns what add() does.
  std::string update(const RunSummary& summary);

  /// Call once, at the end of the run: a pipe gets the report now. Returns what add() does.
  std::string close();

 private:
  struct Shots;

  std::string add_frame(const JobReport& frame, const RunSummary& summary);

  ReportFormat format_;
  std::filesystem::path folder_;
  std::unique_ptr<CompleteDocument> document_;
  std::unique_ptr<Shots> shots_;
};

}  // namespace stylize
