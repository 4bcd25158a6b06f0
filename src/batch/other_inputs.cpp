#include "other_inputs.h"

#include <filesystem>

#include "batch/mask_reader.h"
#include "stylize/image/image_files.h"

namespace stylize {

InputHashes hash_other_inputs(const Job& job, PictureReader& reader) {
  InputHashes hashes;
  for (const StyleFile& style : job.styles) hashes.styles.push_back({reader.hash(style.file), {}});
  if (const auto& initial = job.options.initial) hashes.initial = reader.hash(*initial);
  if (!job.options.content_mask) return hashes;
  hashes.content_mask = reader.hash(*job.options.content_mask);
  hash_style_masks(job, reader, hashes);
  return hashes;
}

void hash_style_masks(const Job& job, PictureReader& reader, InputHashes& hashes) {
  for (std::size_t i = 0; i < job.styles.size(); ++i) {
    const auto& mask = job.styles[i].mask;
    if (!mask) continue;
    hashes.styles[i].mask = mask->file.empty() ? text_of(mask->colour) : reader.hash(mask->file);
  }
}

void read_other_inputs(const Job& job, const Size& own, const Size& painted,
                       const IccProfile& profile, PictureReader& reader, TransferInputs& inputs) {
  PictureSizes own_sizes{own, {}}, scaled{painted, {}};
  for (const StyleFile& style : job.styles) {
    own_sizes.styles.emplace_back();
    const auto size_of_style = [&](const Size& size) {
      own_sizes.styles.back() = size;
      return style_size(size, painted, style.use.scale);
    };
    const Image image = reader.read(style.file, size_of_style, profile);
    scaled.styles.push_back(image.size());
    inputs.styles.push_back({image, style.use});
  }
  if (const auto& initial = job.options.initial) {
    inputs.initial = reader.read(
        *initial, [&](const Size&) { return painted; }, profile);
  }
  const auto read = [&](const std::filesystem::path& path) { return reader.read_whole(path); };
  read_masks(job, own_sizes, scaled, read, inputs);
}

void name_styles(const InputHashes& hashes, const std::string& space, TransferInputs& inputs) {
  for (std::size_t i = 0; i < inputs.styles.size(); ++i) {
    inputs.styles[i].name = hashes.styles[i].picture + space;
    inputs.styles[i].mask_name = hashes.styles[i].mask;
  }
}

}  // namespace stylize
