#include "video/webp_source.h"

#include <ATen/ATen.h>
#include <webp/demux.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "machine/file_bytes.h"
#include "stylize/error.h"
#include "stylize/image/transparency.h"

namespace stylize {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 31;
constexpr int64_t kMillisecond = 1000;  // of a second

struct DeleteDemuxer {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};

// When each frame begins, and at last when the last one ends, in milliseconds. Frames without a
// length are shown for a tenth of a second, as browsers do.
std::vector<int64_t> times_of(const WebPDemuxer& demuxer) {
  constexpr int64_t kUnsaid = 100;
  std::vector<int64_t> times = {0};
  WebPIterator frame;
  for (int more = WebPDemuxGetFrame(&demuxer, 1, &frame); more != 0;
       more = WebPDemuxNextFrame(&frame)) {
    times.push_back(times.back() + (frame.duration > 0 ? frame.duration : kUnsaid));
  }
  WebPDemuxReleaseIterator(&frame);
  return times;
}

bool is_steady(const std::vector<int64_t>& times) {
  for (std::size_t i = 2; i < times.size(); ++i) {
    if (times[i] - times[i - 1] != times[1] - times[0]) return false;
  }
  return true;
}

}  // namespace

bool is_animated_webp(const std::string& file) {
  constexpr std::size_t kFlags = 20;
  constexpr char kAnimation = 2;
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return false;  // a pipe is read once
  std::array<char, kFlags + 1> bytes{};
  std::ifstream stream(file, std::ios::binary);
  return stream.read(bytes.data(), bytes.size()) && std::memcmp(bytes.data(), "RIFF", 4) == 0 &&
         std::memcmp(bytes.data() + 8, "WEBPVP8X", 8) == 0 && (bytes[kFlags] & kAnimation) != 0;
}

void WebpSource::DeleteDecoder::operator()(WebPAnimDecoder* decoder) const {
  WebPAnimDecoderDelete(decoder);
}

void WebpSource::fail(const std::string& why) const {
  throw Error(ErrorKind::kInput, file_ + ": cannot be decoded: " + why);
}

std::vector<int64_t> WebpSource::read_times(int64_t max_pixels) {
  const WebPData data = {bytes_.data(), bytes_.size()};
  const std::unique_ptr<WebPDemuxer, DeleteDemuxer> demuxer(WebPDemux(&data));
  if (!demuxer) fail("it is damaged or ends early");
  width_ = WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH);
  height_ = WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT);
  if (width_ * height_ > max_pixels) {
    fail("its frames of " + std::to_string(width_) + "x" + std::to_string(height_) +
         " have more pixels than " + std::to_string(max_pixels) + "; " +
         setting_name("max-pixels") + " allows more");
  }
  std::vector<int64_t> times = times_of(*demuxer);
  if (times.size() == 1) fail("it has no frames");
  return times;
}

void WebpSource::choose_part(const std::vector<int64_t>& times, const ClipPart& part) {
  const auto seconds = [&](int64_t frame) {
    return static_cast<double>(times[static_cast<std::size_t>(frame)]) / kMillisecond;
  };
  const int64_t count = static_cast<int64_t>(times.size()) - 1;
  while (begin_ < count && seconds(begin_) < part.from - 1e-6) ++begin_;
  end_ = begin_;
  while (end_ < count && (part.to == 0 || seconds(end_) < part.to - 1e-6)) ++end_;
  info_.frames = end_ - begin_;
  info_.first = end_ > begin_ && part.from > 0 ? seconds(begin_) - part.from : 0;
  info_.rate = {kMillisecond * count, times.back()};
  info_.container = "webp";
  if (is_steady(times)) return;
  for (int64_t i = begin_; i <= end_; ++i) info_.times.push_back(seconds(i) - seconds(begin_));
}

WebpSource::WebpSource(const std::string& file, const ClipReadOptions& options)
    : file_(file), bytes_(read_file_bytes(file, kLargestFile)) {
  choose_part(read_times(options.max_pixels), options.part);
  WebPAnimDecoderOptions decoding;
  if (WebPAnimDecoderOptionsInit(&decoding) == 0) fail("another libwebp than this was built for");
  decoding.color_mode = MODE_RGBA;
  const WebPData data = {bytes_.data(), bytes_.size()};
  decoder_.reset(WebPAnimDecoderNew(&data, &decoding));
  if (!decoder_) fail("its frames are damaged");
}

std::optional<Image> WebpSource::next() {
  uint8_t* canvas = nullptr;  // the decoder's
  do {
    if (number_ >= end_) return std::nullopt;
    int time = 0;
    if (WebPAnimDecoderGetNext(decoder_.get(), &canvas, &time) == 0) {
      fail("it ends early, after " + std::to_string(number_) + " frames");
    }
    ++number_;
  } while (number_ <= begin_);
  const at::Tensor pixels = at::from_blob(canvas, {1, height_, width_, 4}, at::kByte)
                                .permute({0, 3, 1, 2})
                                .to(at::kFloat, /*non_blocking=*/false, /*copy=*/true)
                                .div_(255);
  const at::Tensor colour = pixels.slice(1, 0, 3).contiguous();
  return Image{over_white({colour, pixels.slice(1, 3, 4).contiguous()}), {}};
}

}  // namespace stylize
