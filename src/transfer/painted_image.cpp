#include "painted_image.h"

#include <ATen/ATen.h>

#include "canvas.h"
#include "stylize/image/colour_transfer.h"
#include "stylize/image/resize.h"
#include "stylize/image/transparency.h"

namespace stylize {

Image painted_image(const at::Tensor& canvas, const Size& size, const Image& content,
                    const TransferOptions& options) {
  const Image scaled = resize(content, size);
  Image image;
  image.colour =
      off_white(resize_pixels(off_canvas(canvas).to(at::kCPU), size).clamp_(0, 1), scaled);
  image.alpha = scaled.alpha;
  if (options.colour != ColourControl::kKeep) return image;
  return keep_colours(image, scaled, options.colour_space);
}

}  // namespace stylize
