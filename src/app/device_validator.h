#pragma once

#include <CLI/CLI.hpp>

namespace stylize {

/// Accepts auto, cpu, cuda and cuda:N.
CLI::Validator device_validator();

}  // namespace stylize
