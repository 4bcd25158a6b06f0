#include "report_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "exit_code.h"
#include "help_formatter.h"
#include "one_line.h"
#include "stylize/machine/atomic_file.h"
#include "stylize/report/report_merge.h"
#include "usage.h"

namespace stylize {
namespace {

constexpr const char* kExamples = R"(
Example:
  stylize report merge first.json second.json -o all.json

Exit codes: 0 every job is done or skipped, 1 some are not or a file cannot be read or written,
2 usage.)";

void tell_missing(const std::vector<std::string>& shards) {
  constexpr std::size_t kMostLines = 20;
  const std::size_t lines = std::min(shards.size(), kMostLines);
  for (std::size_t i = 0; i < lines; ++i) {
    const bool one = shards[i].find('-') == std::string::npos;
    std::fprintf(stderr,
                 one ? "stylize: shard %s: its report is missing; name it too\n"
                     : "stylize: shards %s: their reports are missing; name them too\n",
                 shards[i].c_str());
  }
  if (shards.size() > lines) {
    std::fprintf(stderr, "stylize: more shards are missing, in %zu more places\n",
                 shards.size() - lines);
  }
}

}  // namespace

std::optional<int> parse_report_command(int argc, char** argv, ReportCommand& command) {
  CLI::App app("Works on reports of runs over many pictures.", "stylize report");
  app.footer(kExamples);
  CLI::App* merge = app.add_subcommand("merge", "Make one report of those of several runs");
  merge->add_option("reports", command.inputs, "Reports (.json) of runs")
      ->required()
      ->type_name("FILE...");
  merge->add_option("-o,--output", command.output, "Merged report (.json)")
      ->required()
      ->type_name("FILE");
  merge->footer(kExamples);
  for (CLI::App* each : {&app, merge}) {
    each->set_help_flag("-h,--help", "Print this help");
    each->formatter(std::make_shared<HelpFormatter>());
  }
  try {
    parse_words(app, {argv + 2, argv + argc});
    // CLI11's own check would come before the one that names an unknown word.
    if (!merge->parsed()) {
      throw CLI::ParseError("the subcommand merge is missing", CLI::ExitCodes::RequiredError);
    }
    return std::nullopt;
  } catch (const CLI::Success& success) {
    app.exit(success);
    return kExitDone;
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "stylize: %s; see stylize report --help\n", plain_text(error).c_str());
    return kExitUsage;
  }
}

int run_report_command(const ReportCommand& command) {
  try {
    const MergedReport merged = merge_reports(command.inputs);
    write_file_atomically(command.output, merged.text.data(), merged.text.size());
    std::printf("%s\n", summary_line(merged.summary).c_str());
    tell_missing(merged.missing_shards);
    return merged.summary.exit_code == 0 ? kExitDone : kExitFailed;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "stylize: %s\n", one_line(error.what()).c_str());
    return kExitFailed;
  }
}

}  // namespace stylize
