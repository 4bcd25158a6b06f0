#include <jxl/encode.h>
#include <jxl/version.h>

#include <cmath>
#include <memory>
#include <new>

#include "jxl_files.h"
#include "silenced_standard_error.h"
#include "stylize/error.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

struct DestroyEncoder {
  void operator()(JxlEncoder* encoder) const { JxlEncoderDestroy(encoder); }
};

constexpr int kExact = 100;  // percent

void check(JxlEncoderStatus status) {
  if (status != JXL_ENC_SUCCESS) throw Error(ErrorKind::kOutput, "cannot be encoded by libjxl");
}

// Of the program cjxl: as good as a JPEG of that quality.
float distance_of(int quality) {
  if (quality >= kExact) return 0;
  constexpr int kLow = 30;
  if (quality >= kLow) return 0.1F + static_cast<float>(kExact - quality) * 0.09F;
  return 53.0F / 3000.0F * static_cast<float>(quality * quality) -
         23.0F / 20.0F * static_cast<float>(quality) + 25.0F;
}

void set_basic_info(JxlEncoder* encoder, const InterleavedSamples& samples, int quality) {
  JxlBasicInfo info;
  JxlEncoderInitBasicInfo(&info);
  info.xsize = samples.width;
  info.ysize = samples.height;
  info.bits_per_sample = samples.bits;
  info.num_color_channels = 3;
  if (samples.channels == 4) {
    info.num_extra_channels = 1;
    info.alpha_bits = samples.bits;
  }
  info.uses_original_profile = quality >= kExact ? JXL_TRUE : JXL_FALSE;
  check(JxlEncoderSetBasicInfo(encoder, &info));
  const int level = JxlEncoderGetRequiredCodestreamLevel(encoder);
  if (level > 0) check(JxlEncoderSetCodestreamLevel(encoder, level));
}

// The format always says what its colours are.
void set_colours(JxlEncoder* encoder, const FileBlocks& blocks) {
  if (!blocks.icc_profile.empty()) {
    check(JxlEncoderSetICCProfile(encoder, blocks.icc_profile.data(), blocks.icc_profile.size()));
    return;
  }
  JxlColorEncoding srgb;
  JxlColorEncodingSetToSRGB(&srgb, JXL_FALSE);
  check(JxlEncoderSetColorEncoding(encoder, &srgb));
}

// Not packed, so that the seal in it can be found.
void add_box(JxlEncoder* encoder, const char* type, const Bytes& content) {
  check(JxlEncoderAddBox(encoder, type, content.data(), content.size(), JXL_FALSE));
}

void add_boxes(JxlEncoder* encoder, const FileBlocks& blocks) {
  constexpr std::size_t kPlace = 4;  // of the TIFF header: at once
  if (!blocks.exif.empty()) {
    Bytes exif(kPlace, 0);
    exif.insert(exif.end(), blocks.exif.begin(), blocks.exif.end());
    add_box(encoder, "Exif", exif);
  }
  if (!blocks.xmp.empty()) add_box(encoder, "xml ", Bytes(blocks.xmp.begin(), blocks.xmp.end()));
  JxlEncoderCloseBoxes(encoder);
}

Bytes output_of(JxlEncoder* encoder) {
  constexpr std::size_t kPart = 1 << 16;
  Bytes bytes(kPart);
  std::size_t filled = 0;
  for (;;) {
    uint8_t* next = bytes.data() + filled;
    std::size_t left = bytes.size() - filled;
    const JxlEncoderStatus status = JxlEncoderProcessOutput(encoder, &next, &left);
    filled = bytes.size() - left;
    if (status == JXL_ENC_NEED_MORE_OUTPUT) {
      bytes.resize(2 * bytes.size());
      continue;
    }
    check(status);
    bytes.resize(filled);
    return bytes;
  }
}

}  // namespace

std::vector<uint8_t> encode_jxl(const InterleavedSamples& samples, int quality,
                                const FileBlocks& blocks) {
  const SilencedStandardError silenced;
  const std::unique_ptr<JxlEncoder, DestroyEncoder> encoder(JxlEncoderCreate(nullptr));
  if (!encoder) throw std::bad_alloc();
  const bool boxes = !blocks.exif.empty() || !blocks.xmp.empty();
  check(JxlEncoderUseContainer(encoder.get(), boxes ? JXL_TRUE : JXL_FALSE));
  if (boxes) check(JxlEncoderUseBoxes(encoder.get()));
  set_basic_info(encoder.get(), samples, quality);
  set_colours(encoder.get(), blocks);
  JxlEncoderFrameSettings* settings = JxlEncoderFrameSettingsCreate(encoder.get(), nullptr);
  if (!settings) throw std::bad_alloc();
  if (quality >= kExact) {
    check(JxlEncoderSetFrameLossless(settings, JXL_TRUE));
  } else {
    check(JxlEncoderSetFrameDistance(settings, distance_of(quality)));
#if JPEGXL_NUMERIC_VERSION >= JPEGXL_COMPUTE_NUMERIC_VERSION(0, 9, 0)
    if (samples.channels == 4) check(JxlEncoderSetExtraChannelDistance(settings, 0, 0));
#endif
  }
  const JxlPixelFormat format = {
      samples.channels, samples.bits == 8 ? JXL_TYPE_UINT8 : JXL_TYPE_UINT16, JXL_NATIVE_ENDIAN, 0};
  const std::size_t size =
      std::size_t{samples.width} * samples.height * samples.channels * (samples.bits / 8U);
  check(JxlEncoderAddImageFrame(settings, &format, samples.first, size));
  JxlEncoderCloseFrames(encoder.get());
  if (boxes) add_boxes(encoder.get(), blocks);
  JxlEncoderCloseInput(encoder.get());
  return output_of(encoder.get());
}

}  // namespace stylize
