#include <jxl/decode.h>
#include <jxl/version.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <stdexcept>

#include "jxl_codestream.h"
#include "jxl_files.h"
#include "row_decoder.h"
#include "silenced_standard_error.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

struct DestroyDecoder {
  void operator()(JxlDecoder* decoder) const { JxlDecoderDestroy(decoder); }
};
using Decoder = std::unique_ptr<JxlDecoder, DestroyDecoder>;

Decoder make_decoder(int events) {
  Decoder decoder(JxlDecoderCreate(nullptr));
  if (!decoder) throw std::bad_alloc();
  if (JxlDecoderSubscribeEvents(decoder.get(), events) != JXL_DEC_SUCCESS) {
    throw DecodeError("cannot be read: another libjxl than this was built for");
  }
  return decoder;
}

void give_all(JxlDecoder* decoder, ByteSpan bytes) {
  JxlDecoderSetInput(decoder, bytes.data, bytes.size);
  JxlDecoderCloseInput(decoder);
}

// The profile of the samples that come out, which for lossy pictures need not be the original's.
Bytes profile_of(const JxlDecoder* decoder) {
  constexpr auto kTarget = JXL_COLOR_PROFILE_TARGET_DATA;
  std::size_t size = 0;
#if JPEGXL_NUMERIC_VERSION < JPEGXL_COMPUTE_NUMERIC_VERSION(0, 9, 0)
  const auto get_size = [&] {
    return JxlDecoderGetICCProfileSize(decoder, nullptr, kTarget, &size);
  };
  const auto get = [&](Bytes& profile) {
    return JxlDecoderGetColorAsICCProfile(decoder, nullptr, kTarget, profile.data(), size);
  };
#else
  const auto get_size = [&] { return JxlDecoderGetICCProfileSize(decoder, kTarget, &size); };
  const auto get = [&](Bytes& profile) {
    return JxlDecoderGetColorAsICCProfile(decoder, kTarget, profile.data(), size);
  };
#endif
  if (get_size() != JXL_DEC_SUCCESS || size == 0 || size > kMostProfileBytes) return {};
  Bytes profile(size);
  return get(profile) == JXL_DEC_SUCCESS ? profile : Bytes();
}

int depth_of(const JxlBasicInfo& info) {
  if (info.exponent_bits_per_sample > 0) return CV_32F;
  return info.bits_per_sample > 8 ? CV_16U : CV_8U;
}

JxlPixelFormat format_of(const SampleForm& form) {
  const JxlDataType type = form.depth == CV_8U    ? JXL_TYPE_UINT8
                           : form.depth == CV_16U ? JXL_TYPE_UINT16
                                                  : JXL_TYPE_FLOAT;
  return {static_cast<uint32_t>(form.channels()), type, JXL_NATIVE_ENDIAN, 0};
}

JxlPicture picture_of(const JxlBasicInfo& info) {
  JxlPicture picture;
  picture.size = {info.xsize, info.ysize};
  if (info.have_preview != 0) picture.preview = {info.preview.xsize, info.preview.ysize};
  picture.extra_channels = info.num_extra_channels;
  picture.xyb = info.uses_original_profile == 0;
  picture.animation = info.have_animation != 0;
  picture.timecodes = picture.animation && info.animation.have_timecodes != 0;
  return picture;
}

// libjxl only decodes whole pictures for us. It is given the coded picture alone, so that it says
// where frames begin: their headers are read before it allocates what they claim.
class JxlPictureDecoder : public RowDecoder {
 public:
  explicit JxlPictureDecoder(const Bytes& file) : codestream_(file) {
    const SilencedStandardError silenced;
    decoder_ = make_decoder(JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE);
    JxlDecoderSetKeepOrientation(decoder_.get(), JXL_TRUE);
    JxlDecoderSetUnpremultiplyAlpha(decoder_.get(), JXL_TRUE);
    const ByteSpan all = codestream_.bytes();
    JxlDecoderSetInput(decoder_.get(), all.data, all.size);  // to be given again: not yet closed
    read_header();
    read_frames();
  }

  int64_t memory() const override {
    // libjxl keeps numbers of 4 bytes: of the frame up to three times, of frames for later ones
    // once. And the result.
    const int64_t channels = form_.colour_channels() + static_cast<int64_t>(extra_channels_);
    const int64_t kept = 3 * frames_.pixels + frames_.kept_pixels;
    return kept * channels * int64_t{sizeof(float)} + static_cast<int64_t>(bytes()) + (8 << 20);
  }

  void read(cv::Mat& rows) override {
    if (pixels_.empty()) decode();
    const std::size_t count = rows.total() * rows.elemSize();
    std::memcpy(rows.data, pixels_.data() + given_, count);
    given_ += count;
  }

 private:
  std::size_t bytes() const {
    return static_cast<std::size_t>(size_.width * size_.height) * CV_ELEM_SIZE(form_.type());
  }

  void read_header();
  void check_extra_channels(const JxlBasicInfo& info) const;
  void read_frames();
  void decode();

  const JxlCodestream codestream_;
  Decoder decoder_;
  JxlPicture picture_;
  JxlFrames frames_;
  uint32_t extra_channels_ = 0;
  Bytes pixels_;
  std::size_t given_ = 0;
};

// Each takes as much memory as a colour.
void JxlPictureDecoder::check_extra_channels(const JxlBasicInfo& info) const {
  constexpr uint32_t kMost = 16;
  if (info.num_extra_channels > kMost) fail_unsupported("more than 16 channels besides colours");
  for (std::size_t i = 0; i < info.num_extra_channels; ++i) {
    JxlExtraChannelInfo channel;
    if (JxlDecoderGetExtraChannelInfo(decoder_.get(), i, &channel) != JXL_DEC_SUCCESS) {
      fail_damaged("its channels");
    }
    if (channel.type == JXL_CHANNEL_BLACK) fail_unsupported("CMYK");
  }
}

