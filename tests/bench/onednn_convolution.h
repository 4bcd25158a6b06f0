#pragma once

#include <string>
#include <vector>

#include "our_convolution.h"

namespace stylize::bench {

struct OnednnConvolution {
  std::string implementation;  ///< as oneDNN names it
  Work run;
};

/// Whether this was built with oneDNN.
bool has_onednn();

/// The same convolution by oneDNN's bare primitives: candidates of its Winograd and its direct
/// method that may be fastest on this processor, sorted by the time of a first run. oneDNN chooses
/// the layouts, and data is already in them; forward with bias and ReLU fused.
std::vector<OnednnConvolution> onednn_convolutions(const ConvolutionLayer& layer,
                                                   Direction direction, int64_t size);

}  // namespace stylize::bench
