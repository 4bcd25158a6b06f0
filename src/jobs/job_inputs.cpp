#include "stylize/jobs/job_inputs.h"

namespace stylize {

std::vector<std::filesystem::path> inputs_of(const Job& job) {
  std::vector<std::filesystem::path> inputs = {job.content, job.style};
  const JobOptions& options = job.options;
  inputs.insert(inputs.end(), options.more_styles.begin(), options.more_styles.end());
  if (options.initial) inputs.push_back(*options.initial);
  return inputs;
}

std::vector<std::filesystem::path> outputs_of(const Job& job) {
  std::vector<std::filesystem::path> outputs = {job.output};
  for (const std::filesystem::path& path : {job.options.contact_sheet, job.options.loss_plot}) {
    if (!path.empty()) outputs.push_back(path);
  }
  return outputs;
}

}  // namespace stylize
