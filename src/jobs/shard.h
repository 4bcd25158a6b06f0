#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jobs/plan.h"

namespace stylize {

// The hash of a job's key that decides its shard.
uint64_t shard_hash(const std::string& key);

// Throws Error (kOption) unless 1 <= number <= count.
void check_shard(const Shard& shard);

// Removes the jobs of other shards.
void keep_shard(std::vector<Job>& jobs, const Shard& shard);

}  // namespace stylize
