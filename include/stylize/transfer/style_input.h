#pragma once

#include <optional>
#include <string>

#include "stylize/image/image.h"
#include "stylize/image/label_map.h"
#include "stylize/settings/transfer_options.h"

namespace stylize {

/// A style of a transfer, and all that belongs to it.
struct StyleInput {
  Image image;
  StyleUse use = {};
  std::optional<LabelMap> mask = {};  ///< which label each part of it has; of any size, with the
                                      ///< picture's proportions. With a mask of the content only
  /// What tells the picture and the mask from all others that are used with the same network, a
  /// hash for example: names in a cache of targets. One word each.
  std::string name = {}, mask_name = {};
};

}  // namespace stylize
