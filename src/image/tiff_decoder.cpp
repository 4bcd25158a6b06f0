#include <tiffio.h>

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <new>
#include <opencv2/core.hpp>
#include <utility>

#include "row_decoder.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

// How the file stores its samples.
struct Layout {
  uint16_t bits = 1, format = SAMPLEFORMAT_UINT, photometric = 0, planar = PLANARCONFIG_CONTIG;
  uint16_t samples = 1, compression = COMPRESSION_NONE;
  int colors = 1;  // samples of colour
  int alpha = -1;  // which sample, if any
  bool associated = false;
  bool tiled = false;
  uint32_t part_width = 0, part_height = 0;  // of a strip or tile
};

// libtiff's view of a file in memory.
class MemoryFile {
 public:
  explicit MemoryFile(const Bytes& bytes) : bytes_(bytes) {}

  static tmsize_t read(thandle_t handle, void* target, tmsize_t count) {
    auto& file = *static_cast<MemoryFile*>(handle);
    if (count < 0 || file.at_ >= file.bytes_.size()) return 0;
    const std::size_t given =
        std::min(static_cast<std::size_t>(count), file.bytes_.size() - file.at_);
    std::memcpy(target, file.bytes_.data() + file.at_, given);
    file.at_ += given;
    return static_cast<tmsize_t>(given);
  }

  static tmsize_t write(thandle_t, void*, tmsize_t) { return 0; }

  static toff_t seek(thandle_t handle, toff_t offset, int from) {
    auto& file = *static_cast<MemoryFile*>(handle);
    if (from == SEEK_CUR) offset += file.at_;
    if (from == SEEK_END) offset += file.bytes_.size();
    file.at_ = static_cast<std::size_t>(offset);
    return offset;
  }

  static int close(thandle_t) { return 0; }

  static toff_t size(thandle_t handle) { return static_cast<MemoryFile*>(handle)->bytes_.size(); }

  // So that raw data are used where they lie. libtiff does not write to what it maps.
  static int map(thandle_t handle, void** base, toff_t* size) {
    const Bytes& bytes = static_cast<MemoryFile*>(handle)->bytes_;
    *base = const_cast<uint8_t*>(bytes.data());
    *size = bytes.size();
    return 1;
  }

  static void unmap(thandle_t, void*, toff_t) {}

 private:
  const Bytes& bytes_;
  std::size_t at_ = 0;
};

// The first thing that libtiff found wrong.
struct Complaint {
  std::string text;
  bool warnings_count = false;  // while pixels are decoded

  static std::string format(const char* text, va_list values) {
    char line[256];
    std::vsnprintf(line, sizeof(line), text, values);
    for (char& c : line) {
      if (c == '\n' || c == '\r') c = ' ';
    }
    return line;
  }

  static int see_error(TIFF*, void* user, const char*, const char* text, va_list values) {
    auto& complaint = *static_cast<Complaint*>(user);
    if (complaint.text.empty()) complaint.text = format(text, values);
    return 1;
  }

  // Of headers they are about tags that nobody asks for. Of pixels they tell of damage (codes that
  // do not exist, JPEG data that end early), but for two that are about old programs.
  static int see_warning(TIFF*, void* user, const char*, const char* text, va_list values) {
    auto& complaint = *static_cast<Complaint*>(user);
    if (!complaint.warnings_count || !complaint.text.empty()) return 1;
    const std::string line = format(text, values);
    const bool harmless = line.find("Old-style LZW") != std::string::npos ||
                          line.find("Improper JPEG strip/tile size") != std::string::npos;
    if (!harmless) complaint.text = line;
    return 1;
  }
};

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, CloseTiff>;

// The largest strip, tile or list of such that is believed.
constexpr tmsize_t kMostMemory = tmsize_t{2} << 30;

