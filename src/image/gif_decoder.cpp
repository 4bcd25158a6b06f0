#include <gif_lib.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "gif_blocks.h"
#include "row_decoder.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

struct CloseGif {
  void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, CloseGif>;

// What is left of a file.
struct Source {
  const uint8_t* next;
  std::size_t left;
};

int give_bytes(GifFileType* gif, GifByteType* target, int wanted) {
  auto& source = *static_cast<Source*>(gif->UserData);
  const std::size_t count = std::min(static_cast<std::size_t>(std::max(wanted, 0)), source.left);
  std::memcpy(target, source.next, count);
  source.next += count;
  source.left -= count;
  return static_cast<int>(count);
}

[[noreturn]] void fail(int code) {
  if (code == D_GIF_ERR_NOT_ENOUGH_MEM) throw std::bad_alloc();
  const char* reason = GifErrorString(code);
  fail_damaged(reason ? reason : "its blocks");
}

// The first frame on its canvas, which is transparent beside it. Colours are those of a palette.
class GifDecoder : public RowDecoder {
 public:
  explicit GifDecoder(const Bytes& file) : source_{file.data(), file.size()} {
    int code = 0;
    gif_.reset(DGifOpen(&source_, give_bytes, &code));
    if (!gif_) fail(code);
    size_ = gif_size(file);
    if (size_.width < 1 || size_.height < 1) fail_damaged("its size");
    find_frame();
    has_more_pictures_ = count_gif_frames(file, 2) > 1;
    form_.depth = CV_8U;
    const GifImageDesc& frame = gif_->Image;
    constexpr int64_t kLarger = 4, kSmall = 1 << 16;
    if (int64_t{frame.Width} * frame.Height > kLarger * size_.width * size_.height + kSmall) {
      fail_unsupported("a frame that is larger than its picture");
    }
    const bool whole = frame.Left == 0 && frame.Top == 0 && frame.Width >= size_.width &&
                       frame.Height >= size_.height;
    form_.alpha = !whole || transparent_ >= 0;
  }

  int64_t memory() const override {
    constexpr int64_t kTables = 1 << 20;
    return size_.width * size_.height * form_.channels() + gif_->Image.Width + kTables;
  }

  void read(cv::Mat& rows) override {
    if (canvas_.empty()) decode();
    const std::size_t count = rows.total() * rows.elemSize();
    std::memcpy(rows.data, canvas_.data() + given_, count);
    given_ += count;
  }

 private:
  void find_frame();
  void see_extension();
  void decode();
  void put_line(int row, const ColorMapObject& colours);

  Source source_;
  Gif gif_;
  int transparent_ = -1;  // index; -1: none
  Bytes line_, canvas_;
  std::size_t given_ = 0;
};

// What concerns the next frame.
void GifDecoder::see_extension() {
  constexpr std::size_t kControl = 4;
  int kind = 0;
  GifByteType* part = nullptr;
  if (DGifGetExtension(gif_.get(), &kind, &part) == GIF_ERROR) fail(gif_->Error);
  while (part) {
    GraphicsControlBlock block;
    if (kind == GRAPHICS_EXT_FUNC_CODE && part[0] == kControl &&
        DGifExtensionToGCB(kControl, part + 1, &block) == GIF_OK) {
      transparent_ = block.TransparentColor;
    }
    if (DGifGetExtensionNext(gif_.get(), &part) == GIF_ERROR) fail(gif_->Error);
  }
}

void GifDecoder::find_frame() {
  for (;;) {
    GifRecordType record = UNDEFINED_RECORD_TYPE;
    if (DGifGetRecordType(gif_.get(), &record) == GIF_ERROR) fail(gif_->Error);
    if (record == EXTENSION_RECORD_TYPE) {
      see_extension();
    } else if (record == IMAGE_DESC_RECORD_TYPE) {
      if (DGifGetImageDesc(gif_.get()) == GIF_ERROR) fail(gif_->Error);
      return;
    } else {
      fail_damaged("it holds no frame");
    }
  }
}

void GifDecoder::put_line(int row, const ColorMapObject& colours) {
  const int64_t y = gif_->Image.Top + row;
  if (y < 0 || y >= size_.height) return;
  const auto channels = static_cast<std::size_t>(form_.channels());
  uint8_t* target = canvas_.data() + static_cast<std::size_t>(y * size_.width) * channels;
  for (int i = 0; i < gif_->Image.Width; ++i) {
    const int64_t x = gif_->Image.Left + i;
    const int index = line_[static_cast<std::size_t>(i)];
    if (x < 0 || x >= size_.width || index == transparent_) continue;
    if (index >= colours.ColorCount) fail_damaged("a colour that its palette lacks");
    const GifColorType& colour = colours.Colors[index];
    const uint8_t pixel[4] = {colour.Red, colour.Green, colour.Blue, 255};
    std::memcpy(target + static_cast<std::size_t>(x) * channels, pixel, channels);
  }
}

// Interlaced: every eighth row, those between, and so on.
void GifDecoder::decode() {
  struct Pass {
    int first, step;
  };
  constexpr Pass kInterlaced[] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}}, kPlain[] = {{0, 1}};
  const GifImageDesc& frame = gif_->Image;
  const ColorMapObject* colours = frame.ColorMap ? frame.ColorMap : gif_->SColorMap;
  if (!colours) fail_damaged("it has no palette");
  canvas_.resize(static_cast<std::size_t>(size_.width * size_.height * form_.channels()));
  line_.resize(static_cast<std::size_t>(std::max(frame.Width, 1)));
  const auto read_pass = [&](const Pass& pass) {
    for (int row = pass.first; row < frame.Height; row += pass.step) {
      if (DGifGetLine(gif_.get(), line_.data(), frame.Width) == GIF_ERROR) fail(gif_->Error);
      put_line(row, *colours);
    }
  };
  if (frame.Interlace) {
    for (const Pass& pass : kInterlaced) read_pass(pass);
  } else {
    for (const Pass& pass : kPlain) read_pass(pass);
  }
}

}  // namespace

std::unique_ptr<RowDecoder> open_gif(const std::vector<uint8_t>& file) {
  return std::make_unique<GifDecoder>(file);
}

}  // namespace stylize
