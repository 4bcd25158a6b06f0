#pragma once

#include <CLI/CLI.hpp>

#include "settings/value_check.h"

namespace stylize {

/// A check of values for Option::transform(); the help shows its range.
CLI::Validator validator(const ValueCheck& check);

}  // namespace stylize
