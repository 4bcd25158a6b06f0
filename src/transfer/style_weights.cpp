#include "style_weights.h"

#include <cstdlib>

namespace stylize {

int block_of(const std::string& layer) {
  const auto digits = layer.find_first_of("0123456789");
  return digits == std::string::npos ? 0 : std::atoi(layer.c_str() + digits);
}

double style_weight(const std::string& layer, const StyleUse& style) {
  const int block = block_of(layer);
  const bool serves =
      !style.blocks || (block >= style.blocks->first && block <= style.blocks->last);
  return serves ? style.weight : 0;
}

}  // namespace stylize
