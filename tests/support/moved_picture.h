#pragma once

#include <ATen/ATen.h>

#include "motion/warp.h"
#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"

namespace stylize {

/// A sample picture [1, 3, height, 160].
inline at::Tensor sample_picture(const char* file) {
  const Image image = read_image(file);
  return resize(image, fit_longest_side(image.size(), 160)).colour;
}

/// The flow by which each place moves linearly about the middle: by (xx - 1, xy; yx, yy - 1) times
/// its distance from there, and by a shift.
struct LinearMotion {
  double xx = 1, xy = 0, yx = 0, yy = 1, right = 0, down = 0;

  at::Tensor flow(int64_t height, int64_t width) const {
    const at::Tensor x =
        (at::arange(width, at::kFloat) - static_cast<double>(width - 1) / 2).view({1, 1, 1, width});
    const at::Tensor y = (at::arange(height, at::kFloat) - static_cast<double>(height - 1) / 2)
                             .view({1, 1, height, 1});
    return at::cat({x * (xx - 1) + y * xy + right, x * yx + y * (yy - 1) + down}, 1);
  }
};

/// Without the pixels near the borders.
inline at::Tensor inner(const at::Tensor& map, int64_t margin) {
  return map.narrow(2, margin, map.size(2) - 2 * margin)
      .narrow(3, margin, map.size(3) - 2 * margin);
}

}  // namespace stylize
