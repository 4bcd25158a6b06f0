#include "start.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "canvas.h"
#include "stylize/image/resize.h"

namespace stylize {
namespace {

at::Tensor noise(const Size& size, uint64_t seed, c10::Device device) {
  const at::Generator generator = at::detail::createCPUGenerator(seed);
  const Size canvas = canvas_size(size);
  return at::rand({1, 3, canvas.height, canvas.width}, generator, at::TensorOptions(at::kFloat))
      .to(device);
}

}  // namespace

at::Tensor start_picture(const Pictures& pictures, const Size& size, const TransferOptions& options,
                         c10::Device device) {
  const double part = options.start == Start::kNoise ? 1 : options.start_noise;
  if (part == 1) return noise(size, options.seed, device);
  const Image& image = options.start == Start::kPicture ? pictures.initial : pictures.content;
  const at::Tensor picture = canvas_of(image, size).to(device);
  return part == 0 ? picture : picture * (1 - part) + noise(size, options.seed, device) * part;
}

// If the picture began as the content, only its difference from the content is enlarged. The
// content's details are known at every size, and finding them again would take most of a scale's
// iterations.
at::Tensor enlarged(const at::Tensor& picture, const Pictures& pictures, const Size& size,
                    const TransferOptions& options) {
  const at::Tensor coarse = off_canvas(picture).to(at::kCPU);
  if (options.start != Start::kContent || options.start_noise == 1 ||
      options.objective.content_weight == 0) {
    return on_canvas(resize_pixels(coarse, size).clamp_(0, 1)).to(picture.device());
  }
  const Image& content = pictures.content;
  const at::Tensor change = coarse - pixels_of(content, {coarse.size(3), coarse.size(2)});
  return on_canvas(resize_pixels(change, size).add_(pixels_of(content, size)).clamp_(0, 1))
      .to(picture.device());
}

}  // namespace stylize