Tiff open_in_memory(MemoryFile& file, Complaint& complaint) {
  TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
  if (!options) throw std::bad_alloc();
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, kMostMemory);
  TIFFOpenOptionsSetErrorHandlerExtR(options, Complaint::see_error, &complaint);
  TIFFOpenOptionsSetWarningHandlerExtR(options, Complaint::see_warning, &complaint);
  // r: only to read; m is left out, so that the mapping is used.
  TIFF* tiff = TIFFClientOpenExt("", "r", &file, MemoryFile::read, MemoryFile::write,
                                 MemoryFile::seek, MemoryFile::close, MemoryFile::size,
                                 MemoryFile::map, MemoryFile::unmap, options);
  TIFFOpenOptionsFree(options);
  return Tiff(tiff);
}

template <typename Value>
Value field(TIFF* tiff, uint32_t tag, Value otherwise) {
  Value value = otherwise;
  return TIFFGetFieldDefaulted(tiff, tag, &value) == 1 ? value : otherwise;
}

int colors_of(const Layout& layout) {
  switch (layout.photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_PALETTE:
      return 1;
    case PHOTOMETRIC_SEPARATED:
      return 4;
    default:
      return 3;
  }
}

// One of the samples of so many bits that are packed, the first in the highest bits.
unsigned packed_sample(const uint8_t* bytes, std::size_t index, unsigned bits) {
  unsigned value = 0;
  for (std::size_t at = index * bits; at < (index + 1) * bits; ++at) {
    value = value << 1 | (bytes[at >> 3] >> (7 - (at & 7)) & 1u);
  }
  return value;
}

float half_to_float(uint16_t half) {
  const int exponent = half >> 10 & 31, mantissa = half & 1023;
  const float sign = half & 0x8000 ? -1.f : 1.f;
  if (exponent == 31) return mantissa ? 0.f : sign * INFINITY;
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(mantissa), -24);
  return sign * std::ldexp(static_cast<float>(mantissa + 1024), exponent - 25);
}

template <typename Value>
Value value_at(const uint8_t* bytes, std::size_t index) {
  Value value;
  std::memcpy(&value, bytes + index * sizeof(Value), sizeof(Value));
  return value;
}

template <typename Sample>
void unpremultiply(Sample* pixel, int colors, double most) {
  const double alpha = static_cast<double>(pixel[colors]);
  for (int c = 0; c < colors; ++c) {
    const double value = alpha > 0 ? static_cast<double>(pixel[c]) * most / alpha : 0;
    pixel[c] = static_cast<Sample>(
        std::is_integral_v<Sample> ? std::min(std::floor(value + 0.5), most) : value);
  }
}

class TiffDecoder : public RowDecoder {
 public:
  explicit TiffDecoder(const Bytes& bytes) : bytes_(bytes), file_(bytes) {
    tiff_ = open_in_memory(file_, complaint_);
    if (!tiff_) fail_damaged(complaint_.text.empty() ? "its header" : complaint_.text);
    read_layout();
    read_extra_samples();
    choose_form();
    read_metadata();
    look_for_more_pictures();
    complaint_.text.clear();
    complaint_.warnings_count = true;
  }

  int64_t memory() const override;
  void read(cv::Mat& rows) override;

 private:
  void read_layout();
  void read_extra_samples();
  void choose_form();
  void choose_palette_form();
  void read_metadata();
  void look_for_more_pictures();
  bool reads_lines() const {
    return !rgba_ && !layout_.tiled && layout_.planar == PLANARCONFIG_CONTIG;
  }
  std::size_t part_bytes() const;
  std::size_t line_bytes() const { return static_cast<std::size_t>(TIFFScanlineSize(tiff_.get())); }
  void check(bool fine) const;
  void read_part_row();
  void read_rgba_part(uint32_t x, uint32_t y);
  void read_part(uint32_t x, uint32_t y, uint16_t plane);
  void convert_line(const uint8_t* line, uint32_t count, uint8_t* target) const;
  void place(const uint8_t* stored, uint32_t count, int plane, uint8_t* target) const;
  template <typename Sample>
  void finish(Sample* pixels, std::size_t count, double most) const;
  void finish_row(uint8_t* row) const;

