#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "jobs/plan.h"

namespace stylize {

/// Accepts K/N with 1 <= K <= N.
CLI::Validator shard_validator();

/// Parses text that shard_validator() has accepted.
Shard parse_shard(const std::string& text);

}  // namespace stylize
