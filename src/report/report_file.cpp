#include "stylize/report/report_file.h"

#include <fstream>
#include <mutex>
#include <system_error>

#include "html_job.h"
#include "html_page.h"
#include "json_text.h"
#include "machine/complete_document.h"
#include "machine/written_file.h"
#include "shot_rows.h"
#include "stylize/error.h"

namespace stylize {
namespace {

std::string head(ReportFormat format, const RunInfo& run) {
  return format == ReportFormat::kJson ? json_head(to_json(run)) : html_head(run);
}

// What stands after the entries.
std::string tail(ReportFormat format, const RunSummary& summary, const std::string& rows = "") {
  return format == ReportFormat::kJson ? json_tail(to_json(summary)) : rows + html_tail(summary);
}

// Checks what every report of this format begins with; an empty file counts as a report.
bool is_report(const std::filesystem::path& path, ReportFormat format) {
  constexpr std::size_t kLongest = 512;
  std::string begin(kLongest, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  begin.resize(static_cast<std::size_t>(file.gcount()));
  if (begin.empty()) return true;
  if (format == ReportFormat::kJson) return begin.compare(0, 8, "{\"run\":{") == 0;
  return begin.compare(0, 9, "<!DOCTYPE") == 0 && begin.find(kHtmlTitle) != std::string::npos;
}

}  // namespace

void check_report_place(const std::filesystem::path& path, ReportFormat format, bool replace) {
  const WrittenFile file = find_written_file(path);
  if (file.through) return;
  check_replaceable(file, replace);
  if (file.exists && !is_report(file.target, format)) {
    throw Error(ErrorKind::kOption,
                path.string() + ": is there already and no report of stylize" +
                    (format == ReportFormat::kHtml ? " as a page" : "") +
                    ", so it is not replaced by one; choose another name or remove it");
  }
  std::error_code error;
  const std::filesystem::path folder = file.target.parent_path();
  if (!folder.empty() && !std::filesystem::is_directory(folder, error)) {
    throw Error(ErrorKind::kOutput, path.string() + ": cannot be written: the folder " +
                                        folder.string() + " does not exist; create it first");
  }
}

// The shots of a clip on the page.
struct ReportFile::Shots {
  explicit Shots(int painters) : rows(painters) {}

  std::mutex mutex;  // guards what follows
  ShotRows rows;
  std::string open;  // those that may still grow, as text
};

ReportFile::ReportFile(const std::filesystem::path& path, ReportFormat format, const RunInfo& run,
                       const RunSummary& summary, bool replace)
    : format_(format),
      folder_(std::filesystem::absolute(path).parent_path()),
      document_(std::make_unique<CompleteDocument>(
          path, head(format, run), format == ReportFormat::kJson ? kJobSeparator : "\n",
          tail(format, summary), CompleteDocument::Copies::kTwo, replace)),
      shots_(std::make_unique<Shots>(run.parallel)) {}

ReportFile::ReportFile(ReportFile&& other) noexcept = default;
ReportFile::~ReportFile() = default;

std::string ReportFile::add(const JobReport& job, const RunSummary& summary) {
  if (format_ == ReportFormat::kJson) {
    return document_->add(to_text(to_json(job)), tail(format_, summary));
  }
  if (job.frames.first == 0 || job.frames.first != job.frames.last) {
    return document_->add(html_job(job, folder_), tail(format_, summary));
  }
  return add_frame(job, summary);
}

// Rows that may still grow stand behind the others, and are written anew each time.
std::string ReportFile::add_frame(const JobReport& frame, const RunSummary& summary) {
  const std::lock_guard<std::mutex> lock(shots_->mutex);
  const std::vector<JobReport> complete = shots_->rows.add(frame);
  shots_->open.clear();
  for (const auto& [number, row] : shots_->rows.open()) {
    shots_->open += "\n" + html_job(row.row(), folder_);
  }
  const std::string end = tail(format_, summary, shots_->open);
  std::string failure = complete.empty() ? document_->replace_tail(end) : "";
  for (const JobReport& row : complete) failure = document_->add(html_job(row, folder_), end);
  return failure;
}

std::string ReportFile::close() {
  return document_->close();
}

std::string ReportFile::update(const RunSummary& summary) {
  const std::lock_guard<std::mutex> lock(shots_->mutex);
  return document_->replace_tail(tail(format_, summary, shots_->open));
}

}  // namespace stylize
