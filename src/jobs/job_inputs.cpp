#include "stylize/jobs/job_inputs.h"

namespace stylize {

std::vector<std::filesystem::path> inputs_of(const Job& job) {
  std::vector<std::filesystem::path> inputs = {job.content, job.style};
  const JobOptions& options = job.options;
  inputs.insert(inputs.end(), options.more_styles.begin(), options.more_styles.end());
  if (options.initial) inputs.push_back(*options.initial);
  return inputs;
}

}  // namespace stylize
