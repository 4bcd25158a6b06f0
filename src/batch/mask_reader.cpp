#include "batch/mask_reader.h"

#include <string>

#include "stylize/error.h"
#include "stylize/image/label_map.h"

namespace stylize {

void read_masks(const Job& job, const PictureSizes& own, const PictureSizes& scaled,
                const std::function<Image(const std::filesystem::path&)>& read,
                TransferInputs& inputs) {
  const auto& content_mask = job.options.content_mask;
  if (!content_mask) return;
  const auto map_of = [&](const std::filesystem::path& file, const Size& picture,
                          const Size& size) {
    const Image mask = read(file);
    check_proportions(mask.size(), picture, file.string());
    return label_map(mask, size, file.string());
  };
  inputs.content_mask = map_of(*content_mask, own.content, scaled.content);
  for (std::size_t i = 0; i < job.styles.size(); ++i) {
    const auto& mask = job.styles[i].mask;
    if (!mask) continue;
    inputs.styles[i].mask = mask->file.empty()
                                ? whole_label(mask->colour)
                                : map_of(mask->file, own.styles[i], scaled.styles[i]);
  }
  try {
    match_regions(*inputs.content_mask, inputs.styles);
  } catch (const Error& error) {
    throw Error(error.kind(), content_mask->string() + ": " + error.what());
  }
}

}  // namespace stylize
