#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace stylize::bench {

/// A 3x3 convolution on maps `reduction` times smaller than the picture.
struct ConvolutionLayer {
  std::string name;
  int64_t inputs, outputs;
  int64_t reduction;
  int count = 1;  ///< how many convolutions of this shape follow each other
};

/// The convolutions in an evaluation of the default objective with the bundled model.
std::vector<ConvolutionLayer> default_convolutions();

constexpr std::array<int64_t, 4> kSizes = {128, 256, 512, 1024};

enum class Direction { kForward, kBackward };

inline const char* name_of(Direction direction) {
  return direction == Direction::kForward ? "forward" : "backward";
}

/// Multiplications and additions of the direct method, whichever method is used.
inline double operations(const ConvolutionLayer& layer, int64_t size) {
  const int64_t side = size / layer.reduction;
  return 18.0 * static_cast<double>(side * side * layer.inputs * layer.outputs);
}

}  // namespace stylize::bench
