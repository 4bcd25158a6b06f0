#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace CLI {
class App;
}

namespace stylize {

/// stylize report merge A.json B.json ... -o merged.json
struct ReportCommand {
  std::vector<std::filesystem::path> inputs;
  std::filesystem::path output;
  bool no_clobber = false;
};

/// Shows the options of "stylize report".
void look_at_report_command(const std::function<void(const CLI::App&)>& look);

/// Reads a command line whose argv[1] is "report". Returns an exit code when there is nothing to
/// run: help (printed to standard output), or a usage error (one line on standard error).
std::optional<int> parse_report_command(int argc, char** argv, ReportCommand& command);

/// Writes the merged report, prints its summary line to standard output and returns the exit code:
/// 0 when every job is done or skipped, 2 when it would replace an input or a file that is not a
/// report, else 1. Failures become one line on standard error.
int run_report_command(const ReportCommand& command);

}  // namespace stylize
