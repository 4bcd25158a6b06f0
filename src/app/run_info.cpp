#include "run_info.h"

#include <chrono>
#include <ctime>

#include "exit_code.h"

namespace stylize {
namespace {

// Now, in UTC: 2026-11-23T16:20:00Z
std::string timestamp() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace

int exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kOption:
      return kExitUsage;
    case ErrorKind::kModel:
    case ErrorKind::kDevice:
      return kExitModel;
    case ErrorKind::kInternal:
      return kExitInternal;
    case ErrorKind::kInput:
    case ErrorKind::kRead:
    case ErrorKind::kOutput:
    case ErrorKind::kMemory:
    case ErrorKind::kStopped:
      break;
  }
  return kExitFailed;
}

RunInfo run_info(const ProgramOptions& options, const RunContext& run_context,
                 const BatchOptions& batch, const std::vector<std::string>& command) {
  RunInfo info;
  info.version = run_context.version;
  info.command = command;
  info.model = run_context.model.path.string();
  info.model_sha256 = run_context.model_sha256;
  info.started = timestamp();
  info.threads = batch.threads;
  if (const auto& shard = options.request.shard) {
    info.shard = std::to_string(shard->number) + "/" + std::to_string(shard->count);
  }
  return info;
}

void add_reports(const ProgramOptions& options, const RunInfo& info, BatchDisplay& display) {
  const bool replace = options.request.common.write.replace;
  if (!options.report.empty()) {
    display.add_report(options.report, ReportFormat::kJson, info, replace);
  }
  if (!options.report_html.empty()) {
    display.add_report(options.report_html, ReportFormat::kHtml, info, replace);
  }
}

}  // namespace stylize
