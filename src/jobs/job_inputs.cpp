#include "jobs/job_inputs.h"

namespace stylize {

std::vector<std::filesystem::path> pictures_of(const Job& job) {
  std::vector<std::filesystem::path> pictures = {job.content};
  for (const StyleFile& style : job.styles) pictures.push_back(style.file);
  if (job.options.initial) pictures.push_back(*job.options.initial);
  return pictures;
}

std::vector<std::filesystem::path> masks_of(const Job& job) {
  std::vector<std::filesystem::path> masks;
  if (job.options.content_mask) masks.push_back(*job.options.content_mask);
  for (const StyleFile& style : job.styles) {
    if (style.mask && !style.mask->file.empty()) masks.push_back(style.mask->file);
  }
  return masks;
}

std::vector<std::filesystem::path> inputs_of(const Job& job) {
  std::vector<std::filesystem::path> inputs = pictures_of(job);
  for (const std::filesystem::path& mask : masks_of(job)) inputs.push_back(mask);
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
