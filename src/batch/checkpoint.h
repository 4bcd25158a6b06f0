#pragma once

#include <filesystem>

namespace stylize {

/// Where the state of a transfer is kept until its output is there: a hidden file beside it.
inline std::filesystem::path checkpoint_path(const std::filesystem::path& output) {
  return output.parent_path() / ("." + output.filename().string() + ".checkpoint");
}

}  // namespace stylize