void JxlPictureDecoder::read_header() {
  if (JxlDecoderProcessInput(decoder_.get()) != JXL_DEC_BASIC_INFO) fail_damaged("its header");
  JxlBasicInfo info;
  if (JxlDecoderGetBasicInfo(decoder_.get(), &info) != JXL_DEC_SUCCESS) fail_damaged("its header");
  check_extra_channels(info);
  picture_ = picture_of(info);
  extra_channels_ = info.num_extra_channels;
  size_ = picture_.size;
  orientation_ = static_cast<int>(info.orientation);
  form_.colour = info.num_color_channels == 1 ? Samples::kGray : Samples::kRgb;
  form_.depth = depth_of(info);
  form_.alpha = info.alpha_bits > 0;
  if (JxlDecoderProcessInput(decoder_.get()) != JXL_DEC_COLOR_ENCODING) fail_damaged("its colours");
  colour_profile_ = profile_of(decoder_.get());
}

void JxlPictureDecoder::read_frames() {
  constexpr int64_t kLarger = 4, kMore = 100, kSmall = 1 << 16;
  const std::size_t left = JxlDecoderReleaseInput(decoder_.get());
  const ByteSpan all = codestream_.bytes();
  const ByteSpan frames = all.after(all.size - left);
  try {
    frames_ = read_jxl_frames(frames, picture_);
  } catch (const std::runtime_error& error) {
    fail_damaged(error.what());
  }
  const int64_t own = std::max(size_.width * size_.height, kSmall);
  if (frames_.pixels > kLarger * own) fail_unsupported("frames that are larger than its picture");
  if (frames_.decoded_pixels > kMore * own) fail_unsupported("more than 100 layers of its size");
  has_more_pictures_ = frames_.more_pictures;
  give_all(decoder_.get(), frames);
}

void JxlPictureDecoder::decode() {
  const SilencedStandardError silenced;
  const JxlPixelFormat format = format_of(form_);
  std::size_t wanted = 0;
  for (;;) {
    switch (JxlDecoderProcessInput(decoder_.get())) {
      case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
        pixels_.resize(bytes());
        if (JxlDecoderImageOutBufferSize(decoder_.get(), &format, &wanted) != JXL_DEC_SUCCESS ||
            wanted != pixels_.size() ||
            JxlDecoderSetImageOutBuffer(decoder_.get(), &format, pixels_.data(), wanted) !=
                JXL_DEC_SUCCESS) {
          fail_damaged("its pixels");
        }
        break;
      case JXL_DEC_FULL_IMAGE:
        decoder_.reset();
        return;
      default:
        fail_damaged("its pixels");
    }
  }
}

// A box of the container, unpacked if it is packed; longer ones than `most` are left out.
Bytes content_of_box(JxlDecoder* decoder, std::size_t most, JxlDecoderStatus& next) {
  constexpr std::size_t kPart = 1 << 16;
  Bytes content(kPart);
  if (JxlDecoderSetBoxBuffer(decoder, content.data(), content.size()) != JXL_DEC_SUCCESS) return {};
  while ((next = JxlDecoderProcessInput(decoder)) == JXL_DEC_BOX_NEED_MORE_OUTPUT) {
    const std::size_t filled = content.size() - JxlDecoderReleaseBoxBuffer(decoder);
    if (filled > most) return {};
    content.resize(filled + std::max(filled, kPart));
    JxlDecoderSetBoxBuffer(decoder, content.data() + filled, content.size() - filled);
  }
  content.resize(content.size() - JxlDecoderReleaseBoxBuffer(decoder));
  return content;
}

}  // namespace

std::unique_ptr<RowDecoder> open_jxl(const std::vector<uint8_t>& file) {
  return std::make_unique<JxlPictureDecoder>(file);
}

FoundMetadata jxl_metadata(const std::vector<uint8_t>& file, std::size_t most) {
  constexpr int kMostBoxes = 1000;
  FoundMetadata metadata;
  const SilencedStandardError silenced;
  Decoder decoder;
  try {
    decoder = make_decoder(JXL_DEC_BOX);
  } catch (const DecodeError&) {
    return metadata;  // reading the picture says why
  }
  JxlDecoderSetDecompressBoxes(decoder.get(), JXL_TRUE);
  give_all(decoder.get(), {file.data(), file.size()});
  JxlDecoderStatus status = JxlDecoderProcessInput(decoder.get());
  for (int boxes = 0; status == JXL_DEC_BOX && boxes < kMostBoxes; ++boxes) {
    JxlBoxType type;
    if (JxlDecoderGetBoxType(decoder.get(), type, JXL_TRUE) != JXL_DEC_SUCCESS) break;
    const bool is_exif = std::memcmp(type, "Exif", sizeof type) == 0;
    const bool is_xmp = std::memcmp(type, "xml ", sizeof type) == 0;
    if ((!is_exif || !metadata.exif.empty()) && (!is_xmp || !metadata.xmp.empty())) {
      status = JxlDecoderProcessInput(decoder.get());
      continue;
    }
    const Bytes content = content_of_box(decoder.get(), most, status);
    if (content.size() > most) continue;
    if (is_xmp) {
      metadata.xmp.assign(content.begin(), content.end());
    } else {
      const ByteSpan exif = exif_in_item({content.data(), content.size()});
      metadata.exif.assign(exif.data, exif.data + exif.size);
    }
  }
  return metadata;
}

}  // namespace stylize