  const Bytes& bytes_;
  MemoryFile file_;
  Complaint complaint_;
  Tiff tiff_;
  Layout layout_;
  bool rgba_ = false;  // libtiff converts the colours
  std::vector<uint8_t> palette_;
  Bytes line_, part_;
  cv::Mat row_of_parts_;  // rows of one row of strips or tiles, converted
  uint32_t next_row_ = 0, parts_begin_ = 0;
};

void TiffDecoder::check(bool fine) const {
  if (fine && complaint_.text.empty()) return;
  fail_damaged(complaint_.text.empty() ? "its pixels" : complaint_.text);
}

void TiffDecoder::read_layout() {
  TIFF* tiff = tiff_.get();
  const auto width = field<uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0);
  const auto height = field<uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0);
  if (width == 0 || height == 0) fail_damaged("it says no size");
  size_ = {width, height};
  layout_.compression = field<uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  if (TIFFIsCODECConfigured(layout_.compression) == 0) {
    fail_unsupported("pixels of compression " + std::to_string(layout_.compression));
  }
  layout_.bits = field<uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  layout_.format = field<uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  layout_.samples = field<uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  layout_.planar = field<uint16_t>(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  const auto guessed = layout_.samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
  layout_.photometric = field<uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, static_cast<uint16_t>(guessed));
  layout_.tiled = TIFFIsTiled(tiff) != 0;
  layout_.part_width = layout_.tiled ? field<uint32_t>(tiff, TIFFTAG_TILEWIDTH, 0) : width;
  layout_.part_height = layout_.tiled ? field<uint32_t>(tiff, TIFFTAG_TILELENGTH, 0)
                                      : field<uint32_t>(tiff, TIFFTAG_ROWSPERSTRIP, height);
  layout_.part_height = std::min(layout_.part_height, layout_.tiled ? UINT32_MAX : height);
  if (layout_.part_width == 0 || layout_.part_height == 0) fail_damaged("parts without a size");
}

// The first sample beyond the colours that may be alpha. Programs that say nothing of it mean alpha
// as it is.
void TiffDecoder::read_extra_samples() {
  layout_.colors = colors_of(layout_);
  uint16_t count = 0;
  uint16_t* kinds = nullptr;
  TIFFGetFieldDefaulted(tiff_.get(), TIFFTAG_EXTRASAMPLES, &count, &kinds);
  if (layout_.samples < layout_.colors) fail_damaged("fewer samples than colours");
  const int extra = layout_.samples - layout_.colors;
  for (int i = 0; i < extra; ++i) {
    const int kind = i < count ? kinds[i] : EXTRASAMPLE_UNSPECIFIED;
    const bool stated = kind == EXTRASAMPLE_ASSOCALPHA || kind == EXTRASAMPLE_UNASSALPHA;
    // A fifth channel of CMYK may as well be another ink.
    const bool guessed = extra == 1 && kind == EXTRASAMPLE_UNSPECIFIED && layout_.colors < 4;
    if (!stated && !guessed) continue;
    layout_.alpha = layout_.colors + i;
    layout_.associated = kind == EXTRASAMPLE_ASSOCALPHA;
    return;
  }
}

void TiffDecoder::choose_palette_form() {
  uint16_t *red = nullptr, *green = nullptr, *blue = nullptr;
  const std::size_t colors = std::size_t{1} << layout_.bits;
  if (layout_.bits > 8 || TIFFGetField(tiff_.get(), TIFFTAG_COLORMAP, &red, &green, &blue) == 0) {
    fail_unsupported("a palette of " + std::to_string(layout_.bits) + " bits");
  }
  // Some programs store 8 bits where 16 belong.
  const auto large = [&](const uint16_t* map) {
    return std::any_of(map, map + colors, [](uint16_t value) { return value > 255; });
  };
  const int shift = large(red) || large(green) || large(blue) ? 8 : 0;
  for (std::size_t i = 0; i < colors; ++i) {
    for (const uint16_t* map : {red, green, blue}) {
      palette_.push_back(static_cast<uint8_t>(map[i] >> shift));
    }
  }
}

