// In place of heif_decoder and heif_encoder where libheif was not found.
#include "heif_files.h"
#include "row_decoder.h"
#include "stylize/error.h"

namespace stylize {

std::unique_ptr<RowDecoder> open_heif(const std::vector<uint8_t>&, PictureFormat format) {
  throw DecodeError(std::string("is ") + (format == PictureFormat::kAvif ? "an AVIF" : "a HEIC") +
                    " picture, which this build cannot read; install libheif-dev and build again");
}

FoundMetadata heif_metadata(const std::vector<uint8_t>&, std::size_t) {
  return {};
}

std::vector<uint8_t> encode_avif(const InterleavedSamples&, int, const FileBlocks&) {
  throw Error(ErrorKind::kOutput,
              "this build cannot write AVIF; install libheif-dev and build again");
}

}  // namespace stylize
