#include <webp/decode.h>
#include <webp/demux.h>

#include <cstring>
#include <new>

#include "metadata.h"
#include "row_decoder.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

struct DeleteDemuxer {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};
using Demuxer = std::unique_ptr<WebPDemuxer, DeleteDemuxer>;

struct DeleteAnimation {
  void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
};

Bytes chunk_of(const WebPDemuxer* demuxer, const char* name) {
  WebPChunkIterator chunk;
  Bytes bytes;
  if (WebPDemuxGetChunk(demuxer, name, 1, &chunk) != 0) {
    bytes.assign(chunk.chunk.bytes, chunk.chunk.bytes + chunk.chunk.size);
  }
  WebPDemuxReleaseChunkIterator(&chunk);
  return bytes;
}

int orientation_of(const WebPDemuxer* demuxer) {
  constexpr char kPrefix[] = "Exif\0";  // some programs keep JPEG's prefix
  const Bytes exif = chunk_of(demuxer, "EXIF");
  const bool prefixed =
      exif.size() > sizeof(kPrefix) && std::memcmp(exif.data(), kPrefix, sizeof(kPrefix)) == 0;
  const std::size_t begin = prefixed ? sizeof(kPrefix) : 0;
  return exif.empty() ? 1 : orientation_in_exif(exif.data() + begin, exif.size() - begin);
}

// libwebp only decodes whole pictures.
class WebpDecoder : public RowDecoder {
 public:
  explicit WebpDecoder(const Bytes& file) : file_(file) {
    if (WebPGetFeatures(file.data(), file.size(), &features_) != VP8_STATUS_OK) {
      fail_damaged("its header");
    }
    const WebPData data = {file.data(), file.size()};
    const Demuxer demuxer(WebPDemux(&data));
    if (!demuxer) fail_damaged("it ends too early");
    size_ = {WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH),
             WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT)};
    form_.depth = CV_8U;
    form_.alpha = features_.has_alpha != 0;
    if (features_.has_animation != 0) form_.alpha = true;  // frames may be smaller than the whole
    has_more_pictures_ = WebPDemuxGetI(demuxer.get(), WEBP_FF_FRAME_COUNT) > 1;
    colour_profile_ = chunk_of(demuxer.get(), "ICCP");
    orientation_ = orientation_of(demuxer.get());
  }

  int64_t memory() const override {
    constexpr int64_t kArgb = 4;
    const int64_t pixels = size_.width * size_.height;
    // The result plus libwebp's own buffers: for lossless pictures all pixels once more, for
    // animations two pictures, for lossy ones alpha.
    const int64_t besides = features_.has_animation != 0 ? 4 * kArgb
                            : features_.format == 2      ? kArgb + 1
                                                         : 1;
    return pixels * (form_.channels() + besides) + (1 << 20);
  }

  void read(cv::Mat& rows) override {
    if (pixels_.empty()) features_.has_animation != 0 ? decode_first_frame() : decode();
    const std::size_t count = rows.total() * rows.elemSize();
    std::memcpy(rows.data, pixels_.data() + given_, count);
    given_ += count;
  }

 private:
  std::size_t row_bytes() const { return static_cast<std::size_t>(size_.width * form_.channels()); }

  void decode();
  void decode_first_frame();

  const Bytes& file_;
  WebPBitstreamFeatures features_ = {};
  Bytes pixels_;
  std::size_t given_ = 0;
};

void WebpDecoder::decode() {
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0) fail_damaged("another libwebp than this was built for");
  pixels_.resize(row_bytes() * static_cast<std::size_t>(size_.height));
  config.output.colorspace = form_.alpha ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA = {pixels_.data(), static_cast<int>(row_bytes()), pixels_.size()};
  const VP8StatusCode status = WebPDecode(file_.data(), file_.size(), &config);
  WebPFreeDecBuffer(&config.output);
  if (status == VP8_STATUS_OUT_OF_MEMORY) throw std::bad_alloc();
  if (status != VP8_STATUS_OK) fail_damaged("its pixels");
}

void WebpDecoder::decode_first_frame() {
  const WebPData data = {file_.data(), file_.size()};
  WebPAnimDecoderOptions options;
  if (WebPAnimDecoderOptionsInit(&options) == 0) fail_damaged("another libwebp");
  options.color_mode = MODE_RGBA;
  const std::unique_ptr<WebPAnimDecoder, DeleteAnimation> decoder(
      WebPAnimDecoderNew(&data, &options));
  if (!decoder) fail_damaged("its frames");
  uint8_t* canvas = nullptr;  // owned by the decoder
  int time = 0;
  if (WebPAnimDecoderGetNext(decoder.get(), &canvas, &time) == 0) fail_damaged("its first frame");
  pixels_.assign(canvas, canvas + row_bytes() * static_cast<std::size_t>(size_.height));
}

}  // namespace

std::unique_ptr<RowDecoder> open_webp(const std::vector<uint8_t>& file) {
  return std::make_unique<WebpDecoder>(file);
}

}  // namespace stylize
