#pragma once

#include <CLI/CLI.hpp>

#include "settings/value_check.h"

namespace stylize {

/// A CLI11 validator for Option::transform(); the help shows its range.
CLI::Validator validator(const ValueCheck& check);

}  // namespace stylize
