#include <cstdio>  // jpeglib.h needs it before

#include <jerror.h>
#include <jpeglib.h>

#include <algorithm>
#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <new>
#include <opencv2/core.hpp>

#include "completeness.h"
#include "machine/signals.h"
#include "metadata.h"
#include "row_decoder.h"
#include "stylize/error.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

// Progressive files from all known programs have fewer than thirty.
constexpr int kMostScans = 100;

// Some programs and phones leave a few bytes after the coded data.
constexpr int kHarmlessExtraBytes = 64;

bool is_unsupported(int code) {
  return code == JERR_BAD_PRECISION || code == JERR_SOF_UNSUPPORTED ||
         code == JERR_CONVERSION_NOTIMPL || code == JERR_ARITH_NOTIMPL ||
         code == JERR_NOT_COMPILED || code == JERR_COMPONENT_COUNT ||
         code == JERR_CCIR601_NOTIMPL || code == JERR_FRACT_SAMPLE_NOTIMPL;
}

bool tells_of_damage(const jpeg_error_mgr& error) {
  switch (error.msg_code) {
    case JWRN_ADOBE_XFORM:  // an unknown transformation, decoded as the usual one
    case JWRN_JFIF_MAJOR:
    case JWRN_BOGUS_PROGRESSION:  // an unusual order of scans, which works
      return false;
    case JWRN_EXTRANEOUS_DATA:
      return error.msg_parm.i[0] > kHarmlessExtraBytes;
    default:
      return true;
  }
}

// libjpeg reports errors by longjmp, so code between guard() and the callbacks must not need
// destructors.
class JpegDecoder : public RowDecoder {
 public:
  explicit JpegDecoder(const Bytes& file) : file_(file) {
    if (jpeg_scans(file) > kMostScans) {
      throw DecodeError("has " + std::to_string(jpeg_scans(file)) + " scans, at most " +
                        std::to_string(kMostScans) + " are read; save it anew");
    }
    jpeg_.err = jpeg_std_error(&errors_);
    errors_.error_exit = leave;
    errors_.emit_message = see_message;
    errors_.output_message = print_nothing;
    jpeg_.client_data = this;
    guard([&] { jpeg_create_decompress(&jpeg_); });
    progress_.progress_monitor = see_progress;
    jpeg_.progress = &progress_;
    try {
      read_header();
    } catch (...) {
      jpeg_destroy_decompress(&jpeg_);
      throw;
    }
  }

  ~JpegDecoder() override { jpeg_destroy_decompress(&jpeg_); }

  void allow_smaller(const Size& least) override {
    constexpr unsigned kWhole = 8;  // libjpeg scales by eighths, fastest by the powers of two
    for (unsigned eighths = 1; eighths <= kWhole; eighths *= 2) {
      jpeg_.scale_num = eighths;
      jpeg_.scale_denom = kWhole;
      guard([&] { jpeg_calc_output_dimensions(&jpeg_); });
      size_ = {jpeg_.output_width, jpeg_.output_height};
      if (size_.width >= least.width && size_.height >= least.height) return;
    }
  }

  int64_t memory() const override;
  void read(cv::Mat& rows) override;

 private:
  template <typename Calls>
  void guard(const Calls& calls) {
    if (setjmp(jump_) != 0) fail();
    calls();
    if (damaged_) fail();
  }

  [[noreturn]] void fail() const {
    if (stopped_) throw Error(ErrorKind::kStopped, "reading was stopped");
    if (jpeg_.err->msg_code == JERR_OUT_OF_MEMORY) throw std::bad_alloc();
    if (is_unsupported(code_)) {
      throw DecodeError(std::string("is a JPEG of a kind that is not read (") + message_ +
                        "); save it as an ordinary one");
    }
    fail_damaged(message_);
  }

  static JpegDecoder& decoder_of(j_common_ptr jpeg) {
    return *static_cast<JpegDecoder*>(jpeg->client_data);
  }

  void note(j_common_ptr jpeg) {
    if (message_[0] != '\0') return;  // the first message is the most useful
    code_ = errors_.msg_code;
    errors_.format_message(jpeg, message_);
  }

  static void leave(j_common_ptr jpeg) {
    JpegDecoder& decoder = decoder_of(jpeg);
    decoder.note(jpeg);
    std::longjmp(decoder.jump_, 1);
  }

  static void see_message(j_common_ptr jpeg, int level) {
    JpegDecoder& decoder = decoder_of(jpeg);
    if (level >= 0 || !tells_of_damage(decoder.errors_)) return;
    decoder.note(jpeg);
    decoder.damaged_ = true;
  }

  static void print_nothing(j_common_ptr) {}

  // Called often while the scans of a progressive file are read.
  static void see_progress(j_common_ptr jpeg) {
    JpegDecoder& decoder = decoder_of(jpeg);
    decoder.stopped_ = stop_signal_arrived();
    const bool too_many = decoder.jpeg_.input_scan_number > kMostScans;
    if (decoder.stopped_ || decoder.damaged_ || too_many) {
      if (too_many) std::strcpy(decoder.message_, "too many scans");
      std::longjmp(decoder.jump_, 1);
    }
  }