void TiffDecoder::choose_form() {
  form_.alpha = layout_.alpha >= 0;
  switch (layout_.photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
      form_.color = Samples::kGray;
      break;
    case PHOTOMETRIC_SEPARATED:
      if (field<uint16_t>(tiff_.get(), TIFFTAG_INKSET, INKSET_CMYK) != INKSET_CMYK) {
        fail_unsupported("inks that are not CMYK");
      }
      form_.color = Samples::kCmyk;
      break;
    case PHOTOMETRIC_PALETTE:
      choose_palette_form();
      break;
    case PHOTOMETRIC_RGB:
      break;
    case PHOTOMETRIC_YCBCR:
      if (layout_.compression == COMPRESSION_JPEG && layout_.planar == PLANARCONFIG_CONTIG) {
        TIFFSetField(tiff_.get(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        break;
      }
      [[fallthrough]];
    default: {
      char reason[1024] = {};
      rgba_ = TIFFRGBAImageOK(tiff_.get(), reason) != 0;
      if (!rgba_) fail_unsupported("colours of kind " + std::to_string(layout_.photometric));
      form_.alpha = false;
    }
  }
  const bool floats = layout_.format == SAMPLEFORMAT_IEEEFP;
  const bool known =
      floats ? layout_.bits == 16 || layout_.bits == 32 || layout_.bits == 64
             : layout_.format == SAMPLEFORMAT_UINT || layout_.format == SAMPLEFORMAT_VOID;
  if (!rgba_ && (!known || (!floats && layout_.bits > 16) || layout_.bits == 0)) {
    throw DecodeError("has signed or unusual sample values; save it with 8 or 16 bits");
  }
  form_.depth = floats ? CV_32F : layout_.bits > 8 ? CV_16U : CV_8U;
  if (rgba_ || !palette_.empty()) form_.depth = CV_8U;
}

void TiffDecoder::read_metadata() {
  orientation_ = field<uint16_t>(tiff_.get(), TIFFTAG_ORIENTATION, 1);
  if (orientation_ < 1 || orientation_ > 8) orientation_ = 1;
  uint32_t size = 0;
  void* profile = nullptr;
  if (TIFFGetField(tiff_.get(), TIFFTAG_ICCPROFILE, &size, &profile) == 1 && size > 0) {
    const auto* bytes = static_cast<const uint8_t*>(profile);
    color_profile_.assign(bytes, bytes + size);
  }
  // libtiff would turn what it converts, and only in part.
  if (rgba_) TIFFSetField(tiff_.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
}

// Smaller versions of the same picture, and masks, do not count. A second reader looks, since what
// is wrong with other pages does not matter.
void TiffDecoder::look_for_more_pictures() {
  constexpr int kMostPages = 64;
  if (TIFFLastDirectory(tiff_.get()) != 0) return;
  MemoryFile file(bytes_);
  Complaint ignored;
  const Tiff tiff = open_in_memory(file, ignored);
  for (int page = 1; page < kMostPages && tiff && TIFFReadDirectory(tiff.get()) == 1; ++page) {
    constexpr uint32_t kOther = FILETYPE_REDUCEDIMAGE | FILETYPE_MASK;
    if (field<uint32_t>(tiff.get(), TIFFTAG_SUBFILETYPE, 0) & kOther) continue;
    has_more_pictures_ = true;
    return;
  }
}

std::size_t TiffDecoder::part_bytes() const {
  if (rgba_) return std::size_t{4} * layout_.part_width * layout_.part_height;
  return static_cast<std::size_t>(layout_.tiled ? TIFFTileSize(tiff_.get())
                                                : TIFFStripSize(tiff_.get()));
}

int64_t TiffDecoder::memory() const {
  constexpr int64_t kDecoder = 4 << 20;
  if (reads_lines()) return static_cast<int64_t>(2 * line_bytes()) + kDecoder;
  const int64_t converted = int64_t{layout_.part_height} * size_.width * form_.channels() *
                            (form_.depth == CV_8U    ? 1
                             : form_.depth == CV_16U ? 2
                                                     : 4);
  return static_cast<int64_t>(2 * part_bytes()) + converted + kDecoder;
}

void TiffDecoder::read(cv::Mat& rows) {
  for (int row = 0; row < rows.rows; ++row, ++next_row_) {
    if (reads_lines()) {
      line_.resize(line_bytes());
      check(TIFFReadScanline(tiff_.get(), line_.data(), next_row_, 0) == 1);
      convert_line(line_.data(), static_cast<uint32_t>(size_.width), rows.ptr(row));
      finish_row(rows.ptr(row));
      continue;
    }
    if (row_of_parts_.empty() || next_row_ >= parts_begin_ + layout_.part_height) read_part_row();
    const cv::Mat from = row_of_parts_.row(static_cast<int>(next_row_ - parts_begin_));
    std::memcpy(rows.ptr(row), from.data, from.total() * from.elemSize());
  }
}

// One row of tiles, or one strip.
void TiffDecoder::read_part_row() {
  const auto width = static_cast<uint32_t>(size_.width);
  const auto height = static_cast<uint32_t>(size_.height);
  parts_begin_ = next_row_ / layout_.part_height * layout_.part_height;
  const uint32_t rows = std::min(layout_.part_height, height - parts_begin_);
  row_of_parts_.create(static_cast<int>(rows), static_cast<int>(width), form_.type());
  part_.resize(part_bytes());
  const bool separate = !rgba_ && layout_.planar == PLANARCONFIG_SEPARATE;
  for (uint32_t x = 0; x < width; x += layout_.part_width) {
    for (uint16_t plane = 0; plane < (separate ? layout_.samples : 1); ++plane) {
      rgba_ ? read_rgba_part(x, parts_begin_) : read_part(x, parts_begin_, plane);
      const uint32_t columns = std::min(layout_.part_width, width - x);
      const std::size_t line = part_.size() / layout_.part_height;
      for (uint32_t row = 0; row < rows; ++row) {
        uint8_t* target = row_of_parts_.ptr(static_cast<int>(row), static_cast<int>(x));
        const uint8_t* stored = part_.data() + row * line;
        if (rgba_) {
          for (uint32_t i = 0; i < columns; ++i) std::memcpy(target + 3 * i, stored + 4 * i, 3);
        } else if (separate) {
          place(stored, columns, plane, target);
        } else {
          convert_line(stored, columns, target);
        }
      }
    }
  }
  for (uint32_t row = 0; row < rows && !rgba_; ++row) {
    finish_row(row_of_parts_.ptr(static_cast<int>(row)));
  }
}

// libtiff puts the lowest row first.
void TiffDecoder::read_rgba_part(uint32_t x, uint32_t y) {
  std::vector<uint32_t> pixels(part_.size() / 4);
  const int read = layout_.tiled ? TIFFReadRGBATileExt(tiff_.get(), x, y, pixels.data(), 1)
                                 : TIFFReadRGBAStripExt(tiff_.get(), y, pixels.data(), 1);
  check(read == 1);
  // A tile is filled to its whole height, the last strip has the rows that are left.
  const auto left = static_cast<uint32_t>(size_.height) - y;
  const uint32_t rows = layout_.tiled ? layout_.part_height : std::min(layout_.part_height, left);
  for (uint32_t row = 0; row < rows; ++row) {
    const uint32_t* from = pixels.data() + std::size_t{rows - 1 - row} * layout_.part_width;
    uint8_t* target = part_.data() + std::size_t{4} * row * layout_.part_width;
    for (uint32_t i = 0; i < layout_.part_width; ++i) {
      target[4 * i] = static_cast<uint8_t>(TIFFGetR(from[i]));
      target[4 * i + 1] = static_cast<uint8_t>(TIFFGetG(from[i]));
      target[4 * i + 2] = static_cast<uint8_t>(TIFFGetB(from[i]));
    }
  }
}

void TiffDecoder::read_part(uint32_t x, uint32_t y, uint16_t plane) {
  TIFF* tiff = tiff_.get();
  auto expected = static_cast<tmsize_t>(part_.size());
  tmsize_t read = 0;
  if (layout_.tiled) {
    read = TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, x, y, 0, plane), part_.data(), expected);
  } else {
    const auto rows = std::min(layout_.part_height, static_cast<uint32_t>(size_.height) - y);
    expected = TIFFVStripSize(tiff, rows);
    read = TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, y, plane), part_.data(), expected);
  }
  check(read == expected);
}

