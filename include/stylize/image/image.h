#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace stylize {

/// A size in pixels.
struct Size {
  int64_t width = 0;
  int64_t height = 0;
};

inline bool operator==(const Size& a, const Size& b) {
  return a.width == b.width && a.height == b.height;
}
inline bool operator!=(const Size& a, const Size& b) {
  return !(a == b);
}

/// A picture in sRGB, on the CPU.
struct Image {
  at::Tensor colour;  ///< float32 [1, 3, height, width], red green blue, 0..1, not premultiplied
  at::Tensor
      alpha;  ///< float32 [1, 1, height, width], 0 transparent .. 1 opaque; undefined: opaque

  Size size() const { return {colour.size(3), colour.size(2)}; }
  bool has_alpha() const { return alpha.defined(); }
};

}  // namespace stylize
