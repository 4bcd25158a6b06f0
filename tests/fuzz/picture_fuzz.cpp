// A picture file, from its signature to the pixels.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "stylize/error.h"
#include "stylize/image/image_files.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  stylize::ReadOptions options;
  options.max_pixels = 1 << 16;  // larger pictures only take longer
  try {
    stylize::read_image("picture", std::vector<uint8_t>(data, data + size), options);
  } catch (const stylize::Error&) {
    // Refused, as it should be.
  }
  return 0;
}