// Samples of whole pixels, as far as they are colour or alpha.
void TiffDecoder::convert_line(const uint8_t* line, uint32_t count, uint8_t* target) const {
  if (layout_.planar == PLANARCONFIG_CONTIG && palette_.empty() && layout_.bits == 8 &&
      layout_.format != SAMPLEFORMAT_IEEEFP && layout_.samples == form_.channels()) {
    std::memcpy(target, line, std::size_t{count} * layout_.samples);
    return;
  }
  for (int sample = 0; sample < layout_.samples; ++sample) place(line, count, sample, target);
}

// One sample of each pixel to its place. Stored are all of the pixel's, or that one alone.
void TiffDecoder::place(const uint8_t* stored, uint32_t count, int sample, uint8_t* target) const {
  const bool separate = layout_.planar == PLANARCONFIG_SEPARATE;
  if (sample >= layout_.colors && sample != layout_.alpha) return;
  const std::size_t step = separate ? 1 : layout_.samples,
                    first = separate ? 0 : static_cast<std::size_t>(sample);
  const auto channels = static_cast<std::size_t>(form_.channels());
  const std::size_t channel =
      sample == layout_.alpha ? channels - 1 : static_cast<std::size_t>(sample);
  const bool indexes = !palette_.empty() && sample < layout_.colors;
  const unsigned most = (1u << std::min<unsigned>(layout_.bits, 16)) - 1;
  const bool packed =
      layout_.bits != 8 && layout_.bits != 16 && layout_.bits != 32 && layout_.bits != 64;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = i * step + first, to = i * channels + channel;
    if (layout_.format == SAMPLEFORMAT_IEEEFP) {
      const float value = layout_.bits == 16   ? half_to_float(value_at<uint16_t>(stored, from))
                          : layout_.bits == 32 ? value_at<float>(stored, from)
                                               : static_cast<float>(value_at<double>(stored, from));
      std::memcpy(target + to * sizeof(float), &value, sizeof(float));
      continue;
    }
    unsigned value = 0;
    if (packed) {
      value = packed_sample(stored, from, layout_.bits);
    } else {
      value = layout_.bits == 8 ? stored[from] : value_at<uint16_t>(stored, from);
    }
    if (indexes) {
      std::memcpy(target + i * channels, palette_.data() + std::size_t{3} * value, 3);
    } else if (form_.depth == CV_8U) {
      target[to] = static_cast<uint8_t>(packed ? value * 255 / most : value);
    } else {
      const auto wide = static_cast<uint16_t>(packed ? std::uint64_t{value} * 65535 / most : value);
      std::memcpy(target + to * sizeof(wide), &wide, sizeof(wide));
    }
  }
}

template <typename Sample>
void TiffDecoder::finish(Sample* pixels, std::size_t count, double most) const {
  const int colors = form_.color_channels(), channels = form_.channels();
  for (std::size_t i = 0; i < count; ++i, pixels += channels) {
    if (form_.alpha && layout_.associated) unpremultiply(pixels, colors, most);
    if (layout_.photometric == PHOTOMETRIC_MINISWHITE) {
      pixels[0] = static_cast<Sample>(most - static_cast<double>(pixels[0]));
    }
  }
}

void TiffDecoder::finish_row(uint8_t* row) const {
  const auto count = static_cast<std::size_t>(size_.width);
  if (!layout_.associated && layout_.photometric != PHOTOMETRIC_MINISWHITE) return;
  if (form_.depth == CV_8U) finish(row, count, 255);
  if (form_.depth == CV_16U) finish(reinterpret_cast<uint16_t*>(row), count, 65535);
  if (form_.depth == CV_32F) finish(reinterpret_cast<float*>(row), count, 1);
}

}  // namespace

std::unique_ptr<RowDecoder> open_tiff(const std::vector<uint8_t>& file) {
  return std::make_unique<TiffDecoder>(file);
}

}  // namespace stylize
