#include "sequence/frame_keys.h"

#include <ATen/ATen.h>

#include "machine/sha256.h"

namespace stylize {

void FrameKeys::add(const Image& frame) {
  const at::Tensor pixels = frame.colour.contiguous();
  Sha256 hash;
  const std::string size =
      std::to_string(frame.size().width) + "x" + std::to_string(frame.size().height);
  hash.update(size.data(), size.size());
  hash.update(pixels.data_ptr(), pixels.nbytes());
  const std::string own = hash.finish();
  const std::string all = hashes_.content + own;
  hashes_.content = sha256_hex(all.data(), all.size());
}

}  // namespace stylize
