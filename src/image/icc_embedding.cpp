#include "icc_embedding.h"

#include <webp/mux.h>
#include <zlib.h>

#include <iterator>
#include <memory>
#include <new>
#include <optional>

#include "exiv2_bytes.h"
#include "picture_format.h"
#include "png_chunks.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

// Exiv2 writes profiles into PNG without a name, and libpng ignores them then.
void put_profile_into_png(const Bytes& profile, Bytes& file) {
  constexpr char kName[] = "ICC profile";
  constexpr uint8_t kDeflate = 0;
  uLongf length = ::compressBound(static_cast<uLong>(profile.size()));
  Bytes packed(length);
  if (::compress2(packed.data(), &length, profile.data(), static_cast<uLong>(profile.size()),
                  Z_BEST_COMPRESSION) != Z_OK) {
    throw std::bad_alloc();
  }
  Bytes data(std::begin(kName), std::end(kName));
  data.push_back(kDeflate);
  data.insert(data.end(), packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(length));
  insert_png_chunk("iCCP", data, file);
}

struct DeleteMux {
  void operator()(WebPMux* mux) const { WebPMuxDelete(mux); }
};

// Exiv2 0.27 gives the chunk a wrong name, which damages the file.
void put_profile_into_webp(const Bytes& profile, Bytes& file) {
  const WebPData whole = {file.data(), file.size()}, icc = {profile.data(), profile.size()};
  const std::unique_ptr<WebPMux, DeleteMux> mux(WebPMuxCreate(&whole, 1));
  if (!mux || WebPMuxSetChunk(mux.get(), "ICCP", &icc, 1) != WEBP_MUX_OK) throw std::bad_alloc();
  WebPData assembled;
  WebPDataInit(&assembled);
  if (WebPMuxAssemble(mux.get(), &assembled) != WEBP_MUX_OK) throw std::bad_alloc();
  file.assign(assembled.bytes, assembled.bytes + assembled.size);
  WebPDataClear(&assembled);
}

}  // namespace

std::vector<uint8_t> with_icc_profile(const std::vector<uint8_t>& profile,
                                      std::vector<uint8_t> file) {
  if (profile.empty()) return file;
  const std::optional<PictureFormat> format = format_by_signature(file);
  if (format == PictureFormat::kPng) {
    put_profile_into_png(profile, file);
    return file;
  }
  if (format == PictureFormat::kWebp) {
    put_profile_into_webp(profile, file);
    return file;
  }
  const auto image = open_with_exiv2(file);
  image->readMetadata();
  set_icc_profile(*image, profile);
  image->writeMetadata();
  return bytes_of(image->io());
}

}  // namespace stylize
