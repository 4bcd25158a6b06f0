#pragma once

#include <filesystem>
#include <optional>

namespace stylize {

/// Everything that the command line says after "stylize model".
struct ModelCommand {
  std::filesystem::path file;  // empty: all that are installed
};

/// Whether the command line is one of "stylize model".
bool is_model_command(int argc, char** argv);

/// Reads such a command line. Returns an exit code when there is nothing to run, as
/// parse_command_line does.
std::optional<int> parse_model_command(int argc, char** argv, ModelCommand& command);

}  // namespace stylize
