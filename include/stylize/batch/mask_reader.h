#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/jobs/job.h"
#include "stylize/transfer/regions.h"

namespace stylize {

/// Sizes of a job's content and of its styles, in their order.
struct PictureSizes {
  Size content;
  std::vector<Size> styles;
};

/// The masks of a job; none for a job that has none. `own` are the sizes of its pictures' files,
/// which masks must have the proportions of, `scaled` those that the maps are made for; `read`
/// gives the picture in a file. Throws Error: kOption when there are not as many masks as styles
/// or a label of the content has no style, kInput when a mask is none (label_map.h) or has other
/// proportions, and what `read` throws.
std::optional<Masks> read_masks(const JobOptions& options, const PictureSizes& own,
                                const PictureSizes& scaled,
                                const std::function<Image(const std::filesystem::path&)>& read);

}  // namespace stylize
