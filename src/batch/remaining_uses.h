#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "jobs/job.h"

namespace stylize {

/// How many jobs still need a file, so that nothing is kept that none needs.
class RemainingUses {
 public:
  explicit RemainingUses(const std::vector<Job>& jobs);

  /// The job needs its inputs no more. Those that no other needs either; a job that is tried again
  /// is answered as it was the first time, or with more.
  std::vector<std::string> release(const Job& job);

 private:
  std::unordered_map<std::string, std::size_t> uses_;
};

}  // namespace stylize
