#include "sequence/frame_keys.h"

#include <ATen/ATen.h>

#include "machine/sha256.h"
#include "settings/value_text.h"

namespace stylize {
namespace {

std::string hash_of(const Image& frame) {
  const at::Tensor pixels = frame.colour.contiguous();
  Sha256 hash;
  const std::string size =
      std::to_string(frame.size().width) + "x" + std::to_string(frame.size().height);
  hash.update(size.data(), size.size());
  hash.update(pixels.data_ptr(), pixels.nbytes());
  return hash.finish();
}

}  // namespace

void FrameKeys::add(const Image& frame, const MaskFrames& masks) {
  std::string own = hash_of(frame);
  if (masks.any()) own += hash_of(masks.frame());
  std::string all = hashes_.content + own;
  ++number_;
  if (blend_.moves()) {
    for (const double weight : blend_.weights(number_)) all += " " + number_text(weight);
  }
  hashes_.content = sha256_hex(all.data(), all.size());
}

void FrameKeys::go_to(const FramePass& frame) {
  if (all_.empty()) all_ = hashes_.content;
  const std::string own =
      all_ + " frame " + std::to_string(frame.number) + " of pass " + std::to_string(frame.pass);
  hashes_.content = sha256_hex(own.data(), own.size());
}

}  // namespace stylize
