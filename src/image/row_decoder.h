#pragma once

#include <cstdint>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "colour_profile.h"
#include "picture_format.h"
#include "stylize/image/image.h"

namespace stylize {

/// The form of the samples that a decoder gives: interleaved; gray (0 black), red, green and blue,
/// or cyan, magenta, yellow and black (0 no ink), and then alpha, if there is any.
struct SampleForm {
  Samples colour = Samples::kRgb;
  int depth = 0;       ///< CV_8U (0..255), CV_16U (0..65535) or CV_32F (0..1)
  bool alpha = false;  ///< 0: transparent; colours are not premultiplied

  int colour_channels() const { return static_cast<int>(colour); }
  int channels() const { return colour_channels() + (alpha ? 1 : 0); }
  int type() const { return CV_MAKETYPE(depth, channels()); }
};

/// What a decoder throws: what is wrong with the file, without its name.
class DecodeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// "is truncated or damaged (REASON); get the whole file again"
[[noreturn]] void fail_damaged(const std::string& reason);

/// "holds WHAT, which is not read; save it ..."
[[noreturn]] void fail_unsupported(const std::string& what);

/// Gives the first picture of a file row by row, as it is stored (not turned upright). One is made
/// by reading the file's header alone, and the file's bytes must outlive it. Throws DecodeError for
/// whatever the format's library finds wrong, be it an error or a warning of damage, and Error
/// (kStopped) when the process was asked to stop.
class RowDecoder {
 public:
  virtual ~RowDecoder() = default;

  /// Of the rows that read() will give.
  Size size() const { return size_; }
  const SampleForm& form() const { return form_; }

  /// EXIF, 1..8; 1: upright.
  int orientation() const { return orientation_; }

  /// ICC profile, of the colours as the file has them; empty: none.
  const std::vector<uint8_t>& colour_profile() const { return colour_profile_; }

  /// Whether the file holds more pictures than the one that is given.
  bool has_more_pictures() const { return has_more_pictures_; }

  /// Before the first read(): a picture of less pixels would do, as long as no side is shorter than
  /// these. Changes size() where the format can be decoded like that.
  virtual void allow_smaller(const Size& /*least*/) {}

  /// Bytes that read() will take at most, from its first call on.
  virtual int64_t memory() const = 0;

  /// The next rows, as many as `rows` has: a continuous matrix of form().type(), size().width wide.
  virtual void read(cv::Mat& rows) = 0;

 protected:
  Size size_;
  SampleForm form_;
  int orientation_ = 1;
  std::vector<uint8_t> colour_profile_;
  bool has_more_pictures_ = false;
};

/// A decoder for a file of that format. Throws DecodeError.
std::unique_ptr<RowDecoder> open_picture(PictureFormat format, const std::vector<uint8_t>& file);

// One file each.
std::unique_ptr<RowDecoder> open_png(const std::vector<uint8_t>& file);
std::unique_ptr<RowDecoder> open_jpeg(const std::vector<uint8_t>& file);
std::unique_ptr<RowDecoder> open_webp(const std::vector<uint8_t>& file);
std::unique_ptr<RowDecoder> open_tiff(const std::vector<uint8_t>& file);
std::unique_ptr<RowDecoder> open_bmp(const std::vector<uint8_t>& file);

}  // namespace stylize
