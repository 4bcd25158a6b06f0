#include <libheif/heif.h>

#include <cstring>
#include <new>

#include "heif_files.h"
#include "heif_pointers.h"
#include "silenced_standard_error.h"
#include "stylize/error.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr int kDeepBits = 12;

void check(const heif_error& error) {
  if (error.code == heif_error_Ok) return;
  if (error.code == heif_error_Memory_allocation_error) throw std::bad_alloc();
  throw Error(ErrorKind::kOutput, "cannot be encoded: " + text_of(error));
}

HeifEncoder make_encoder(heif_context* context, int quality) {
  heif_encoder* made = nullptr;
  const heif_error error =
      heif_context_get_encoder_for_format(context, heif_compression_AV1, &made);
  HeifEncoder encoder(made);
  if (error.code != heif_error_Ok || !encoder) {
    throw Error(ErrorKind::kOutput,
                "cannot be written: the installed libheif has no encoder for AVIF; install the "
                "package libheif-plugin-aomenc");
  }
  check(heif_encoder_set_lossy_quality(encoder.get(), quality));
  // Not every encoder has these. The number of threads does not depend on the machine, so that the
  // bytes do not.
  heif_encoder_set_parameter_string(encoder.get(), "chroma", "444");
  heif_encoder_set_parameter_integer(encoder.get(), "threads", 4);
  return encoder;
}

// Code points of ITU-T H.273. The profile of other colours stands beside them.
HeifNclx make_nclx(const FileBlocks& blocks) {
  HeifNclx nclx(heif_nclx_color_profile_alloc());
  if (!nclx) throw std::bad_alloc();
  const bool srgb = blocks.says_colours && blocks.icc_profile.empty();
  nclx->color_primaries =
      srgb ? heif_color_primaries_ITU_R_BT_709_5 : heif_color_primaries_unspecified;
  nclx->transfer_characteristics =
      srgb ? heif_transfer_characteristic_IEC_61966_2_1 : heif_transfer_characteristic_unspecified;
  nclx->matrix_coefficients = heif_matrix_coefficients_ITU_R_BT_601_6;
  nclx->full_range_flag = 1;
  return nclx;
}

heif_chroma chroma_of(const InterleavedSamples& samples) {
  const bool alpha = samples.channels == 4;
  if (samples.bits == 8) {
    return alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB;
  }
  return alpha ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RRGGBB_LE;
}

void put_deep_row(const uint16_t* from, std::size_t count, uint8_t* to) {
  constexpr uint32_t kFrom = 65535, kTo = (1 << kDeepBits) - 1;
  for (std::size_t i = 0; i < count; ++i) {
    const uint32_t value = (from[i] * kTo + kFrom / 2) / kFrom;
    to[2 * i] = static_cast<uint8_t>(value & 255);
    to[2 * i + 1] = static_cast<uint8_t>(value >> 8);
  }
}

HeifImage make_image(const InterleavedSamples& samples, const FileBlocks& blocks,
                     const heif_color_profile_nclx* nclx) {
  const auto width = static_cast<int>(samples.width), height = static_cast<int>(samples.height);
  heif_image* made = nullptr;
  check(heif_image_create(width, height, heif_colorspace_RGB, chroma_of(samples), &made));
  HeifImage image(made);
  check(heif_image_add_plane(image.get(), heif_channel_interleaved, width, height,
                             samples.bits == 8 ? 8 : kDeepBits));
  int stride = 0;
  uint8_t* plane = heif_image_get_plane(image.get(), heif_channel_interleaved, &stride);
  const std::size_t row = std::size_t{samples.width} * samples.channels;
  for (std::size_t y = 0; y < samples.height; ++y) {
    uint8_t* target = plane + y * static_cast<std::size_t>(stride);
    if (samples.bits == 8) {
      std::memcpy(target, static_cast<const uint8_t*>(samples.first) + y * row, row);
    } else {
      put_deep_row(static_cast<const uint16_t*>(samples.first) + y * row, row, target);
    }
  }
  check(heif_image_set_nclx_color_profile(image.get(), nclx));
  if (blocks.says_colours && !blocks.icc_profile.empty()) {
    check(heif_image_set_raw_color_profile(image.get(), "prof", blocks.icc_profile.data(),
                                           blocks.icc_profile.size()));
  }
  return image;
}

heif_error append(heif_context*, const void* data, std::size_t size, void* bytes) {
  const auto* first = static_cast<const uint8_t*>(data);
  static_cast<Bytes*>(bytes)->insert(static_cast<Bytes*>(bytes)->end(), first, first + size);
  return {heif_error_Ok, heif_suberror_Unspecified, "Success"};
}

}  // namespace

std::vector<uint8_t> encode_avif(const InterleavedSamples& samples, int quality,
                                 const FileBlocks& blocks) {
  const SilencedStandardError silenced;
  const HeifContext context(heif_context_alloc());
  if (!context) throw std::bad_alloc();
  const HeifEncoder encoder = make_encoder(context.get(), quality);
  HeifNclx nclx = make_nclx(blocks);
  const HeifImage image = make_image(samples, blocks, nclx.get());
  const std::unique_ptr<heif_encoding_options, HeifDelete<heif_encoding_options_free>> options(
      heif_encoding_options_alloc());
  if (!options) throw std::bad_alloc();
  options->save_two_colr_boxes_when_ICC_and_nclx_available = 1;
  options->output_nclx_profile = nclx.get();
  heif_image_handle* made = nullptr;
  check(heif_context_encode_image(context.get(), image.get(), encoder.get(), options.get(), &made));
  const HeifHandle handle(made);
  if (!blocks.exif.empty()) {
    check(heif_context_add_exif_metadata(context.get(), handle.get(), blocks.exif.data(),
                                         static_cast<int>(blocks.exif.size())));
  }
  if (!blocks.xmp.empty()) {
    check(heif_context_add_XMP_metadata(context.get(), handle.get(), blocks.xmp.data(),
                                        static_cast<int>(blocks.xmp.size())));
  }
  Bytes bytes;
  heif_writer writer = {1, append};
  check(heif_context_write(context.get(), &writer, &bytes));
  return bytes;
}

}  // namespace stylize
