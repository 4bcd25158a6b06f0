#include "picture_format.h"

#include <algorithm>
#include <optional>

#include "gif_blocks.h"
#include "header_size.h"
#include "heif_header.h"
#include "settings/picture_extensions.h"
#include "stylize/error.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;
using namespace std::string_literals;

bool has(const Bytes& file, std::size_t at, const std::string& text) {
  return file.size() >= at + text.size() &&
         std::equal(text.begin(), text.end(), file.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; });
}

uint32_t little_endian(const Bytes& file, std::size_t at, std::size_t bytes) {
  uint32_t value = 0;
  while (bytes-- > 0) value = value << 8 | file[at + bytes];
  return value;
}

template <typename Value, typename... Values>
bool is_one_of(Value value, Values... values) {
  return ((value == static_cast<Value>(values)) || ...);
}

bool is_tiff(const Bytes& file) {
  return has(file, 0, "II*\0"s) || has(file, 0, "MM\0*"s) || has(file, 0, "II+\0\x08\0\0\0"s) ||
         has(file, 0, "MM\0+\0\x08\0\0"s);
}

// "BM" alone is too short a signature, so the header must be valid too. And since OpenCV chooses
// the decoder, the places where its other decoders look for their signatures must not match.
bool is_bmp(const Bytes& file) {
  constexpr std::size_t kFileHeader = 14, kOldHeader = 12;
  if (!has(file, 0, "BM") || file.size() < kFileHeader + kOldHeader) return false;
  if (has(file, 128, "DICM") || has(file, 140, "DTED")) return false;
  const uint32_t pixels = little_endian(file, 10, 4), header = little_endian(file, 14, 4);
  if (!is_one_of(header, 12, 40, 52, 56, 64, 108, 124)) return false;
  if (pixels < kFileHeader + header) return false;
  const std::size_t planes = header == kOldHeader ? 22 : 26;
  if (file.size() < planes + 4) return false;
  return little_endian(file, planes, 2) == 1 &&
         is_one_of(little_endian(file, planes + 2, 2), 1, 4, 8, 16, 24, 32);
}

struct Signature {
  std::size_t at;
  std::string text;
  const char* name;  // with its article ("a", "an")
};

// Signatures of formats that users may expect to be readable.
const std::vector<Signature>& other_signatures() {
  static const std::vector<Signature> signatures = {
      {4, "ftypcrx ", "a camera's raw file"},
      {4, "ftyp", "a video"},
      {0, "\0\0\0\x0cjP  "s, "a JPEG 2000"},
      {0, "\xff\x4f\xff\x51", "a JPEG 2000"},
      {0, "II\xbc", "a JPEG XR"},
      {0, "IIRO", "a camera's raw file"},
      {0, "IIRS", "a camera's raw file"},
      {0, "IIU\0"s, "a camera's raw file"},
      {0, "FUJIFILMCCD-RAW", "a camera's raw file"},
      {0, "FOVb", "a camera's raw file"},
      {0, "v/1\x01", "an OpenEXR"},
      {0, "#?RADIANCE", "a Radiance HDR"},
      {0, "#?RGBE", "a Radiance HDR"},
      {0, "Y\xa6j\x95", "a Sun raster"},
      {128, "DICM", "a DICOM"},
      {0, "8BPS", "a Photoshop document"},
      {0, "gimp xcf", "a GIMP document"},
      {0, "\0\0\1\0"s, "an icon"},
      {0, "SDPX", "a DPX"},
      {0, "XPDS", "a DPX"},
      {0, "qoif", "a QOI"},
      {0, "NITF", "a NITF"},
      {0, "SIMPLE  =", "a FITS"},
      {0, "%PDF", "a PDF"},
      {0, "%!PS", "a PostScript"},
      {0, "<svg", "an SVG"},
      {0, "<VRTDataset", "a GDAL virtual raster"},
      {0, "PK\3\4", "a ZIP archive"},
      {0, "\x1f\x8b", "a gzip"},
      {0, "OggS", "a video"},
      {0, "\x1a\x45\xdf\xa3", "a video"},
  };
  return signatures;
}

// P1 to P7, PF and Pf, each followed by a space or a new line.
bool is_netpbm(const Bytes& file) {
  return file.size() > 2 && file[0] == 'P' &&
         ((file[1] >= '1' && file[1] <= '7') || file[1] == 'F' || file[1] == 'f') &&
         is_one_of(file[2], ' ', '\t', '\r', '\n');
}

const char* other_format(const Bytes& file) {
  for (const Signature& signature : other_signatures()) {
    if (has(file, signature.at, signature.text)) return signature.name;
  }
  return is_netpbm(file) ? "a PNM or PFM" : nullptr;
}

}  // namespace

std::optional<PictureFormat> format_by_signature(const Bytes& file) {
  if (has(file, 0, "\x89PNG\r\n\x1a\n")) return PictureFormat::kPng;
  if (has(file, 0, "\xff\xd8\xff")) return PictureFormat::kJpeg;
  if (has(file, 0, "RIFF") && has(file, 8, "WEBP")) return PictureFormat::kWebp;
  if (is_tiff(file)) return PictureFormat::kTiff;
  if (is_bmp(file)) return PictureFormat::kBmp;
  if (has(file, 0, "\xff\x0a") || has(file, 0, "\0\0\0\x0cJXL \r\n\x87\n"s)) {
    return PictureFormat::kJxl;
  }
  if (is_gif(file)) return PictureFormat::kGif;
  return heif_format(file);
}

PictureFormat picture_format(const std::string& named, const Bytes& beginning) {
  const std::string read = "(" + read_formats() + ")";
  if (const auto format = format_by_signature(beginning)) return *format;
  if (const char* other = other_format(beginning)) {
    throw Error(ErrorKind::kInput, named + ": is " + other +
                                       " file, which is not read; save it as " +
                                       "one of those that are " + read);
  }
  throw Error(ErrorKind::kInput,
              named + ": is no picture that can be read " + read + ", or is damaged");
}

std::size_t longest_file(PictureFormat format, const Bytes& beginning, const ReadOptions& options) {
  constexpr std::size_t kMost = std::size_t{4} << 30, kBesidePixels = std::size_t{256} << 20;
  // A TIFF may contain further pictures and other data; its floats may have 64 bits.
  const std::size_t bytes_of_pixel = format == PictureFormat::kTiff ? 32 : 8;
  std::size_t pixels = static_cast<std::size_t>(std::max<int64_t>(options.max_pixels, 0));
  if (format != PictureFormat::kTiff) {
    if (const auto size = size_in_header(beginning)) {
      const auto width = static_cast<std::size_t>(size->width);
      const auto height = static_cast<std::size_t>(size->height);
      if (width < kMost / height) pixels = std::min(pixels, width * height);
    }
  }
  return pixels > kMost / bytes_of_pixel ? kMost
                                         : std::min(kMost, pixels * bytes_of_pixel + kBesidePixels);
}

}  // namespace stylize
