#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "stylize/image/label_map.h"
#include "stylize/transfer/style_input.h"

namespace stylize {

/// A region of the content and where its style comes from: the regions with the same label.
struct Region {
  std::size_t label = 0;                            ///< index into the labels of the content's mask
  double share = 1;                                 ///< the part of the content's area
  std::vector<std::optional<std::size_t>> sources;  ///< for each style the index of its mask's
                                                    ///< label; none: the style lacks it
};

/// One region for each label of the content, matched by same_label(); of several labels that could
/// be meant the nearest. A style of weight 0 is no source. Throws Error (kOption) when a style has
/// no mask, or a label of the content is in no style's mask.
std::vector<Region> match_regions(const LabelMap& content, const std::vector<StyleInput>& styles);

/// For each label of a style's mask that the content's lacks, a line that says so.
std::vector<std::string> unused_labels(const LabelMap& content,
                                       const std::vector<StyleInput>& styles);

}  // namespace stylize
