#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "jobs/job.h"
#include "stylize/image/image.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// Sizes of a job's content and of its styles, in their order.
struct PictureSizes {
  Size content;
  std::vector<Size> styles;
};

/// Puts the masks of a job, which may have none, among its inputs, whose styles are there already.
/// `own` are the sizes of its pictures' files,
/// which masks must have the proportions of, `scaled` those that the maps are made for; `read`
/// gives the picture in a file. Throws Error: kOption when a style lacks a mask
/// or a label of the content has no style, kInput when a mask is none (label_map.h) or has other
/// proportions, and what `read` throws.
void read_masks(const Job& job, const PictureSizes& own, const PictureSizes& scaled,
                const std::function<Image(const std::filesystem::path&)>& read,
                TransferInputs& inputs);

}  // namespace stylize
