#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "jobs/plan.h"

namespace stylize {

/// Accepts K/N with 1 <= K <= N.
CLI::Validator shard_validator();

/// A shard in the form that shard_validator() accepts.
Shard parse_shard(const std::string& text);

}  // namespace stylize
