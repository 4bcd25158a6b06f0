#include <ATen/ATen.h>

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "colour_profile.h"
#include "completeness.h"
#include "header_size.h"
#include "machine/file_bytes.h"
#include "machine/signals.h"
#include "picture_format.h"
#include "row_decoder.h"
#include "row_reducer.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"

namespace stylize {
namespace {

// Rows are converted so many pixels at a time, at least one row.
constexpr int64_t kBandPixels = 1 << 17;

int band_rows(const Size& size) {
  return static_cast<int>(std::clamp<int64_t>(kBandPixels / size.width, 1, size.height));
}

[[noreturn]] void refuse_to_read(const std::filesystem::path& path, const std::string& what) {
  throw Error(ErrorKind::kInput, path.string() + ": " + what);
}

void check_size(const std::filesystem::path& path, const Size& size, const ReadOptions& options) {
  constexpr int64_t kLongestSide = 1 << 26;  // libraries count the samples of a row in 31 bits
  const bool long_side = std::max(size.width, size.height) > kLongestSide;
  if (!long_side && size.width <= options.max_pixels / size.height) return;
  constexpr double kMega = 1e6;
  std::ostringstream what;  // short numbers: 3600 rather than 3600.000000
  what << "is " << size.width << "x" << size.height << ", "
       << static_cast<double>(size.width) * static_cast<double>(size.height) / kMega
       << " megapixels; at most " << static_cast<double>(options.max_pixels) / kMega
       << " are read, raise " << setting_name("max-pixels");
  refuse_to_read(path, what.str());
}

Size turned(const Size& size, int orientation) {
  return orientation >= 5 ? Size{size.height, size.width} : size;
}

// Converts rows of samples to floats 0..1: interleaved RGB, and alpha if there is any.
class BandConverter {
 public:
  BandConverter(const RowDecoder& decoder, const std::vector<uint8_t>& target_profile)
      : form_(decoder.form()),
        conversion_(decoder.colour_profile(), form_.colour, target_profile) {}

  void convert(const cv::Mat& samples) {
    samples.convertTo(scaled_, CV_32F, 1 / range());
    cv::patchNaNs(scaled_, 0);
    cv::min(scaled_, 1, scaled_);
    cv::max(scaled_, 0, scaled_);
    split_alpha();
    rgb.create(samples.rows, samples.cols, CV_32FC3);
    conversion_.apply(colours_.ptr<float>(), rgb.ptr<float>(), rgb.total());
    cv::min(rgb, 1, rgb);
    cv::max(rgb, 0, rgb);
  }

  cv::Mat rgb, alpha;

 private:
  double range() const {
    if (form_.depth == CV_8U) return 255;
    return form_.depth == CV_16U ? 65535 : 1;
  }

  void split_alpha() {
    if (!form_.alpha) {
      colours_ = scaled_;
      return;
    }
    const int colours = form_.colour_channels();
    colours_.create(scaled_.rows, scaled_.cols, CV_MAKETYPE(CV_32F, colours));
    alpha.create(scaled_.rows, scaled_.cols, CV_32F);
    std::vector<int> pairs;
    for (int channel = 0; channel <= colours; ++channel)
      pairs.insert(pairs.end(), {channel, channel});
    cv::Mat targets[] = {colours_, alpha};
    cv::mixChannels(&scaled_, 1, targets, 2, pairs.data(), static_cast<std::size_t>(colours) + 1);
  }

  const SampleForm form_;
  const ColourConversion conversion_;
  cv::Mat scaled_, colours_;
};

// The planes of a picture, filled in the order of the file and then turned upright.
class Planes {
 public:
  Planes(const Size& stored, int64_t channels, int orientation) : orientation_(orientation) {
    const Size size = turned(stored, orientation);
    planes_ = at::empty({1, channels, size.height, size.width}, at::kFloat);
  }

