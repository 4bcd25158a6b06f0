#include "onednn_convolution.h"

namespace stylize::bench {

bool has_onednn() {
  return false;
}

std::vector<OnednnConvolution> onednn_convolutions(const ConvolutionLayer&, Direction, int64_t) {
  return {};
}

}  // namespace stylize::bench
