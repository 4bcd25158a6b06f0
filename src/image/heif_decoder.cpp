#include <libheif/heif.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <new>

#include "described_colours.h"
#include "heif_files.h"
#include "heif_header.h"
#include "heif_pointers.h"
#include "row_decoder.h"
#include "silenced_standard_error.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr const char* kHevcDecoder =
    "needs a decoder that the installed libheif lacks; install the package libheif-plugin-libde265";
constexpr const char* kAv1Decoder =
    "needs a decoder that the installed libheif lacks; install the package libheif-plugin-dav1d";

void check(const heif_error& error, PictureFormat format) {
  if (error.code == heif_error_Ok) return;
  if (error.code == heif_error_Unsupported_feature &&
      error.subcode == heif_suberror_Unsupported_codec) {
    throw DecodeError(format == PictureFormat::kAvif ? kAv1Decoder : kHevcDecoder);
  }
  const bool limit = error.subcode == heif_suberror_Security_limit_exceeded;
  if (error.code == heif_error_Memory_allocation_error && !limit) throw std::bad_alloc();
  fail_damaged(text_of(error));
}

// Files contain sizes at several places, of which libheif only looks at some before it allocates.
void set_limits(heif_context* context, const Size& claimed) {
  heif_context_set_max_decoding_threads(context, 0);  // this thread
#if LIBHEIF_HAVE_VERSION(0x01, 0x19, 0x00)
  constexpr uint32_t kMostItems = 20000;
  auto* limits = heif_context_get_security_limits(context);
  const auto pixels = static_cast<uint64_t>(claimed.width) * static_cast<uint64_t>(claimed.height);
  limits->max_image_size_pixels = 2 * pixels + (1 << 20);  // tiles reach beyond the picture
  limits->max_items = kMostItems;
  limits->max_number_of_tiles = kMostItems;
  limits->max_color_profile_size = static_cast<uint32_t>(kMostProfileBytes);
#if LIBHEIF_HAVE_VERSION(0x01, 0x20, 0x00)
  constexpr uint64_t kBytesOfPixel = 64, kBesides = uint64_t{64} << 20;
  limits->max_total_memory = kBytesOfPixel * limits->max_image_size_pixels + kBesides;
#endif
#else
  constexpr int64_t kMost = 1 << 26, kBeyond = 512,
                    kSmall = 1024;  // tiles reach beyond the picture
  const int64_t longest = std::max(claimed.width, claimed.height);
  const int64_t side = std::clamp(longest + kBeyond, kSmall, kMost);
  heif_context_set_maximum_image_size_limit(context, static_cast<int>(side));
#endif
}

// Decoders allocate what the coded picture announces, whatever the file says of it.
void check_coded_size(const Size& claimed, const Size& coded) {
  constexpr int64_t kLarger = 4, kSmall = 1 << 20;
  if (coded.width * coded.height > kLarger * claimed.width * claimed.height + kSmall) {
    fail_damaged("its pixels are of another size than it says");
  }
}

HeifContext open_context(const Bytes& file, PictureFormat format, const Size& claimed) {
  HeifContext context(heif_context_alloc());
  if (!context) throw std::bad_alloc();
  set_limits(context.get(), claimed);
  check(
      heif_context_read_from_memory_without_copy(context.get(), file.data(), file.size(), nullptr),
      format);
  return context;
}

HeifHandle main_picture(heif_context* context, PictureFormat format) {
  heif_image_handle* handle = nullptr;
  check(heif_context_get_primary_image_handle(context, &handle), format);
  return HeifHandle(handle);
}

Bytes icc_profile_of(const heif_image_handle* handle) {
  const std::size_t size = heif_image_handle_get_raw_color_profile_size(handle);
  if (size == 0 || size > kMostProfileBytes) return {};
  Bytes profile(size);
  const heif_error error = heif_image_handle_get_raw_color_profile(handle, profile.data());
  return error.code == heif_error_Ok ? profile : Bytes();
}

bool is_for_gray(const Bytes& icc_profile) {
  constexpr char kGray[] = {'G', 'R', 'A', 'Y'};
  constexpr std::size_t kPlace = 16;
  return icc_profile.size() > kPlace + sizeof kGray &&
         std::memcmp(icc_profile.data() + kPlace, kGray, sizeof kGray) == 0;
}