  // `rows` are interleaved.
  void set_rows(int64_t row, const cv::Mat& rows) {
    at::Tensor stored = orientation_ >= 5 ? planes_.transpose(2, 3) : planes_;
    const at::Tensor source =
        at::from_blob(rows.data, {rows.rows, rows.cols, rows.channels()}, at::kFloat);
    stored[0].narrow(1, row, rows.rows).copy_(source.permute({2, 0, 1}));
  }

  // EXIF orientations 5 to 8 are already transposed, so only flips remain.
  at::Tensor upright() {
    std::optional<int> flip;
    if (orientation_ == 2 || orientation_ == 6) flip = 1;
    if (orientation_ == 3 || orientation_ == 7) flip = -1;
    if (orientation_ == 4 || orientation_ == 8) flip = 0;
    for (int64_t channel = 0; flip && channel < planes_.size(1); ++channel) {
      cv::Mat plane(static_cast<int>(planes_.size(2)), static_cast<int>(planes_.size(3)), CV_32F,
                    planes_[0][channel].data_ptr<float>());
      cv::flip(plane, plane, *flip);
    }
    return planes_;
  }

 private:
  int orientation_;
  at::Tensor planes_;
};

template <typename Take>
void read_bands(RowDecoder& decoder, const ReadOptions& options, const Take& take) {
  const std::vector<uint8_t> srgb;
  BandConverter converter(decoder, options.icc_profile ? *options.icc_profile : srgb);
  const auto height = static_cast<int>(decoder.size().height);
  const int band = band_rows(decoder.size());
  cv::Mat samples;
  for (int row = 0; row < height; row += band) {
    if (stop_signal_arrived()) throw Error(ErrorKind::kStopped, "reading was stopped");
    samples.create(std::min(band, height - row), static_cast<int>(decoder.size().width),
                   decoder.form().type());
    decoder.read(samples);
    converter.convert(samples);
    take(row, converter.rgb, converter.alpha);
  }
}

Image read_whole(RowDecoder& decoder, const ReadOptions& options) {
  Planes colour(decoder.size(), 3, decoder.orientation());
  std::optional<Planes> alpha;
  if (decoder.form().alpha) alpha.emplace(decoder.size(), 1, decoder.orientation());
  read_bands(decoder, options, [&](int row, const cv::Mat& rgb_rows, const cv::Mat& alpha_rows) {
    colour.set_rows(row, rgb_rows);
    if (alpha) alpha->set_rows(row, alpha_rows);
  });
  Image image;
  image.colour = colour.upright();
  if (!alpha) return image;
  image.alpha = alpha->upright();
  image.colour.masked_fill_(image.alpha == 0, 1);
  return image;
}

// The same as read_whole() and resize(), except for rounding.
Image read_reduced(RowDecoder& decoder, const Size& stored_target, const ReadOptions& options) {
  const bool has_alpha = decoder.form().alpha;
  RowReducer reducer(decoder.size(), stored_target, has_alpha ? 4 : 3);
  cv::Mat premultiplied;
  read_bands(decoder, options, [&](int, cv::Mat& rgb, const cv::Mat& alpha) {
    if (!has_alpha) {
      reducer.add(rgb);
      return;
    }
    std::vector<cv::Mat> planes;
    cv::split(rgb, planes);
    for (cv::Mat& plane : planes) cv::multiply(plane, alpha, plane);
    planes.push_back(alpha);
    cv::merge(planes, premultiplied);
    reducer.add(premultiplied);
  });
  Planes planes(stored_target, reducer.result().channels(), decoder.orientation());
  planes.set_rows(0, reducer.result());
  const at::Tensor all = planes.upright();
  if (!has_alpha) return {all.clamp_(0, 1), {}};
  return from_premultiplied(all.narrow(1, 0, 3), all.narrow(1, 3, 1));
}

// The state of reading a picture at one size.
struct Reading {
  std::unique_ptr<RowDecoder> decoder;
  Size own, target;  // upright
  bool reduced = false;

  Size stored_target() const { return turned(target, decoder->orientation()); }

