#include "remaining_uses.h"

#include "jobs/job_inputs.h"

namespace stylize {
RemainingUses::RemainingUses(const std::vector<Job>& jobs) {
  for (const Job& job : jobs) {
    for (const auto& input : inputs_of(job)) ++uses_[input.native()];
  }
}

std::vector<std::string> RemainingUses::release(const Job& job) {
  std::vector<std::string> unused;
  for (const auto& input : inputs_of(job)) {
    std::size_t& uses = uses_[input.native()];
    if (uses > 0) --uses;
    if (uses == 0) unused.push_back(input.native());
  }
  return unused;
}

}  // namespace stylize
