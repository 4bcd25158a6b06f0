#include "sequence/still_inputs.h"

#include <ATen/ATen.h>

#include "batch/mask_reader.h"

namespace stylize {

namespace fs = std::filesystem;

InputHashes hash_still_inputs(const Job& job, PictureReader& reader) {
  InputHashes hashes;
  for (const StyleFile& style : job.styles) hashes.styles.push_back({reader.hash(style.file), {}});
  if (const auto& initial = job.options.initial) hashes.initial = reader.hash(*initial);
  if (!job.options.content_mask) return hashes;
  hashes.content_mask = reader.hash(*job.options.content_mask);
  for (std::size_t i = 0; i < job.styles.size(); ++i) {
    const auto& mask = job.styles[i].mask;
    if (!mask) continue;
    hashes.styles[i].mask = mask->file.empty() ? text_of(mask->colour) : reader.hash(mask->file);
  }
  return hashes;
}

TransferInputs read_still_inputs(const Job& job, const Size& own, const Size& painted,
                                 const InputHashes& hashes, PictureReader& reader) {
  TransferInputs inputs;
  PictureSizes own_sizes{own, {}}, scaled{painted, {}};
  inputs.content.colour = at::zeros({1, 3, painted.height, painted.width});
  for (std::size_t i = 0; i < job.styles.size(); ++i) {
    const StyleFile& style = job.styles[i];
    own_sizes.styles.emplace_back();
    const Image image = reader.read(style.file, [&](const Size& size) {
      own_sizes.styles.back() = size;
      return style_size(size, painted, style.use.scale);
    });
    scaled.styles.push_back(image.size());
    inputs.styles.push_back({image, style.use});
  }
  if (const auto& initial = job.options.initial) {
    inputs.initial = reader.read(*initial, [&](const Size&) { return painted; });
  }
  read_masks(
      job, own_sizes, scaled, [&](const fs::path& path) { return reader.read_whole(path); },
      inputs);
  for (std::size_t i = 0; i < inputs.styles.size(); ++i) {
    inputs.styles[i].name = hashes.styles[i].picture;
    inputs.styles[i].mask_name = hashes.styles[i].mask;
  }
  return inputs;
}

}  // namespace stylize
