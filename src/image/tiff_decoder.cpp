#include <algorithm>
#include <cstring>
#include <opencv2/core.hpp>

#include "row_decoder.h"
#include "tiff_file.h"
#include "tiff_layout.h"
#include "tiff_samples.h"

namespace stylize {
namespace {

class TiffDecoder : public RowDecoder {
 public:
  explicit TiffDecoder(const std::vector<uint8_t>& bytes) : bytes_(bytes), file_(bytes) {
    if (!file_.get()) fail_damaged(file_.complaint().empty() ? "its header" : file_.complaint());
    layout_ = read_tiff_layout(file_.get());
    size_ = {layout_.width, layout_.height};
    form_ = choose_tiff_form(file_.get(), layout_);
    read_metadata();
    look_for_more_pictures();
    file_.expect_pixels();
  }

  int64_t memory() const override;
  void read(cv::Mat& rows) override;

 private:
  void read_metadata();
  void look_for_more_pictures();
  bool reads_lines() const {
    return !layout_.rgba && !layout_.tiled && layout_.planar == PLANARCONFIG_CONTIG;
  }
  std::size_t part_bytes() const;
  std::size_t line_bytes() const { return static_cast<std::size_t>(TIFFScanlineSize(file_.get())); }
  void check(bool fine) const;
  void read_part_row();
  void read_rgba_part(uint32_t x, uint32_t y);
  void read_part(uint32_t x, uint32_t y, uint16_t plane);

