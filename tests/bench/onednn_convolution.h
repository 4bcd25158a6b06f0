#pragma once

#include <string>
#include <vector>

#include "our_convolution.h"

namespace stylize::bench {

struct OnednnConvolution {
  std::string implementation;  ///< as oneDNN names it
  Work run;
};

/// Whether oneDNN was there when this was built.
bool has_onednn();

/// The same convolution by oneDNN's bare primitives: those of its Winograd and its direct method
/// that may be the fastest on this processor, the one that was at a first try before. Layouts are
/// oneDNN's choice, data is in them before; forward with bias and ReLU fused.
std::vector<OnednnConvolution> onednn_convolutions(const ConvolutionLayer& layer,
                                                   Direction direction, int64_t size);

}  // namespace stylize::bench