// Colours that are described by code points.
Bytes described_profile_of(const heif_image_handle* handle) {
  heif_color_profile_nclx* nclx = nullptr;
  const heif_error error = heif_image_handle_get_nclx_color_profile(handle, &nclx);
  const HeifNclx owned(nclx);
  if (error.code != heif_error_Ok || !owned) return {};
  return profile_of_code_points(Samples::kRgb, owned->color_primaries,
                                owned->transfer_characteristics)
      .value_or(Bytes());
}

// A plane of a decoded picture, with values of 8 to 16 bits.
class HeifPlane {
 public:
  HeifPlane(const heif_image* image, heif_channel channel, const Size& size) {
    bits_ = heif_image_get_bits_per_pixel_range(image, channel);
    data_ = heif_image_get_plane_readonly(image, channel, &stride_);
    const bool same_size = heif_image_get_width(image, channel) == size.width &&
                           heif_image_get_height(image, channel) == size.height;
    if (!data_ || !same_size || bits_ < 1 || bits_ > 16) fail_damaged("its channels differ");
  }

  // Puts a row's values, as parts of `most`, into every step-th sample.
  template <typename Sample>
  void put_row(int64_t row, int64_t count, double most, Sample* target, int step) const {
    const uint8_t* line = data_ + static_cast<std::ptrdiff_t>(row) * stride_;
    const double scale = most / ((1 << bits_) - 1);
    for (int64_t i = 0; i < count; ++i, target += step) {
      uint16_t value = 0;
      if (bits_ > 8) {
        std::memcpy(&value, line + 2 * i, sizeof value);
      } else {
        value = line[i];
      }
      *target = static_cast<Sample>(std::min(std::floor(value * scale + 0.5), most));
    }
  }

 private:
  const uint8_t* data_ = nullptr;
  int stride_ = 0, bits_ = 0;
};

// libheif only decodes whole pictures. It applies the transformations in the file, so that EXIF's
// orientation does not count.
class HeifDecoder : public RowDecoder {
 public:
  HeifDecoder(const Bytes& file, PictureFormat format) : format_(format) {
    if (format == PictureFormat::kAvif && !heif_have_decoder_for_format(heif_compression_AV1)) {
      throw DecodeError(kAv1Decoder);
    }
    const std::optional<Size> claimed = heif_size(file);
    if (!claimed) fail_damaged("its header");
    check_coded_size(*claimed, coded_size(file));
    const SilencedStandardError silenced;
    context_ = open_context(file, format, *claimed);
    handle_ = main_picture(context_.get(), format);
    read_header(file);
  }

  int64_t memory() const override {
    // What the codec keeps, libheif's own planes before and after colours are converted, and once
    // more if the picture is turned.
    const int64_t bytes = form_.depth == CV_8U ? 1 : 2;
    const int64_t samples = form_.alpha ? 21 : 15;
    return size_.width * size_.height * bytes * samples + (16 << 20);
  }

  void read(cv::Mat& rows) override {
    if (planes_.empty()) decode();
    for (int row = 0; row < rows.rows; ++row, ++given_) {
      if (form_.depth == CV_8U) {
        read_row(rows.ptr<uint8_t>(row), 255);
      } else {
        read_row(rows.ptr<uint16_t>(row), 65535);
      }
    }
  }

 private:
  void read_header(const Bytes& file);
  void decode();

  template <typename Sample>
  void read_row(Sample* target, double most) const {
    const int channels = form_.channels();
    for (int c = 0; c < channels; ++c) {
      const HeifPlane& plane = planes_[static_cast<std::size_t>(c)];
      plane.put_row(given_, size_.width, most, target + c, channels);
    }
    if (!premultiplied_) return;
    for (int64_t i = 0; i < size_.width; ++i, target += channels) {
      const double alpha = target[channels - 1];
      for (int c = 0; c + 1 < channels; ++c) {
        const double value = alpha > 0 ? std::floor(target[c] * most / alpha + 0.5) : 0;
        target[c] = static_cast<Sample>(std::min(value, most));
      }
    }
  }

  const PictureFormat format_;
  HeifContext context_;
  HeifHandle handle_;
  HeifImage image_;
  std::vector<HeifPlane> planes_;  // of form_'s channels
  bool premultiplied_ = false;
  int64_t given_ = 0;  // rows
};

