#include "stylize/report/report_file.h"

#include <fstream>
#include <system_error>

#include "html_job.h"
#include "html_page.h"
#include "json_text.h"
#include "machine/complete_document.h"
#include "machine/written_file.h"
#include "stylize/error.h"

namespace stylize {
namespace {

std::string head(ReportFormat format, const RunInfo& run) {
  return format == ReportFormat::kJson ? json_head(to_json(run)) : html_head(run);
}

std::string tail(ReportFormat format, const RunSummary& summary) {
  return format == ReportFormat::kJson ? json_tail(to_json(summary)) : html_tail(summary);
}

std::string entry(ReportFormat format, const JobReport& job, const std::filesystem::path& folder) {
  return format == ReportFormat::kJson ? to_text(to_json(job)) : html_job(job, folder);
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

ReportFile::ReportFile(const std::filesystem::path& path, ReportFormat format, const RunInfo& run,
                       const RunSummary& summary, bool replace)
    : format_(format),
      folder_(std::filesystem::absolute(path).parent_path()),
      document_(std::make_unique<CompleteDocument>(
          path, head(format, run), format == ReportFormat::kJson ? kJobSeparator : "\n",
          tail(format, summary), CompleteDocument::Copies::kTwo, replace)) {}

ReportFile::ReportFile(ReportFile&& other) noexcept = default;
ReportFile::~ReportFile() = default;

std::string ReportFile::add(const JobReport& job, const RunSummary& summary) {
  return document_->add(entry(format_, job, folder_), tail(format_, summary));
}

std::string ReportFile::close() {
  return document_->close();
}

std::string ReportFile::update(const RunSummary& summary) {
  return document_->replace_tail(tail(format_, summary));
}

}  // namespace stylize
