#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "header_size.h"
#include "row_decoder.h"
#include "silenced_standard_error.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

// In most files with a fourth byte per pixel, it is unused; if the header is long enough, a mask
// says whether it is alpha.
bool has_alpha_mask(const Bytes& file) {
  constexpr std::size_t kHeaderSize = 14, kBits = 28, kMask = 66;
  return file.size() >= kMask + 4 && file[kHeaderSize] >= 56 && file[kBits] == 32 &&
         (file[kMask] | file[kMask + 1] | file[kMask + 2] | file[kMask + 3]) != 0;
}

// There is no common library for BMP alone. After the check by picture_format(), only one of
// OpenCV's decoders accepts the file.
class BmpDecoder : public RowDecoder {
 public:
  explicit BmpDecoder(const Bytes& file) : file_(file) {
    const auto size = size_in_header(file);
    if (!size) fail_damaged("its header");
    size_ = *size;
    form_.depth = CV_8U;
    form_.alpha = has_alpha_mask(file);
  }

  int64_t memory() const override {
    return 2 * form_.channels() * size_.width * size_.height + (1 << 20);
  }

  void read(cv::Mat& rows) override {
    if (pixels_.empty()) decode();
    const cv::Mat given = pixels_.rowRange(given_, given_ + rows.rows);
    const bool alpha = pixels_.channels() == 4;
    if (form_.alpha) {
      cv::cvtColor(given, rows, alpha ? cv::COLOR_BGRA2RGBA : cv::COLOR_BGR2RGBA);
    } else {
      cv::cvtColor(given, rows, cv::COLOR_BGR2RGB);
    }
    given_ += rows.rows;
  }

 private:
  void decode() {
    const int flags = form_.alpha ? int{cv::IMREAD_UNCHANGED} : int{cv::IMREAD_COLOR};
    try {
      const SilencedStandardError silenced;
      pixels_ = cv::imdecode(file_, flags);
    } catch (const cv::Exception&) {
    }
    const bool right = pixels_.cols == size_.width && pixels_.rows == size_.height &&
                       pixels_.depth() == CV_8U && pixels_.channels() >= 3;
    if (!right) fail_damaged("its pixels");
  }

  const Bytes& file_;
  cv::Mat pixels_;
  int given_ = 0;
};

}  // namespace

std::unique_ptr<RowDecoder> open_bmp(const std::vector<uint8_t>& file) {
  return std::make_unique<BmpDecoder>(file);
}

}  // namespace stylize
