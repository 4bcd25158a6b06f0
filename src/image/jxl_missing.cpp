// In place of jxl_decoder and jxl_encoder where libjxl was not found.
#include "jxl_files.h"
#include "row_decoder.h"
#include "stylize/error.h"

namespace stylize {

std::unique_ptr<RowDecoder> open_jxl(const std::vector<uint8_t>&) {
  throw DecodeError(
      "is a JPEG XL picture, which this build cannot read; install libjxl-dev and build again");
}

FoundMetadata jxl_metadata(const std::vector<uint8_t>&, std::size_t) {
  return {};
}

std::vector<uint8_t> encode_jxl(const InterleavedSamples&, int, const FileBlocks&) {
  throw Error(ErrorKind::kOutput,
              "this build cannot write JPEG XL; install libjxl-dev and build again");
}

}  // namespace stylize
