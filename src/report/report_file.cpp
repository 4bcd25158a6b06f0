#include "stylize/report/report_file.h"

#include "html_job.h"
#include "html_page.h"
#include "json_text.h"

namespace stylize {
namespace {

std::string head(ReportFormat format, const RunInfo& run) {
  return format == ReportFormat::kJson ? json_head(to_json(run)) : html_head(run);
}

std::string tail(ReportFormat format, const RunSummary& summary) {
  return format == ReportFormat::kJson ? json_tail(to_json(summary)) : html_tail(summary);
}

std::string entry(ReportFormat format, const JobReport& job) {
  return format == ReportFormat::kJson ? to_text(to_json(job)) : html_job(job);
}

}  // namespace

ReportFile::ReportFile(const std::filesystem::path& path, ReportFormat format, const RunInfo& run,
                       const RunSummary& summary)
    : format_(format),
      document_(path, head(format, run), format == ReportFormat::kJson ? kJobSeparator : "\n",
                tail(format, summary)) {}

std::string ReportFile::add(const JobReport& job, const RunSummary& summary) {
  return document_.add(entry(format_, job), tail(format_, summary));
}

std::string ReportFile::update(const RunSummary& summary) {
  return document_.replace_tail(tail(format_, summary));
}

}  // namespace stylize
