#pragma once

#include <vector>

#include "stylize/image/image.h"
#include "stylize/image/label_map.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

// The pictures of a transfer at the sizes that its last scale needs. Those of coarser scales are
// made from them.
struct Pictures {
  Size full;  // of the output
  Image content, initial, held;
  std::vector<StyleInput> styles;
  LabelMap mask;                // of the content, at the full size
  std::vector<Region> regions;  // a single one without masks
};

Pictures prepare_pictures(TransferInputs inputs, const TransferOptions& options,
                          const TransferContext& context);

// The map of a label, at a size. Undefined if it is the only label: the whole picture has it.
at::Tensor part_of(const LabelMap& map, std::size_t label, const Size& size);

}  // namespace stylize
