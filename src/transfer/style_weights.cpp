#include "style_weights.h"

#include <cstdlib>

namespace stylize {

int block_of(const std::string& layer) {
  const auto digits = layer.find_first_of("0123456789");
  return digits == std::string::npos ? 0 : std::atoi(layer.c_str() + digits);
}

std::vector<double> style_weights(const std::string& layer, const TransferOptions& options,
                                  std::size_t styles) {
  std::vector<double> weights = options.style_blend;
  if (weights.empty()) weights.assign(styles, 1);
  for (std::size_t i = 0; i < options.style_blocks.size(); ++i) {
    const BlockRange& blocks = options.style_blocks[i];
    const int block = block_of(layer);
    if (block < blocks.first || block > blocks.last) weights[i] = 0;
  }
  return weights;
}

bool style_counts(const TransferOptions& options, std::size_t number) {
  return options.style_blend.empty() || options.style_blend[number] != 0;
}

}  // namespace stylize