  void read_header();
  void read_metadata();
  void turn_to_ink(cv::Mat& rows) const;

  const Bytes& file_;
  jpeg_decompress_struct jpeg_ = {};
  jpeg_error_mgr errors_ = {};
  jpeg_progress_mgr progress_ = {};
  std::jmp_buf jump_;
  char message_[JMSG_LENGTH_MAX] = {};
  int code_ = 0;
  bool damaged_ = false, stopped_ = false, started_ = false;
};

void JpegDecoder::read_header() {
  constexpr unsigned kLongest = 0xffff;
  guard([&] {
    jpeg_mem_src(&jpeg_, file_.data(), static_cast<unsigned long>(file_.size()));
    jpeg_save_markers(&jpeg_, JPEG_APP0 + 1, kLongest);  // EXIF
    jpeg_save_markers(&jpeg_, JPEG_APP0 + 2, kLongest);  // ICC
    jpeg_read_header(&jpeg_, TRUE);
  });
  switch (jpeg_.jpeg_color_space) {
    case JCS_GRAYSCALE:
      jpeg_.out_color_space = JCS_GRAYSCALE;
      form_.colour = Samples::kGray;
      break;
    case JCS_CMYK:
    case JCS_YCCK:
      jpeg_.out_color_space = JCS_CMYK;
      form_.colour = Samples::kCmyk;
      break;
    case JCS_RGB:
    case JCS_YCbCr:
      jpeg_.out_color_space = JCS_RGB;
      break;
    default:
      fail_unsupported("colours of " + std::to_string(jpeg_.num_components) + " components");
  }
  form_.depth = CV_8U;
  guard([&] { jpeg_calc_output_dimensions(&jpeg_); });
  size_ = {jpeg_.output_width, jpeg_.output_height};
  read_metadata();
}

void JpegDecoder::read_metadata() {
  constexpr char kExif[] = "Exif\0";  // plus the terminating NUL
  for (auto* marker = jpeg_.marker_list; marker; marker = marker->next) {
    const bool exif = marker->marker == JPEG_APP0 + 1 && marker->data_length > sizeof(kExif) &&
                      std::memcmp(marker->data, kExif, sizeof(kExif)) == 0;
    if (!exif) continue;
    orientation_ = orientation_in_exif(marker->data + sizeof(kExif),
                                       marker->data_length - unsigned{sizeof(kExif)});
    break;
  }
  JOCTET* profile = nullptr;
  unsigned size = 0;
  const bool was_damaged = damaged_;
  guard([&] {
    if (jpeg_read_icc_profile(&jpeg_, &profile, &size) == FALSE) profile = nullptr;
    damaged_ = was_damaged;  // a damaged profile is ignored
    if (!damaged_) message_[0] = '\0';
  });
  if (profile) colour_profile_.assign(profile, profile + size);
  std::free(profile);
}

int64_t JpegDecoder::memory() const {
  constexpr int64_t kBlock = 64;
  // Working rows of blocks for all components, before and after upsampling.
  int64_t bytes = 64 * 4 * int64_t{jpeg_.image_width} + (1 << 20);
  auto& jpeg = const_cast<jpeg_decompress_struct&>(jpeg_);  // libjpeg is not const-correct
  if (jpeg_has_multiple_scans(&jpeg) == FALSE) return bytes;
  for (int i = 0; i < jpeg_.num_components; ++i) {  // all coefficients are kept
    const jpeg_component_info& component = jpeg_.comp_info[i];
    const auto blocks = [](JDIMENSION count, int factor) {
      return (int64_t{count} + factor - 1) / factor * factor;
    };
    bytes += blocks(component.width_in_blocks, component.h_samp_factor) *
             blocks(component.height_in_blocks, component.v_samp_factor) * kBlock *
             int64_t{sizeof(JCOEF)};
  }
  return bytes;
}

void JpegDecoder::read(cv::Mat& rows) {
  if (!started_) {
    guard([&] { jpeg_start_decompress(&jpeg_); });
    started_ = true;
  }
  guard([&] {
    for (int row = 0; row < rows.rows;) {
      JSAMPROW pointer = rows.ptr(row);
      row += static_cast<int>(jpeg_read_scanlines(&jpeg_, &pointer, 1));
    }
    // Finishing reveals whether coded data are left over.
    if (jpeg_.output_scanline == jpeg_.output_height) jpeg_finish_decompress(&jpeg_);
  });
  if (form_.colour == Samples::kCmyk) turn_to_ink(rows);
}

// Adobe's programs store inverted inks, and mark the file as theirs.
void JpegDecoder::turn_to_ink(cv::Mat& rows) const {
  if (jpeg_.saw_Adobe_marker) cv::bitwise_not(rows, rows);
}

}  // namespace

std::unique_ptr<RowDecoder> open_jpeg(const std::vector<uint8_t>& file) {
  return std::make_unique<JpegDecoder>(file);
}

}  // namespace stylize
