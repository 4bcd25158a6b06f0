#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "boxes.h"
#include "stylize/image/image.h"

namespace stylize {

/// The coded picture in a JPEG XL file (ISO/IEC 18181): all of a bare one, the boxes jxlc or jxlp
/// of a container.
class JxlCodestream {
 public:
  /// `file`, whose beginning is enough for the size, must outlive this.
  explicit JxlCodestream(const std::vector<uint8_t>& file);

  ByteSpan bytes() const { return bytes_; }

  /// As its header says, not turned upright; nullopt when it is damaged.
  std::optional<Size> size() const;

 private:
  ByteSpan bytes_;
  std::vector<uint8_t> joined_;  // of several boxes
};

/// What the parser of frames needs of a picture's header.
struct JxlPicture {
  Size size;     ///< as stored
  Size preview;  ///< empty: none
  uint32_t extra_channels = 0;
  bool xyb = true;         ///< encoded in XYB
  bool animation = false;  ///< frames have durations
  bool timecodes = false;
};

/// What decoding the first picture shown takes.
struct JxlFrames {
  int64_t pixels = 0;          ///< of the largest frame
  int64_t kept_pixels = 0;     ///< of the frames that are kept for later ones, at most
  int64_t decoded_pixels = 0;  ///< of all frames
  bool more_pictures = false;  ///< frames follow that are shown later
};

/// Reads the headers of frames (18181-1, F.2) up to the first one that is shown, without decoding
/// anything: libjxl allocates what they say. `frames` begins with the first frame. Throws
/// std::runtime_error with a reason if they are damaged or cannot be followed.
JxlFrames read_jxl_frames(ByteSpan frames, const JxlPicture& picture);

}  // namespace stylize
