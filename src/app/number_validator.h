#pragma once

#include <CLI/CLI.hpp>

namespace stylize {

/// Accepts numbers from `lowest` to `highest`, and unlike CLI11's own Range neither "nan" nor
/// trailing text. The help shows the range.
CLI::Validator number_validator(double lowest, double highest);

}  // namespace stylize