  const std::vector<uint8_t>& bytes_;
  TiffFile file_;
  TiffLayout layout_;
  TiffSamples samples_{layout_, form_};
  std::vector<uint8_t> line_, part_;
  cv::Mat row_of_parts_;  // the converted rows of one row of strips or tiles
  uint32_t next_row_ = 0, parts_begin_ = 0;
};

void TiffDecoder::check(bool fine) const {
  if (fine && file_.complaint().empty()) return;
  fail_damaged(file_.complaint().empty() ? "its pixels" : file_.complaint());
}

void TiffDecoder::read_metadata() {
  orientation_ = tiff_field<uint16_t>(file_.get(), TIFFTAG_ORIENTATION, 1);
  if (orientation_ < 1 || orientation_ > 8) orientation_ = 1;
  uint32_t size = 0;
  void* profile = nullptr;
  if (TIFFGetField(file_.get(), TIFFTAG_ICCPROFILE, &size, &profile) == 1 && size > 0) {
    const auto* bytes = static_cast<const uint8_t*>(profile);
    colour_profile_.assign(bytes, bytes + size);
  }
  // Otherwise libtiff would turn pictures that it converts, and only partially.
  if (layout_.rgba) TIFFSetField(file_.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
}

// Smaller versions of the same picture, and masks, do not count. Uses a second reader, so that
// errors in other pages are ignored.
void TiffDecoder::look_for_more_pictures() {
  constexpr int kMostPages = 64;
  if (TIFFLastDirectory(file_.get()) != 0) return;
  const TiffFile file(bytes_);
  TIFF* tiff = file.get();
  for (int page = 1; page < kMostPages && tiff && TIFFReadDirectory(tiff) == 1; ++page) {
    constexpr uint32_t kOther = FILETYPE_REDUCEDIMAGE | FILETYPE_MASK;
    if (tiff_field<uint32_t>(tiff, TIFFTAG_SUBFILETYPE, 0) & kOther) continue;
    has_more_pictures_ = true;
    return;
  }
}

std::size_t TiffDecoder::part_bytes() const {
  if (layout_.rgba) return std::size_t{4} * layout_.part_width * layout_.part_height;
  return static_cast<std::size_t>(layout_.tiled ? TIFFTileSize(file_.get())
                                                : TIFFStripSize(file_.get()));
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
      check(TIFFReadScanline(file_.get(), line_.data(), next_row_, 0) == 1);
      samples_.convert_line(line_.data(), layout_.width, rows.ptr(row));
      samples_.finish_row(rows.ptr(row), layout_.width);
      continue;
    }
    if (row_of_parts_.empty() || next_row_ >= parts_begin_ + layout_.part_height) read_part_row();
    const cv::Mat from = row_of_parts_.row(static_cast<int>(next_row_ - parts_begin_));
    std::memcpy(rows.ptr(row), from.data, from.total() * from.elemSize());
  }
}

// Reads one row of tiles, or one strip.
void TiffDecoder::read_part_row() {
  const uint32_t width = layout_.width;
  const uint32_t height = layout_.height;
  parts_begin_ = next_row_ / layout_.part_height * layout_.part_height;
  const uint32_t rows = std::min(layout_.part_height, height - parts_begin_);
  row_of_parts_.create(static_cast<int>(rows), static_cast<int>(width), form_.type());
  part_.resize(part_bytes());
  const bool separate = layout_.separate();
  const uint16_t planes = separate ? layout_.samples : uint16_t{1};
  for (uint32_t x = 0; x < width; x += layout_.part_width) {
    for (uint16_t plane = 0; plane < planes; ++plane) {
      layout_.rgba ? read_rgba_part(x, parts_begin_) : read_part(x, parts_begin_, plane);
      const uint32_t columns = std::min(layout_.part_width, width - x);
      const std::size_t line = part_.size() / layout_.part_height;
      for (uint32_t row = 0; row < rows; ++row) {
        uint8_t* target = row_of_parts_.ptr(static_cast<int>(row), static_cast<int>(x));
        const uint8_t* stored = part_.data() + row * line;
        if (layout_.rgba) {
          for (std::size_t i = 0; i < columns; ++i) std::memcpy(target + 3 * i, stored + 4 * i, 3);
        } else if (separate) {
          samples_.place(stored, columns, plane, target);
        } else {
          samples_.convert_line(stored, columns, target);
        }
      }
    }
  }
  for (uint32_t row = 0; row < rows && !layout_.rgba; ++row) {
    samples_.finish_row(row_of_parts_.ptr(static_cast<int>(row)), width);
  }
}

// libtiff returns the lowest row first.
void TiffDecoder::read_rgba_part(uint32_t x, uint32_t y) {
  std::vector<uint32_t> pixels(part_.size() / 4);
  const int read = layout_.tiled ? TIFFReadRGBATileExt(file_.get(), x, y, pixels.data(), 1)
                                 : TIFFReadRGBAStripExt(file_.get(), y, pixels.data(), 1);
  check(read == 1);
  // Tiles are padded to their full height; the last strip only has the remaining rows.
  const uint32_t left = layout_.height - y;
  const uint32_t rows = layout_.tiled ? layout_.part_height : std::min(layout_.part_height, left);
  for (uint32_t row = 0; row < rows; ++row) {
    const uint32_t* from = pixels.data() + std::size_t{rows - 1 - row} * layout_.part_width;
    uint8_t* target = part_.data() + std::size_t{4} * row * layout_.part_width;
    for (std::size_t i = 0; i < layout_.part_width; ++i) {
      target[4 * i] = static_cast<uint8_t>(TIFFGetR(from[i]));
      target[4 * i + 1] = static_cast<uint8_t>(TIFFGetG(from[i]));
      target[4 * i + 2] = static_cast<uint8_t>(TIFFGetB(from[i]));
    }
  }
}

void TiffDecoder::read_part(uint32_t x, uint32_t y, uint16_t plane) {
  TIFF* tiff = file_.get();
  auto expected = static_cast<tmsize_t>(part_.size());
  tmsize_t read = 0;
  if (layout_.tiled) {
    read = TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, x, y, 0, plane), part_.data(), expected);
  } else {
    const auto rows = std::min(layout_.part_height, layout_.height - y);
    expected = TIFFVStripSize(tiff, rows);
    read = TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, y, plane), part_.data(), expected);
  }
  check(read == expected);
}

}  // namespace

std::unique_ptr<RowDecoder> open_tiff(const std::vector<uint8_t>& file) {
  return std::make_unique<TiffDecoder>(file);
}

}  // namespace stylize
