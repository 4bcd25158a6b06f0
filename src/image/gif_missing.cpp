// In place of gif_decoder where giflib was not found.
#include "row_decoder.h"

namespace stylize {

std::unique_ptr<RowDecoder> open_gif(const std::vector<uint8_t>&) {
  throw DecodeError(
      "is a GIF picture, which this build cannot read; install libgif-dev and build again");
}

}  // namespace stylize
