#include <png.h>
#include <zlib.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <utility>

#include "metadata.h"
#include "png_chunks.h"
#include "png_colours.h"
#include "row_decoder.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

// Limits for the chunks that libpng keeps.
constexpr png_alloc_size_t kLongestChunk = 1 << 20;
constexpr png_uint_32 kMostChunks = 128;

// A name, a zero, the method 0, and a zlib stream. (libpng ignores profiles without a name, as
// Exiv2 writes them.) Empty when damaged or longer than any useful profile.
Bytes profile_in(const PngChunk& chunk) {
  const uint8_t* end = chunk.data + chunk.length;
  const uint8_t* name_end = std::find(chunk.data, end, 0);
  if (end - name_end < 2) return {};
  Bytes profile;
  z_stream stream = {};
  stream.next_in = const_cast<uint8_t*>(name_end + 2);  // zlib does not write to it
  stream.avail_in = static_cast<uInt>(end - name_end - 2);
  if (inflateInit(&stream) != Z_OK) return {};
  int status = Z_OK;
  while (status == Z_OK && profile.size() <= kMostProfileBytes) {
    constexpr std::size_t kPart = 1 << 16;
    profile.resize(profile.size() + kPart);
    stream.next_out = profile.data() + profile.size() - kPart;
    stream.avail_out = kPart;
    status = inflate(&stream, Z_NO_FLUSH);
    profile.resize(profile.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  return status == Z_STREAM_END ? profile : Bytes();
}

// libpng reports errors by longjmp, so code between guard() and the callbacks must not need
// destructors.
class PngDecoder : public RowDecoder {
 public:
  explicit PngDecoder(const Bytes& file) : file_(file) {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, note_error, ignore_warning);
    if (png_) info_ = png_create_info_struct(png_);
    try {
      if (!info_) throw std::bad_alloc();
      read_header();
    } catch (...) {
      png_destroy_read_struct(&png_, &info_, nullptr);
      throw;
    }
  }

  ~PngDecoder() override { png_destroy_read_struct(&png_, &info_, nullptr); }

  int64_t memory() const override {
    const int64_t rows = interlaced_ ? size_.height : 2;
    return rows * static_cast<int64_t>(row_bytes_) + (1 << 20);
  }

  void read(cv::Mat& rows) override {
    if (interlaced_) {
      read_interlaced(rows);
      return;
    }
    guard([&] {
      for (int row = 0; row < rows.rows; ++row) png_read_row(png_, rows.ptr(row), nullptr);
    });
  }

 private:
  template <typename Calls>
  void guard(const Calls& calls) {
    if (setjmp(jump_) != 0) fail_damaged(message_);
    calls();
  }

  static void note_error(png_structp png, png_const_charp message) {
    auto& decoder = *static_cast<PngDecoder*>(png_get_error_ptr(png));
    std::strncpy(decoder.message_, message, sizeof(decoder.message_) - 1);
    std::longjmp(decoder.jump_, 1);
  }

  // Warnings concern ancillary chunks: damage to pixel data is an error, and all checksums were
  // verified before.
  static void ignore_warning(png_structp, png_const_charp) {}

  static void give_bytes(png_structp png, png_bytep target, std::size_t count) {
    auto& decoder = *static_cast<PngDecoder*>(png_get_io_ptr(png));
    if (count > decoder.file_.size() - decoder.at_) png_error(png, "it ends too early");
    std::memcpy(target, decoder.file_.data() + decoder.at_, count);
    decoder.at_ += count;
  }

  void read_header();
  void set_limits();
  void expand_to_whole_samples();
  void read_other_chunks();
  void read_interlaced(cv::Mat& rows);

  const Bytes& file_;
  std::size_t at_ = 0, row_bytes_ = 0;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  bool interlaced_ = false;
  Bytes pixels_;  // of an interlaced picture as a whole
  std::size_t given_ = 0;
  std::jmp_buf jump_;
  char message_[128] = {};
};

void PngDecoder::set_limits() {
  png_set_read_fn(png_, this, give_bytes);
  png_set_user_limits(png_, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // the caller limits pixels
  png_set_chunk_cache_max(png_, kMostChunks);
  png_set_chunk_malloc_max(png_, kLongestChunk);
  // Chunks that may expand a thousandfold, and that we do not read through libpng.
  static const png_byte unused[] = "tEXt\0zTXt\0iTXt\0sPLT\0hIST\0pCAL\0sCAL\0eXIf\0iCCP";
  png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, unused, 9);
}

// Palettes, packed bits and the transparent colour become samples of 8 or 16 bits.
void PngDecoder::expand_to_whole_samples() {
  png_set_expand(png_);
  const uint16_t one = 1;
  uint8_t first = 0;
  std::memcpy(&first, &one, 1);
  if (first == 1) png_set_swap(png_);  // only 16-bit samples have a byte order
  interlaced_ = png_set_interlace_handling(png_) > 1;
  png_read_update_info(png_, info_);
}

void PngDecoder::read_header() {
  guard([&] {
    set_limits();
    png_read_info(png_, info_);
    expand_to_whole_samples();
  });
  size_ = {png_get_image_width(png_, info_), png_get_image_height(png_, info_)};
  const int colour = png_get_color_type(png_, info_);
  form_.colour = colour & PNG_COLOR_MASK_COLOR ? Samples::kRgb : Samples::kGray;
  form_.alpha = (colour & PNG_COLOR_MASK_ALPHA) != 0;
  form_.depth = png_get_bit_depth(png_, info_) == 16 ? CV_16U : CV_8U;
  row_bytes_ = png_get_rowbytes(png_, info_);
  read_other_chunks();
}

// Exiv2 knows in which chunks programs store EXIF. It gets only these, and no large ones, since it
// unpacks everything that it gets.
void PngDecoder::read_other_chunks() {
  constexpr std::size_t kBeside = 12, kLongest = 1 << 20;
  Bytes small(file_.begin(), file_.begin() + 8);
  PngColours colours;
  for_each_png_chunk(file_, [&](const PngChunk& chunk) {
    if (chunk.is("iCCP") && colour_profile_.empty()) colour_profile_ = profile_in(chunk);
    colours.see(chunk);
    if (chunk.is("acTL")) has_more_pictures_ = chunk.number_at(0) > 1;
    const bool kept = chunk.is("IHDR") || chunk.is("IEND") || chunk.is("eXIf") ||
                      chunk.is("tEXt") || chunk.is("zTXt");
    if (!kept || chunk.length > kLongest) return;
    const uint8_t* whole = chunk.data - 8;
    small.insert(small.end(), whole, whole + chunk.length + kBeside);
  });
  colour_profile_ = colours.profile(form_.colour, std::move(colour_profile_));
  orientation_ = orientation_in_file(small);
}

void PngDecoder::read_interlaced(cv::Mat& rows) {
  if (pixels_.empty()) {
    pixels_.resize(row_bytes_ * static_cast<std::size_t>(size_.height));
    guard([&] {
      for (int pass = 0; pass < PNG_INTERLACE_ADAM7_PASSES; ++pass) {
        for (int64_t row = 0; row < size_.height; ++row) {
          png_read_row(png_, pixels_.data() + static_cast<std::size_t>(row) * row_bytes_, nullptr);
        }
      }
    });
  }
  const std::size_t count = row_bytes_ * static_cast<std::size_t>(rows.rows);
  std::memcpy(rows.data, pixels_.data() + given_, count);
  given_ += count;
}

}  // namespace

std::unique_ptr<RowDecoder> open_png(const std::vector<uint8_t>& file) {
  return std::make_unique<PngDecoder>(file);
}

}  // namespace stylize
