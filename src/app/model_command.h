#pragma once

#include <filesystem>
#include <functional>
#include <optional>

namespace CLI {
class App;
}

namespace stylize {

/// Everything that the command line says after "stylize model".
struct ModelCommand {
  std::filesystem::path file;  // empty: all installed models
};

/// Whether this is a "stylize model" command line.
bool is_model_command(int argc, char** argv);

/// Shows the options of "stylize model".
void look_at_model_command(const std::function<void(const CLI::App&)>& look);

/// Reads such a command line. Returns an exit code when there is nothing to run, as
/// parse_command_line does.
std::optional<int> parse_model_command(int argc, char** argv, ModelCommand& command);

}  // namespace stylize
