#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "stylize/image/label_map.h"
#include "stylize/transfer/style_input.h"

namespace stylize {

/// A region of the content, which has one label in its mask, and the regions of the styles with the
/// same label.
struct Region {
  std::size_t label = 0;                            ///< index into the labels of the content's mask
  double share = 1;                                 ///< of the content's area, 0..1
  std::vector<std::optional<std::size_t>> sources;  ///< for each style, the index of the label in
                                                    ///< its mask; none: the style has no part in it
};

/// One region for each label of the content's mask. Labels of styles are matched by same_label();
/// if several match, the nearest colour is taken. A style of weight 0 is not used. Throws Error
/// (kOption) when a style has no mask, or when no style that is used has one of the content's
/// labels.
std::vector<Region> match_regions(const LabelMap& content, const std::vector<StyleInput>& styles);

/// A line for each label of a style's mask that the content's mask lacks. All styles must have
/// masks.
std::vector<std::string> unused_labels(const LabelMap& content,
                                       const std::vector<StyleInput>& styles);

}  // namespace stylize
