#pragma once

#include <CLI/CLI.hpp>

namespace stylize {

/// Refuses names of files that do not end like a PNG or JPEG picture.
CLI::Validator picture_name_validator();

}  // namespace stylize
