#include "report_inputs.h"

#include <cstddef>

namespace stylize {

void report_inputs(const Job& job, const InputHashes& hashes, JobReport& report) {
  report.content_sha256 = hashes.content;
  report.style_sha256 = hashes.styles.front().picture;
  std::vector<InputEntry>& inputs = report.inputs;
  inputs = {{"content", job.content, hashes.content}};
  for (std::size_t i = 0; i < job.styles.size(); ++i) {
    inputs.push_back({"style", job.styles[i].file, hashes.styles[i].picture});
  }
  if (const auto& initial = job.options.initial) {
    inputs.push_back({"initial picture", *initial, hashes.initial});
  }
  if (const auto& mask = job.options.content_mask) {
    inputs.push_back({"content mask", *mask, hashes.content_mask});
  }
  for (std::size_t i = 0; i < job.styles.size(); ++i) {
    const auto& mask = job.styles[i].mask;
    if (!mask || mask->file.empty()) continue;
    inputs.push_back({"style mask", mask->file, hashes.styles[i].mask});
  }
}

}  // namespace stylize
