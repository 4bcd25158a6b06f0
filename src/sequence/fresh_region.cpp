#include "sequence/fresh_region.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <vector>

#include "stylize/image/label_map.h"

namespace stylize {
namespace {

// 256 places of relu3_1 and relu3_4: with fewer than it has channels, a Gram matrix says little.
constexpr int64_t kLeastPixels = 4096;

constexpr LabelColour kWhite = {255, 255, 255};

// Another label that means the same in the masks of the styles (same_label()).
LabelColour twin_of(LabelColour label) {
  label.blue = static_cast<uint8_t>(label.blue > 0 ? label.blue - 1 : 1);
  return label;
}

}  // namespace

at::Tensor fresh_part(const at::Tensor& age) {
  const at::Tensor fresh = age.lt(kFreshFrames).to(at::kFloat);
  return fresh.sum(at::kDouble).item<double>() < kLeastPixels ? at::Tensor() : fresh;
}

void set_apart(const at::Tensor& fresh, TransferInputs& inputs) {
  if (!inputs.content_mask) {
    inputs.content_mask = LabelMap{{kWhite}, at::ones_like(fresh)};
    for (StyleInput& style : inputs.styles) style.mask = whole_label(kWhite);
  }
  const LabelMap whole = *inputs.content_mask;
  LabelMap split;
  std::vector<at::Tensor> parts;
  for (std::size_t i = 0; i < whole.labels.size(); ++i) {
    const at::Tensor part = whole.parts.narrow(1, static_cast<int64_t>(i), 1);
    for (const bool is_fresh : {false, true}) {
      at::Tensor own = part * (is_fresh ? fresh : 1 - fresh);
      if (own.max().item<float>() == 0) continue;
      split.labels.push_back(is_fresh ? twin_of(whole.labels[i]) : whole.labels[i]);
      parts.push_back(std::move(own));
    }
  }
  split.parts = at::cat(parts, 1);
  inputs.content_mask = std::move(split);
}

}  // namespace stylize
