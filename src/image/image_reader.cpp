#include <ATen/ATen.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "color_profile.h"
#include "completeness.h"
#include "metadata.h"
#include "silence.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"

namespace stylize {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what) {
  throw Error(ErrorKind::kInput, path.string() + ": " + what);
}

std::vector<uint8_t> read_bytes(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) fail(path, "is a folder, not a picture");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path, std::string("cannot be read: ") + std::strerror(errno ? errno : EIO));
  std::vector<uint8_t> bytes((std::istreambuf_iterator<char>(file)),
                             std::istreambuf_iterator<char>());
  if (file.bad()) fail(path, "cannot be read to its end");
  if (bytes.empty()) fail(path, "is empty");
  return bytes;
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

// Interleaved RGB or RGBA float pixels, 0..1.
cv::Mat to_rgb_float(const std::filesystem::path& path, const cv::Mat& pixels) {
  cv::Mat scaled, result;
  const double range = range_of(path, pixels.depth());
  pixels.convertTo(scaled, CV_32F, 1 / range);
  switch (scaled.channels()) {
    case 1:
      cv::cvtColor(scaled, result, cv::COLOR_GRAY2RGB);
      break;
    case 3:
      cv::cvtColor(scaled, result, cv::COLOR_BGR2RGB);
      break;
    case 4:
      cv::cvtColor(scaled, result, cv::COLOR_BGRA2RGBA);
      break;
    default:
      fail(path, "has " + std::to_string(scaled.channels()) + " channels, expected 1, 3 or 4");
  }
  return result;
}

at::Tensor to_tensor(cv::Mat pixels) {
  pixels = pixels.isContinuous() ? pixels : pixels.clone();
  return at::from_blob(pixels.data, {pixels.rows, pixels.cols, pixels.channels()}, at::kFloat)
      .clone();
}

// [height, width, channels] to [1, channels, height, width].
at::Tensor planar(const at::Tensor& interleaved) {
  return interleaved.permute({2, 0, 1}).unsqueeze(0).contiguous();
}

}  // namespace

Image read_image(const std::filesystem::path& path) {
  const std::vector<uint8_t> bytes = read_bytes(path);
  cv::Mat decoded = decode(path, bytes);
  const Metadata metadata = read_metadata(bytes);
  const bool tiff =
      bytes.size() > 2 && bytes[0] == bytes[1] && (bytes[0] == 'I' || bytes[0] == 'M');
  // OpenCV's TIFF decoder turns pictures upright itself, in every mode.
  if (!tiff) decoded = upright(decoded, metadata.orientation);
  const at::Tensor pixels = to_tensor(to_rgb_float(path, decoded)).nan_to_num_(0).clamp_(0, 1);
  at::Tensor color = pixels.narrow(2, 0, 3).contiguous();
  convert_to_srgb(metadata.color_profile, color);
  Image image;
  image.color = planar(color).clamp_(0, 1);
  if (pixels.size(2) == 4) {
    image.alpha = planar(pixels.narrow(2, 3, 1));
    image.color = at::where(image.alpha > 0, image.color, at::ones_like(image.color));
  }
  return image;
}

}  // namespace stylize
