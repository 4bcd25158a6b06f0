#pragma once

#include <string>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/image/label_map.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

struct StylePicture {
  Image image;       // at the size that goes with the full output
  std::string name;  // in the cache
  LabelMap mask;     // of no label without masks
  std::string mask_name;
};

// The pictures of a transfer at the sizes that its last scale needs; coarser ones are made of them.
struct Pictures {
  Size full;  // of the output
  Image content, initial;
  std::vector<StylePicture> styles;
  LabelMap mask;                // of the content, at the full size
  std::vector<Region> regions;  // one without masks
};

Pictures prepare_pictures(const TransferInputs& inputs, const TransferOptions& options,
                          const TransferContext& context);

// All styles, in their order; valid as long as the inputs are.
std::vector<const Image*> styles_of(const TransferInputs& inputs);

// The map of a label, at a size; undefined where it is all of the picture.
at::Tensor part_of(const LabelMap& map, std::size_t label, const Size& size);

}  // namespace stylize
