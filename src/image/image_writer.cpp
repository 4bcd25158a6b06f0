#include <ATen/ATen.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "colour_profile.h"
#include "density.h"
#include "embedding.h"
#include "heif_files.h"
#include "jxl_files.h"
#include "machine/atomic_file.h"
#include "machine/lower_case.h"
#include "machine/unnamed_file.h"
#include "machine/written_file.h"
#include "settings/picture_extensions.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/image/picture_metadata.h"
#include "stylize/image/resize.h"
#include "stylize/image/transparency.h"
#include "tiff_encoder.h"

namespace stylize {
namespace {

// OpenCV writes TIFF without declaring its fourth sample as alpha.
enum class Encoder { kOpencv, kLibtiff, kLibheif, kLibjxl };

struct Format {
  const char* extension;
  bool keeps_alpha;
  int64_t longest_side;   // of the format or its library, in pixels
  int quality_flag = -1;  // OpenCV's parameter for --quality, or -1
  Encoder encoder = Encoder::kOpencv;

  // Whether what the file says besides its pixels must be known when it is encoded.
  bool takes_blocks() const { return encoder == Encoder::kLibheif || encoder == Encoder::kLibjxl; }
};

constexpr Format kFormats[] = {
    {".png", true, 1'000'000},
    {".jpg", false, 65500, cv::IMWRITE_JPEG_QUALITY},
    {".jpeg", false, 65500, cv::IMWRITE_JPEG_QUALITY},
    {".webp", true, 16383, cv::IMWRITE_WEBP_QUALITY},
    {".tif", true, kLongestTiffSide, -1, Encoder::kLibtiff},
    {".tiff", true, kLongestTiffSide, -1, Encoder::kLibtiff},
    {".avif", true, 65536, -1, Encoder::kLibheif},
    {".jxl", true, 1 << 30, -1, Encoder::kLibjxl},
};

[[noreturn]] void fail_to_write(const std::filesystem::path& path, const std::string& what) {
  throw Error(ErrorKind::kOutput, path.string() + ": " + what);
}

const Format& format_of(const std::filesystem::path& path, const WriteOptions& options) {
  const std::string extension =
      options.format.empty() ? lower_case(path.extension().string()) : "." + options.format;
  const std::string name = extension.empty() ? "" : extension.substr(1);
  const PictureExtension* known = picture_extension(name);
  for (const Format& format : kFormats) {
    if (extension == format.extension && known && known->is_written) return format;
  }
  throw Error(ErrorKind::kOption, path.string() + ": " + why_not_written(name));
}

void check_bit_depth(const std::filesystem::path& path, const Format& format, int bit_depth) {
  const PictureExtension* known = picture_extension(format.extension + 1);
  if (bit_depth == 8 || (bit_depth == 16 && known && known->is_deep)) return;
  throw Error(ErrorKind::kOption, path.string() + ": cannot be written with " +
                                      setting_name("bit-depth") + " " + std::to_string(bit_depth) +
                                      "; all formats have 8, " + deep_formats() + " 16");
}

// Interleaved red, green, blue and, if kept, alpha, with 8 or 16 bits, in `rows`.
void set_levels(const Image& image, bool alpha, cv::Mat rows) {
  const bool deep = rows.depth() == CV_16U;
  const at::Tensor planes = alpha ? at::cat({image.colour, image.alpha}, 1) : over_white(image);
  // LibTorch has no unsigned 16-bit type.
  const at::Tensor levels = planes.clamp(0, 1)
                                .mul_(deep ? 65535 : 255)
                                .round_()
                                .to(deep ? at::kInt : at::kByte)[0]
                                .permute({1, 2, 0})
                                .contiguous();
  const cv::Mat view(static_cast<int>(levels.size(0)), static_cast<int>(levels.size(1)),
                     CV_MAKETYPE(deep ? CV_32S : CV_8U, alpha ? 4 : 3), levels.data_ptr());
  view.convertTo(rows, rows.type());
}

// The same of the whole picture; only the levels are in memory as a whole.
cv::Mat to_levels(const Image& image, const Format& format, int bit_depth) {
  constexpr int64_t kLevelsAtOnce = 1 << 20;
  const bool alpha = image.has_alpha() && format.keeps_alpha;
  const Size size = image.size();
  cv::Mat levels(static_cast<int>(size.height), static_cast<int>(size.width),
                 CV_MAKETYPE(bit_depth == 16 ? CV_16U : CV_8U, alpha ? 4 : 3));
  const int64_t band = std::max<int64_t>(kLevelsAtOnce / size.width, 1);
  for (int64_t first = 0; first < size.height; first += band) {
    const int64_t count = std::min(band, size.height - first);
    Image rows{image.colour.narrow(2, first, count), {}};
    if (image.has_alpha()) rows.alpha = image.alpha.narrow(2, first, count);
    set_levels(rows, alpha,
               levels.rowRange(static_cast<int>(first), static_cast<int>(first + count)));
  }
  return levels;
}

InterleavedSamples samples_of(const cv::Mat& levels) {
  InterleavedSamples samples;
  samples.first = levels.data;
  samples.width = static_cast<uint32_t>(levels.cols);
  samples.height = static_cast<uint32_t>(levels.rows);
  samples.channels = static_cast<uint16_t>(levels.channels());
  samples.bits = levels.depth() == CV_16U ? 16 : 8;
  return samples;
}

std::vector<uint8_t> encode_with_libtiff(const cv::Mat& levels, const WriteOptions& options) {
  InterleavedSamples samples = samples_of(levels);
  // Exiv2 does not change these tags of a TIFF.
  const bool keeps = options.metadata == MetadataChoice::kKeep && options.carried;
  if (keeps && is_usable(options.carried->density)) {
    samples.horizontal_density = options.carried->density.horizontal;
    samples.vertical_density = options.carried->density.vertical;
  }
  return encode_tiff(samples);
}

// Encodes with everything that the file is to say.
std::vector<uint8_t> encode_with_blocks(const cv::Mat& levels, const Format& format, int quality,
                                        const Embedding& embedding) {
  const FileBlocks blocks = blocks_of(embedding);
  const InterleavedSamples samples = samples_of(levels);
  return sealed(format.encoder == Encoder::kLibheif ? encode_avif(samples, quality, blocks)
                                                    : encode_jxl(samples, quality, blocks),
                embedding);
}

// Encodes in the format of the extension. `levels` are converted to OpenCV's channel order.
std::vector<uint8_t> encode_with_opencv(cv::Mat levels, const std::string& extension,
                                        const std::vector<int>& parameters) {
  cv::cvtColor(levels, levels, levels.channels() == 4 ? cv::COLOR_RGBA2BGRA : cv::COLOR_RGB2BGR);
  std::vector<uint8_t> encoded;
  if (!cv::imencode(extension, levels, encoded, parameters)) {
    throw Error(ErrorKind::kOutput, "cannot be encoded");
  }
  return encoded;
}

std::vector<uint8_t> encode_pixels(const std::filesystem::path& path, const Format& format,
                                   const Image& image, const Embedding& embedding,
                                   const WriteOptions& options) {
  check_bit_depth(path, format, options.bit_depth);
  std::vector<int> parameters;
  if (format.quality_flag >= 0) parameters = {format.quality_flag, options.quality};
  try {
    const cv::Mat levels = to_levels(image, format, options.bit_depth);
    if (format.takes_blocks())
      return encode_with_blocks(levels, format, options.quality, embedding);
    return format.encoder == Encoder::kLibtiff
               ? encode_with_libtiff(levels, options)
               : encode_with_opencv(levels, format.extension, parameters);
  } catch (const cv::Exception& error) {
    fail_to_write(path, "cannot be encoded: " + error.err);
  } catch (const Error& error) {
    fail_to_write(path, error.what());
  }
}

// For programs that show many files quickly; EXIF recommends this size.
std::vector<uint8_t> thumbnail_of(const Image& image) {
  constexpr int64_t kLongestSide = 160;
  constexpr int kQuality = 85;
  const Size size = image.size();
  const bool is_small = std::max(size.width, size.height) <= kLongestSide;
  const Image small = is_small ? image : resize(image, fit_longest_side(size, kLongestSide));
  return encode_with_opencv(to_levels(small, format_of("a.jpg", {}), 8), ".jpg",
                            {cv::IMWRITE_JPEG_QUALITY, kQuality});
}

Embedding embedding_of(const std::filesystem::path& named, const Image& image,
                       const WriteOptions& options) {
  Embedding embedding;
  embedding.size = image.size();
  if (options.metadata != MetadataChoice::kNone) embedding.record = options.record;
  if (options.metadata == MetadataChoice::kKeep) embedding.carried = options.carried.get();
  if (embedding.carried && embedding.carried->has_thumbnail) {
    embedding.thumbnail_jpeg = thumbnail_of(image);
  }
  if (options.profile != ProfileChoice::kNone) {
    embedding.icc_profile = options.icc_profile ? *options.icc_profile : srgb_profile();
  }
  embedding.is_srgb = options.icc_profile == nullptr;
  embedding.says_colours = options.profile != ProfileChoice::kNone;
  if (options.warn) {
    embedding.warn = [&options, name = named.string()](const std::string& line) {
      options.warn(name + ": " + line);
    };
  }
  return embedding;
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
}

// The folder itself, or the closest one above it that exists.
std::filesystem::path existing_folder(std::filesystem::path folder) {
  std::error_code error;
  while (!std::filesystem::exists(folder, error) && folder.has_relative_path()) {
    folder = folder_of(folder);
  }
  return folder;
}

}  // namespace

std::vector<uint8_t> encode_image(const std::filesystem::path& named, const Image& image,
                                  const WriteOptions& options) {
  const Format& format = format_of(named, options);
  const Embedding embedding = embedding_of(named, image, options);
  std::vector<uint8_t> encoded = encode_pixels(named, format, image, embedding, options);
  if (embedding.is_empty() || format.takes_blocks()) return encoded;
  try {
    return with_embedded(encoded, embedding);
  } catch (const Error& error) {
    fail_to_write(named, error.what());
  }
}

void write_encoded_image(const std::filesystem::path& path, const std::vector<uint8_t>& encoded,
                         const WriteOptions& options) {
  std::error_code error;
  if (options.create_folders) std::filesystem::create_directories(folder_of(path), error);
  if (error) fail_to_write(path, "its folder cannot be created: " + error.message());
  write_file_atomically(path, encoded.data(), encoded.size(), options.replace);
}

void write_image(const std::filesystem::path& path, const Image& image,
                 const WriteOptions& options) {
  write_encoded_image(path, encode_image(path, image, options), options);
}

void check_size_fits(const std::filesystem::path& path, const Size& size,
                     const WriteOptions& options) {
  const Format& format = format_of(path, options);
  const std::string pixels = std::to_string(size.width) + "x" + std::to_string(size.height);
  const std::string remedy = "; choose .png or a smaller " + setting_name("size");
  if (std::max(size.width, size.height) > format.longest_side) {
    fail_to_write(path, "is to have " + pixels + " pixels, but " + format.extension +
                            " files end at " + std::to_string(format.longest_side) + " a side" +
                            remedy);
  }
  if (format.encoder == Encoder::kLibtiff &&
      !fits_into_tiff(size.width, size.height, options.bit_depth)) {
    fail_to_write(path, "is to have " + pixels + " pixels, but .tif files end at 4 GiB" + remedy);
  }
}

void check_writable(const std::filesystem::path& path, const WriteOptions& options) {
  check_bit_depth(path, format_of(path, options), options.bit_depth);
  const WrittenFile file = find_written_file(path);
  if (file.through) return;
  std::error_code error;
  const std::filesystem::path wanted = folder_of(file.target);
  const std::filesystem::path folder = options.create_folders ? existing_folder(wanted) : wanted;
  if (!std::filesystem::is_directory(folder, error)) {
    fail_to_write(path, options.create_folders
                            ? folder.string() + " is no folder; choose another name"
                            : "the folder " + folder.string() + " does not exist; create it first");
  }
  check_replaceable(file, options.replace);
  if (const int code = why_no_file_can_be_created(folder)) {
    fail_to_write(
        path, "the folder " + folder.string() + " cannot be written to: " + std::strerror(code));
  }
}

}  // namespace stylize
