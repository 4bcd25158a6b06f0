#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "thresholds.h"

namespace CLI {
class App;
}

namespace stylize {

/// Everything that the command line says after "stylize compare".
struct CompareCommand {
  std::filesystem::path golden, picture;  // two files or two folders
  Thresholds thresholds;
  std::filesystem::path difference;  // a file, or a folder when comparing folders; empty: none
  std::filesystem::path junit;       // a report for CI services; empty: none
  bool update = false;               // golden pictures that are no longer met are replaced
  bool no_clobber = false;
  bool json = false, quiet = false;
  bool consistency = false;  // of a clip in time: `golden` is its source, `picture` the result
  std::optional<double> max_warping_error;
};

/// Whether this is a "stylize compare" command line.
bool is_compare_command(int argc, char** argv);

/// Shows the options of "stylize compare".
void look_at_compare_command(const std::function<void(const CLI::App&)>& look);

/// Reads such a command line. Returns an exit code when there is nothing to run, as
/// parse_command_line does.
std::optional<int> parse_compare_command(int argc, char** argv, CompareCommand& command);

}  // namespace stylize
