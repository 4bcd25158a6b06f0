#include "shard.h"

#include <algorithm>

#include "stylize/error.h"

namespace stylize {

// FNV-1a with 64 bits, its halves folded together by exclusive or: the lowest bits of FNV-1a alone
// depend on little but the lowest bits of the characters ("a/a.png" would land in the same shard as
// "b/b.png"). It must never change: machines with different versions of the program share one plan,
// and std::hash may differ between programs.
uint64_t shard_hash(const std::string& key) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char character : key) {
    hash ^= static_cast<unsigned char>(character);
    hash *= 0x100000001b3u;
  }
  return hash ^ (hash >> 32);
}

void check_shard(const Shard& shard) {
  if (shard.number >= 1 && shard.number <= shard.count) return;
  throw Error(ErrorKind::kOption, setting_name("shard") + " " + std::to_string(shard.number) + "/" +
                                      std::to_string(shard.count) +
                                      ": no such part; give K/N with K from 1 to N");
}

void keep_shard(std::vector<Job>& jobs, const Shard& shard) {
  const auto is_of_another = [&](const Job& job) {
    const uint64_t part = shard_hash(job.key.generic_string()) % static_cast<uint64_t>(shard.count);
    return part != static_cast<uint64_t>(shard.number - 1);
  };
  jobs.erase(std::remove_if(jobs.begin(), jobs.end(), is_of_another), jobs.end());
}

}  // namespace stylize
