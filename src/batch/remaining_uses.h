#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "jobs/job.h"

namespace stylize {

/// Counts how many jobs still need a file, so that unneeded files are not kept.
class RemainingUses {
 public:
  explicit RemainingUses(const std::vector<Job>& jobs);

  /// The job no longer needs its inputs. Returns those that no other job needs either. If it is
  /// called again for the same job (after a retry), it returns the same inputs, or more.
  std::vector<std::string> release(const Job& job);

 private:
  std::unordered_map<std::string, std::size_t> uses_;
};

}  // namespace stylize
