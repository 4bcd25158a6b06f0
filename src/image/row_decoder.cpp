#include "row_decoder.h"

namespace stylize {

void fail_damaged(const std::string& reason) {
  throw DecodeError("is truncated or damaged (" + reason + "); get the whole file again");
}

void fail_unsupported(const std::string& what) {
  throw DecodeError("holds " + what +
                    ", which is not read; save it as gray or RGB of 8 or 16 bits");
}

std::unique_ptr<RowDecoder> open_picture(PictureFormat format, const std::vector<uint8_t>& file) {
  switch (format) {
    case PictureFormat::kPng:
      return open_png(file);
    case PictureFormat::kJpeg:
      return open_jpeg(file);
    case PictureFormat::kWebp:
      return open_webp(file);
    case PictureFormat::kTiff:
      return open_tiff(file);
    case PictureFormat::kHeif:
    case PictureFormat::kAvif:
      return open_heif(file, format);
    case PictureFormat::kJxl:
      return open_jxl(file);
    case PictureFormat::kGif:
      return open_gif(file);
    case PictureFormat::kBmp:
      break;
  }
  return open_bmp(file);
}

}  // namespace stylize
