#include "remaining_uses.h"

namespace stylize {
namespace {

std::vector<std::string> inputs_of(const Job& job) {
  std::vector<std::string> inputs = {job.content.native(), job.style.native()};
  for (const auto& style : job.options.more_styles) inputs.push_back(style.native());
  if (job.options.initial) inputs.push_back(job.options.initial->native());
  return inputs;
}

}  // namespace

RemainingUses::RemainingUses(const std::vector<Job>& jobs) {
  for (const Job& job : jobs) {
    for (const std::string& input : inputs_of(job)) ++uses_[input];
  }
}

std::vector<std::string> RemainingUses::release(const Job& job) {
  std::vector<std::string> unused;
  for (const std::string& input : inputs_of(job)) {
    std::size_t& uses = uses_[input];
    if (uses > 0) --uses;
    if (uses == 0) unused.push_back(input);
  }
  return unused;
}

}  // namespace stylize
