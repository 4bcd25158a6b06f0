#pragma once

#include <optional>
#include <string>

#include "stylize/image/image.h"
#include "stylize/image/label_map.h"
#include "stylize/settings/transfer_options.h"

namespace stylize {

/// A style of a transfer and everything that belongs to it.
struct StyleInput {
  Image image;
  StyleUse use = {};
  std::optional<LabelMap> mask = {};  ///< the labels of the picture's parts; of any size with the
                                      ///< picture's proportions. Ignored if the content has no mask
  /// Names that distinguish the picture and the mask from all others used with the same network,
  /// such as hashes: keys of the cache of targets contain them. Each must be a single word. Needed
  /// only with a cache.
  std::string name = {}, mask_name = {};
};

}  // namespace stylize
