#include "report_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "exit_code.h"
#include "help_formatter.h"
#include "machine/atomic_file.h"
#include "machine/write_gate.h"
#include "standard_streams.h"
#include "stylize/error.h"
#include "stylize/report/report_file.h"
#include "stylize/report/report_merge.h"
#include "unexpected.h"
#include "usage.h"

namespace stylize {
namespace {

constexpr const char* kReportExamples = R"(
Example:
  stylize report merge first.json second.json -o all.json

Exit codes: 0 every job is done or skipped, 1 some are not or a file cannot be read or written,
2 usage.)";

void tell_missing(const std::vector<std::string>& shards) {
  constexpr std::size_t kMostLines = 20;
  const std::size_t lines = std::min(shards.size(), kMostLines);
  for (std::size_t i = 0; i < lines; ++i) {
    const bool one = shards[i].find('-') == std::string::npos;
    print_error(one ? "shard " + shards[i] + ": its report is missing; name it too"
                    : "shards " + shards[i] + ": their reports are missing; name them too");
  }
  if (shards.size() > lines) {
    print_error("more shards are missing, in " + std::to_string(shards.size() - lines) +
                " more places");
  }
}

// Called before anything is read, and so before anything can be lost.
void check_files(const ReportCommand& command) {
  WriteGate gate;
  for (const std::filesystem::path& input : command.inputs) {
    gate.add_input({input, "a report to merge"});
  }
  gate.add_output({command.output, "--output"});
  check_report_place(command.output, ReportFormat::kJson, !command.no_clobber);
}

// Gives the only subcommand.
CLI::App* set_up(CLI::App& app, ReportCommand& command) {
  app.footer(kReportExamples);
  CLI::App* merge = app.add_subcommand("merge", "Make one report of those of several runs");
  merge->add_option("reports", command.inputs, "Reports (.json) of runs")
      ->required()
      ->type_name("FILE...");
  merge->add_option("-o,--output", command.output, "Merged report (.json)")
      ->required()
      ->type_name("FILE");
  merge->add_flag("--no-clobber", command.no_clobber, "Never replace an existing file");
  merge->footer(kReportExamples);
  for (CLI::App* each : {&app, merge}) {
    each->set_help_flag("-h,--help", "Print this help");
    each->formatter(std::make_shared<HelpFormatter>());
  }
  return merge;
}

constexpr const char* kReportName = "stylize report";
constexpr const char* kReportDescription = "Works on reports of runs over many pictures.";

}  // namespace

void look_at_report_command(const std::function<void(const CLI::App&)>& look) {
  ReportCommand command;
  CLI::App app(kReportDescription, kReportName);
  set_up(app, command);
  look(app);
}

std::optional<int> parse_report_command(int argc, char** argv, ReportCommand& command) {
  CLI::App app(kReportDescription, kReportName);
  const CLI::App* merge = set_up(app, command);
  return parse_subcommand(app, {argv + 2, argv + argc}, [&] {
    // CLI11's own check would come before the one that names an unknown word.
    if (!merge->parsed()) {
      throw CLI::ParseError("the subcommand merge is missing", CLI::ExitCodes::RequiredError);
    }
  });
}

int run_report_command(const ReportCommand& command) {
  try {
    check_files(command);
    const MergedReport merged = merge_reports(command.inputs);
    write_file_atomically(command.output, merged.text.data(), merged.text.size(),
                          !command.no_clobber);
    tell_missing(merged.missing_shards);
    if (!print_output(summary_line(merged.summary) + "\n")) return kExitFailed;
    return merged.summary.exit_code == 0 ? kExitDone : kExitFailed;
  } catch (const Error& error) {
    print_error(error.what());
    return error.kind() == ErrorKind::kOption ? kExitUsage : kExitFailed;
  } catch (...) {
    const Unexpected unexpected = current_unexpected();
    print_error(unexpected.message);
    return unexpected.exit_code;
  }
}

}  // namespace stylize