  int64_t memory() const {
    const Size kept = reduced ? target : own;
    const int64_t channels = decoder->form().alpha ? 4 : 3;
    const int64_t float_bytes = channels * int64_t{sizeof(float)};
    constexpr int64_t kBandBytes = 64;  // per pixel: samples, and floats of intermediate steps
    return decoder->memory() + band_rows(decoder->size()) * decoder->size().width * kBandBytes +
           float_bytes * kept.width * kept.height * (reduced ? 3 : 1) +
           (target == own || reduced ? 0 : float_bytes * target.width * target.height);
  }
};

Reading begin_reading(const std::filesystem::path& path, const std::vector<uint8_t>& bytes,
                      const TargetSize& target, const ReadOptions& options) {
  constexpr int64_t kFiner = 16;  // than the result, whose pixels then average hundreds
  const PictureFormat format = picture_format(path.string(), bytes);
  if (const std::optional<Size> claimed = size_in_header(bytes)) {
    check_size(path, *claimed, options);
  }
  if (!is_complete(bytes))
    refuse_to_read(path, "is truncated or damaged; get the whole file again");
  Reading reading;
  reading.decoder = open_picture(format, bytes);
  RowDecoder& decoder = *reading.decoder;
  check_size(path, decoder.size(), options);
  reading.own = turned(decoder.size(), decoder.orientation());
  reading.target = target ? target(reading.own) : reading.own;
  reading.reduced = reading.target != reading.own && reading.target.width <= reading.own.width &&
                    reading.target.height <= reading.own.height;
  if (reading.reduced) {
    const Size stored = reading.stored_target();
    decoder.allow_smaller({kFiner * stored.width, kFiner * stored.height});
  }
  return reading;
}

Image finish_reading(const std::filesystem::path& path, Reading& reading,
                     const ReadOptions& options) {
  if (reading.decoder->has_more_pictures() && options.warn) {
    options.warn(path.string() + ": holds several pictures; the first is used");
  }
  if (options.before_decoding) options.before_decoding(reading.own, reading.memory());
  if (reading.reduced) return read_reduced(*reading.decoder, reading.stored_target(), options);
  const Image whole = read_whole(*reading.decoder, options);
  reading.decoder.reset();
  return resize(whole, reading.target);
}

}  // namespace

std::vector<uint8_t> read_picture_file(const std::filesystem::path& path,
                                       const ReadOptions& options) {
  return read_file_bytes(path, [&](const std::vector<uint8_t>& beginning) {
    return longest_file(picture_format(path.string(), beginning), beginning, options);
  });
}

Image read_image(const std::filesystem::path& path, const ReadOptions& options) {
  return read_image(path, read_picture_file(path, options), options);
}

Image read_image(const std::filesystem::path& named, const std::vector<uint8_t>& bytes,
                 const ReadOptions& options) {
  return read_image(named, bytes, nullptr, options);
}

Image read_image(const std::filesystem::path& named, const std::vector<uint8_t>& bytes,
                 const TargetSize& target, const ReadOptions& options) {
  try {
    Reading reading = begin_reading(named, bytes, target, options);
    return finish_reading(named, reading, options);
  } catch (const DecodeError& error) {
    refuse_to_read(named, error.what());
  } catch (const cv::Exception& error) {
    if (error.code == cv::Error::StsNoMem) throw std::bad_alloc();
    refuse_to_read(named, "cannot be read: " + error.err);
  }
}

std::shared_ptr<const std::vector<uint8_t>> own_colour_space(const std::filesystem::path& named,
                                                             const std::vector<uint8_t>& bytes,
                                                             const ReadOptions& options) {
  try {
    const Reading reading = begin_reading(named, bytes, nullptr, options);
    const RowDecoder& decoder = *reading.decoder;
    if (decoder.form().colour != Samples::kRgb) return nullptr;
    if (!is_space_to_paint_in(decoder.colour_profile())) return nullptr;
    return std::make_shared<const std::vector<uint8_t>>(decoder.colour_profile());
  } catch (const DecodeError& error) {
    refuse_to_read(named, error.what());
  }
}

}  // namespace stylize
