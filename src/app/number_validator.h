#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>

namespace stylize {

// Validators for Option::transform(); the help shows their range.

/// Accepts numbers from `lowest` to `highest` as parse_number() reads them.
CLI::Validator number_validator(double lowest, double highest);

/// Accepts whole numbers from `lowest` to `highest` as parse_whole_number() reads them. CLI11's own
/// conversion, which takes 010 for 8, is then given no other digits than these.
CLI::Validator whole_number_validator(uint64_t lowest, uint64_t highest);

/// Accepts amounts of memory as 1048576, 500M, 1.5G or 2GiB, in any letter case, and turns them
/// into bytes.
CLI::Validator size_validator();

}  // namespace stylize