void HeifDecoder::read_header(const Bytes& file) {
  size_ = {heif_image_handle_get_width(handle_.get()), heif_image_handle_get_height(handle_.get())};
  if (size_.width < 1 || size_.height < 1) fail_damaged("its size");
  const int bits = heif_image_handle_get_luma_bits_per_pixel(handle_.get());
  form_.depth = bits >= 1 && bits <= 8 ? CV_8U : CV_16U;
  form_.alpha = heif_image_handle_has_alpha_channel(handle_.get()) != 0;
  premultiplied_ = form_.alpha && heif_image_handle_is_premultiplied_alpha(handle_.get()) != 0;
  colour_profile_ = icc_profile_of(handle_.get());
  if (is_for_gray(colour_profile_)) form_.colour = Samples::kGray;  // all three are the same
  if (colour_profile_.empty()) colour_profile_ = described_profile_of(handle_.get());
  has_more_pictures_ =
      heif_context_get_number_of_top_level_images(context_.get()) > 1 || heif_has_sequence(file);
}

void HeifDecoder::decode() {
  const SilencedStandardError silenced;
  const std::unique_ptr<heif_decoding_options, HeifDelete<heif_decoding_options_free>> options(
      heif_decoding_options_alloc());
  if (!options) throw std::bad_alloc();
  options->strict_decoding = 1;
  heif_image* image = nullptr;
  const heif_error error =
      heif_decode_image(handle_.get(), &image, heif_colorspace_RGB, heif_chroma_444, options.get());
  image_.reset(image);
  check(error, format_);
  std::vector<heif_channel> channels = {heif_channel_R};
  if (form_.colour == Samples::kRgb) channels = {heif_channel_R, heif_channel_G, heif_channel_B};
  if (form_.alpha) channels.push_back(heif_channel_Alpha);
  for (const heif_channel channel : channels) planes_.emplace_back(image_.get(), channel, size_);
  handle_.reset();
  context_.reset();
}

Bytes metadata_block(const heif_image_handle* handle, heif_item_id id, std::size_t most) {
  const std::size_t size = heif_image_handle_get_metadata_size(handle, id);
  if (size == 0 || size > most) return {};
  Bytes block(size);
  const heif_error error = heif_image_handle_get_metadata(handle, id, block.data());
  return error.code == heif_error_Ok ? block : Bytes();
}

void take_metadata(const heif_image_handle* handle, std::size_t most, FoundMetadata& metadata) {
  constexpr int kMostBlocks = 100;
  std::array<heif_item_id, kMostBlocks> ids = {};
  const int count =
      heif_image_handle_get_list_of_metadata_block_IDs(handle, nullptr, ids.data(), kMostBlocks);
  for (int i = 0; i < count; ++i) {
    const heif_item_id id = ids[static_cast<std::size_t>(i)];
    const std::string type = heif_image_handle_get_metadata_type(handle, id);
    const std::string content = heif_image_handle_get_metadata_content_type(handle, id);
    if (type == "Exif" && metadata.exif.empty()) {
      const Bytes block = metadata_block(handle, id, most);
      const ByteSpan exif = exif_in_item({block.data(), block.size()});
      metadata.exif.assign(exif.data, exif.data + exif.size);
    }
    if (type == "mime" && content == "application/rdf+xml" && metadata.xmp.empty()) {
      const Bytes block = metadata_block(handle, id, most);
      metadata.xmp.assign(block.begin(), block.end());
    }
  }
}

}  // namespace

std::unique_ptr<RowDecoder> open_heif(const std::vector<uint8_t>& file, PictureFormat format) {
  return std::make_unique<HeifDecoder>(file, format);
}

FoundMetadata heif_metadata(const std::vector<uint8_t>& file, std::size_t most) {
  FoundMetadata metadata;
  const std::optional<Size> claimed = heif_size(file);
  if (!claimed) return metadata;
  const SilencedStandardError silenced;
  try {
    const HeifContext context = open_context(file, PictureFormat::kHeif, *claimed);
    const HeifHandle handle = main_picture(context.get(), PictureFormat::kHeif);
    take_metadata(handle.get(), most, metadata);
  } catch (const DecodeError&) {
    // Reading the picture says why.
  }
  return metadata;
}

}  // namespace stylize
