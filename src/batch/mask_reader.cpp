#include "stylize/batch/mask_reader.h"

#include <string>

#include "stylize/error.h"
#include "stylize/image/label_map.h"

namespace stylize {

std::optional<Masks> read_masks(const JobOptions& options, const PictureSizes& own,
                                const PictureSizes& scaled,
                                const std::function<Image(const std::filesystem::path&)>& read) {
  if (!options.content_mask) return std::nullopt;
  if (options.style_masks.size() != own.styles.size()) {
    throw SettingError("style-mask", std::to_string(options.style_masks.size()) + " masks for " +
                                         std::to_string(own.styles.size()) +
                                         " styles; give one for each");
  }
  const auto map_of = [&](const std::filesystem::path& file, const Size& picture,
                          const Size& size) {
    const Image mask = read(file);
    check_proportions(mask.size(), picture, file.string());
    return label_map(mask, size, file.string());
  };
  Masks masks{map_of(*options.content_mask, own.content, scaled.content), {}};
  for (std::size_t i = 0; i < options.style_masks.size(); ++i) {
    const StyleMask& mask = options.style_masks[i];
    masks.styles.push_back(mask.file.empty() ? whole_label(mask.colour)
                                             : map_of(mask.file, own.styles[i], scaled.styles[i]));
  }
  try {
    match_regions(masks, masks.styles.size(), options.transfer.style_blend);
  } catch (const Error& error) {
    throw Error(error.kind(), options.content_mask->string() + ": " + error.what());
  }
  return masks;
}

}  // namespace stylize
