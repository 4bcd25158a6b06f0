#include <ATen/ATen.h>

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "color_profile.h"
#include "completeness.h"
#include "header_size.h"
#include "metadata.h"
#include "picture_format.h"
#include "silence.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/machine/file_bytes.h"

namespace stylize {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what) {
  throw Error(ErrorKind::kInput, path.string() + ": " + what);
}

void check_size(const std::filesystem::path& path, const Size& size, const ReadOptions& options) {
  if (size.width <= options.max_pixels / size.height) return;
  constexpr double kMega = 1e6;
  std::ostringstream what;  // short numbers: 3600 rather than 3600.000000
  what << "is " << size.width << "x" << size.height << ", "
       << static_cast<double>(size.width) * static_cast<double>(size.height) / kMega
       << " megapixels; at most " << static_cast<double>(options.max_pixels) / kMega
       << " are read, raise --max-pixels";
  fail(path, what.str());
}

cv::Mat decode(const std::filesystem::path& path, const std::vector<uint8_t>& bytes) {
  if (!is_complete(bytes)) fail(path, "is truncated or damaged; get the whole file again");
  cv::Mat pixels;
  try {
    const SilencedStandardError silence;
    // Unchanged, because every other mode drops alpha or depth.
    pixels = cv::imdecode(bytes, cv::IMREAD_UNCHANGED);
  } catch (const cv::Exception&) {
  }
  if (pixels.empty()) {
    fail(path, "is no picture that can be read (PNG, JPEG, WebP, TIFF, BMP), or is damaged");
  }
  return pixels;
}

// EXIF orientations 1..8: which flips and whether rows and columns change places.
cv::Mat upright(const cv::Mat& pixels, int orientation) {
  cv::Mat result = pixels;
  if (orientation >= 5) cv::transpose(result, result);
  switch (orientation) {
    case 2:
    case 6:
      cv::flip(result, result, 1);
      break;
    case 3:
    case 7:
      cv::flip(result, result, -1);
      break;
    case 4:
    case 8:
      cv::flip(result, result, 0);
      break;
    default:
      break;
  }
  return result;
}

double range_of(const std::filesystem::path& path, int depth) {
  switch (depth) {
    case CV_8U:
      return 255;
    case CV_16U:
      return 65535;
    case CV_32F:
    case CV_64F:
      return 1;
    default:
      fail(path, "has signed or unusual sample values; save it with 8 or 16 bits");
  }
}

// Interleaved RGB float pixels, 0..1.
cv::Mat to_rgb_float(const std::filesystem::path& path, const cv::Mat& pixels) {
  cv::Mat scaled, result;
  pixels.convertTo(scaled, CV_32F, 1 / range_of(path, pixels.depth()));
  switch (scaled.channels()) {
    case 1:
      cv::cvtColor(scaled, result, cv::COLOR_GRAY2RGB);
      break;
    case 3:
      cv::cvtColor(scaled, result, cv::COLOR_BGR2RGB);
      break;
    case 4:
      cv::cvtColor(scaled, result, cv::COLOR_BGRA2RGB);
      break;
    default:
      fail(path, "has " + std::to_string(scaled.channels()) + " channels, expected 1, 3 or 4");
  }
  return result;
}

cv::Mat to_alpha_float(const std::filesystem::path& path, const cv::Mat& pixels) {
  cv::Mat result;
  cv::extractChannel(pixels, result, 3);
  result.convertTo(result, CV_32F, 1 / range_of(path, pixels.depth()));
  return result;
}

// A view of [height, width, channels], float.
at::Tensor tensor_of(cv::Mat& pixels) {
  return at::from_blob(pixels.data, {pixels.rows, pixels.cols, pixels.channels()}, at::kFloat)
      .nan_to_num_(0)
      .clamp_(0, 1);
}

// Rows `row`... of planar [1, channels, height, width].
void copy_rows(const at::Tensor& interleaved, int64_t row, at::Tensor& planar) {
  planar[0].narrow(1, row, interleaved.size(0)).copy_(interleaved.permute({2, 0, 1}));
}

struct Decoded {
  cv::Mat pixels;  // upright
  std::vector<uint8_t> color_profile;
};

Decoded decode_upright(const std::filesystem::path& path, const std::vector<uint8_t>& bytes,
                       const ReadOptions& options) {
  picture_format(path.string(), bytes);
  if (const std::optional<Size> claimed = size_in_header(bytes)) {
    check_size(path, *claimed, options);
  }
  cv::Mat pixels = decode(path, bytes);
  check_size(path, {pixels.cols, pixels.rows}, options);  // formats whose headers are not looked at
  Metadata metadata = read_metadata(bytes);
  const bool tiff =
      bytes.size() > 2 && bytes[0] == bytes[1] && (bytes[0] == 'I' || bytes[0] == 'M');
  // OpenCV's TIFF decoder turns pictures upright itself, in every mode.
  return {tiff ? pixels : upright(pixels, metadata.orientation), std::move(metadata.color_profile)};
}

// Some rows at a time, so that only the decoded pixels and the result are as large as the picture.
Image to_image(const std::filesystem::path& path, const Decoded& decoded) {
  constexpr int kRows = 64;
  const cv::Mat& pixels = decoded.pixels;
  const SrgbConversion conversion(decoded.color_profile);
  Image image;
  image.color = at::empty({1, 3, pixels.rows, pixels.cols}, at::kFloat);
  if (pixels.channels() == 4) image.alpha = at::empty({1, 1, pixels.rows, pixels.cols}, at::kFloat);
  for (int row = 0; row < pixels.rows; row += kRows) {
    const cv::Mat band = pixels.rowRange(row, std::min(row + kRows, pixels.rows));
    cv::Mat color_band = to_rgb_float(path, band);
    at::Tensor color = tensor_of(color_band);
    conversion.apply(color.data_ptr<float>(), color.data_ptr<float>(), color_band.total());
    copy_rows(color, row, image.color);
    if (!image.has_alpha()) continue;
    cv::Mat alpha_band = to_alpha_float(path, band);
    copy_rows(tensor_of(alpha_band), row, image.alpha);
  }
  if (image.has_alpha()) image.color.masked_fill_(image.alpha == 0, 1);
  return image;
}

}  // namespace

std::vector<uint8_t> read_picture_file(const std::filesystem::path& path,
                                       const ReadOptions& options) {
  return read_file_bytes(path, [&](const std::vector<uint8_t>& beginning) {
    return longest_file(picture_format(path.string(), beginning), beginning, options);
  });
}

Image read_image(const std::filesystem::path& path, const ReadOptions& options) {
  // The bytes are gone when the pixels are converted.
  return to_image(path, decode_upright(path, read_picture_file(path, options), options));
}

Image read_image(const std::filesystem::path& named, const std::vector<uint8_t>& bytes,
                 const ReadOptions& options) {
  return to_image(named, decode_upright(named, bytes, options));
}

}  // namespace stylize
