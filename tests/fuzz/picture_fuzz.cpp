// A picture file: what it says of the photograph and of its colours, and from its signature to the
// pixels.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/image/picture_metadata.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  stylize::ReadOptions options;
  options.max_pixels = 1 << 16;  // larger pictures only take longer
  const std::vector<uint8_t> file(data, data + size);
  stylize::read_metadata(file);
  try {
    options.icc_profile = stylize::own_colour_space("picture", file, options);
    stylize::read_image("picture", file, options);
  } catch (const stylize::Error&) {
    // Refused, as it should be.
  }
  return 0;
}
