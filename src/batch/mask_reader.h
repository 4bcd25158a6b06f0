#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "jobs/job.h"
#include "stylize/image/image.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// The sizes of a job's content and of its styles, in the job's order.
struct PictureSizes {
  Size content;
  std::vector<Size> styles;
};

/// Reads the job's masks, if it has any, and adds them to `inputs`, which already contains the
/// styles. `own` are the sizes of the pictures' files, whose proportions the masks must have;
/// `scaled` are the sizes that the maps get; `read` returns the picture in a file. Throws Error:
/// kOption when a style lacks a mask or a label of the content has no style; kInput when a file is
/// not a mask (label_map.h) or has other proportions; and what `read` throws.
void read_masks(const Job& job, const PictureSizes& own, const PictureSizes& scaled,
                const std::function<Image(const std::filesystem::path&)>& read,
                TransferInputs& inputs);

}  // namespace stylize
