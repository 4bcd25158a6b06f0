#include <ATen/ATen.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/image/transparency.h"
#include "stylize/machine/atomic_file.h"

namespace stylize {
namespace {

struct Format {
  const char* extension;
  bool keeps_alpha;
  int quality_flag;  // OpenCV's parameter for --quality, or -1
};

constexpr Format kFormats[] = {
    {".png", true, -1},
    {".jpg", false, cv::IMWRITE_JPEG_QUALITY},
    {".jpeg", false, cv::IMWRITE_JPEG_QUALITY},
    {".webp", true, cv::IMWRITE_WEBP_QUALITY},
    {".tif", true, -1},
    {".tiff", true, -1},
};

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what) {
  throw Error(ErrorKind::kOutput, path.string() + ": " + what);
}

const Format& format_of(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const Format& format : kFormats) {
    if (extension == format.extension) return format;
  }
  fail(path, "unknown output format \"" + extension + "\"; use png, jpg, webp or tiff");
}

// Interleaved 8-bit pixels in OpenCV's channel order.
cv::Mat to_bytes(const Image& image, const Format& format) {
  const bool alpha = image.has_alpha() && format.keeps_alpha;
  const at::Tensor planes = alpha ? at::cat({image.color, image.alpha}, 1) : over_white(image);
  const at::Tensor bytes =
      planes.clamp(0, 1).mul_(255).round_().to(at::kByte)[0].permute({1, 2, 0}).contiguous();
  cv::Mat view(static_cast<int>(bytes.size(0)), static_cast<int>(bytes.size(1)),
               alpha ? CV_8UC4 : CV_8UC3, bytes.data_ptr<uint8_t>());
  cv::Mat result;
  cv::cvtColor(view, result, alpha ? cv::COLOR_RGBA2BGRA : cv::COLOR_RGB2BGR);
  return result;
}

}  // namespace

void write_image(const std::filesystem::path& path, const Image& image,
                 const WriteOptions& options) {
  const Format& format = format_of(path);
  std::vector<int> parameters;
  if (format.quality_flag >= 0) parameters = {format.quality_flag, options.quality};
  std::vector<uint8_t> encoded;
  try {
    if (!cv::imencode(format.extension, to_bytes(image, format), encoded, parameters)) {
      fail(path, "cannot be encoded");
    }
  } catch (const cv::Exception& error) {
    fail(path, "cannot be encoded: " + error.err);
  }
  write_file_atomically(path, encoded.data(), encoded.size(), options.replace);
}

void check_writable(const std::filesystem::path& path, const WriteOptions& options) {
  format_of(path);
  std::error_code error;
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  if (!std::filesystem::is_directory(folder, error)) {
    fail(path, "the folder " + folder.string() + " does not exist; create it first");
  }
  if (std::filesystem::is_directory(path, error)) fail(path, "is a folder; name a file in it");
  if (!options.replace && std::filesystem::exists(path, error)) {
    fail(path, "exists and must not be replaced; choose another name");
  }
  if (::access(folder.c_str(), W_OK) != 0) {
    fail(path, "the folder " + folder.string() + " cannot be written to");
  }
}

}  // namespace stylize
