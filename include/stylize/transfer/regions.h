#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "stylize/image/label_map.h"

namespace stylize {

/// Which style goes where: a region of the content takes its style from the regions with the same
/// label. The maps may have any size; proportions are those of their pictures.
struct Masks {
  LabelMap content;
  std::vector<LabelMap> styles;  ///< one for each style, in their order
};

/// A region of the content and where its style comes from.
struct Region {
  std::size_t label = 0;                            ///< index into the labels of the content's mask
  double share = 1;                                 ///< the part of the content's area
  std::vector<std::optional<std::size_t>> sources;  ///< for each style the index of its mask's
                                                    ///< label; none: the style lacks it
};

/// One region for each label of the content, matched by same_label(); of several labels that could
/// be meant the nearest. `weights` are those of the styles; empty: all the same. A style of weight
/// 0 is no source. Throws Error (kOption) when there are not as many masks as styles, or a label of
/// the content is in no style's mask.
std::vector<Region> match_regions(const Masks& masks, std::size_t styles,
                                  const std::vector<double>& weights);

/// For each label of a style's mask that the content's lacks, a line that says so.
std::vector<std::string> unused_labels(const Masks& masks);

}  // namespace stylize
