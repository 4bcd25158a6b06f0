#include "canvas.h"

#include <ATen/ATen.h>

#include "stylize/image/resize.h"
#include "stylize/image/transparency.h"

namespace stylize {
namespace {

// For each pixel of a line of the canvas, the pixel of the picture's line that it is copied from.
at::Tensor sources(int64_t length, const at::Device& device) {
  const at::TensorOptions numbers = at::TensorOptions(at::kLong).device(device);
  const at::Tensor line = at::arange(length, numbers);
  return at::cat({line.narrow(0, 0, kMargin).flip(0), line,
                  line.narrow(0, length - kMargin, kMargin).flip(0)});
}

}  // namespace

Size canvas_size(const Size& picture) {
  return {picture.width + 2 * kMargin, picture.height + 2 * kMargin};
}

at::Tensor on_canvas(const at::Tensor& picture) {
  return picture.index_select(2, sources(picture.size(2), picture.device()))
      .index_select(3, sources(picture.size(3), picture.device()));
}

at::Tensor off_canvas(const at::Tensor& canvas) {
  return canvas.narrow(2, kMargin, canvas.size(2) - 2 * kMargin)
      .narrow(3, kMargin, canvas.size(3) - 2 * kMargin);
}

at::Tensor pixels_of(const Image& image, const Size& size) {
  return over_white(resize(image, size));
}

at::Tensor canvas_of(const Image& image, const Size& size) {
  return on_canvas(pixels_of(image, size));
}

}  // namespace stylize
