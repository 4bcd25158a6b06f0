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

/// The form of a decoder's samples: interleaved; gray (0 black), red, green and blue, or cyan,
/// magenta, yellow and black (0 no ink), followed by alpha, if there is any.
struct SampleForm {
  Samples colour = Samples::kRgb;
  int depth = 0;       ///< CV_8U (0..255), CV_16U (0..65535) or CV_32F (0..1)
  bool alpha = false;  ///< 0: transparent; colours are not premultiplied

  int colour_channels() const { return static_cast<int>(colour); }
  int channels() const { return colour_channels() + (alpha ? 1 : 0); }
  int type() const { return CV_MAKETYPE(depth, channels()); }
};

/// Thrown by decoders: says what is wrong with the file, without its name.
class DecodeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// "is truncated or damaged (REASON); get the whole file again"
[[noreturn]] void fail_damaged(const std::string& reason);

/// "holds WHAT, which is not read; save it ..."
[[noreturn]] void fail_unsupported(const std::string& what);

/// Decodes the first picture of a file row by row, as stored (not turned upright). Construction
/// only reads the header; the file's bytes must outlive the decoder. Throws DecodeError for
/// everything that the format's library reports, whether an error or a warning about damage, and
/// Error (kStopped) when the process was asked to stop.
class RowDecoder {
 public:
  virtual ~RowDecoder() = default;

  /// The size of the picture that read() will return.
  Size size() const { return size_; }
  const SampleForm& form() const { return form_; }

  /// EXIF, 1..8; 1: upright.
  int orientation() const { return orientation_; }

  /// The ICC profile of the stored colours; empty: none.
  const std::vector<uint8_t>& colour_profile() const { return colour_profile_; }

  /// Whether the file contains further pictures.
  bool has_more_pictures() const { return has_more_pictures_; }

  /// Call before the first read(): allows a smaller picture, no side of which is shorter than
  /// these. Changes size() if the format can be decoded at a smaller size.
  virtual void allow_smaller(const Size& /*least*/) {}

  /// The most bytes that read() will use, from its first call on.
  virtual int64_t memory() const = 0;

  /// Reads the next rows, as many as `rows` has: a continuous matrix of form().type(), size().width
  /// wide.
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

// Each is implemented in its own file.
std::unique_ptr<RowDecoder> open_png(const std::vector<uint8_t>& file);
std::unique_ptr<RowDecoder> open_jpeg(const std::vector<uint8_t>& file);
std::unique_ptr<RowDecoder> open_webp(const std::vector<uint8_t>& file);
std::unique_ptr<RowDecoder> open_tiff(const std::vector<uint8_t>& file);
std::unique_ptr<RowDecoder> open_bmp(const std::vector<uint8_t>& file);
std::unique_ptr<RowDecoder> open_heif(const std::vector<uint8_t>& file, PictureFormat format);
std::unique_ptr<RowDecoder> open_gif(const std::vector<uint8_t>& file);
std::unique_ptr<RowDecoder> open_jxl(const std::vector<uint8_t>& file);

}  // namespace stylize
