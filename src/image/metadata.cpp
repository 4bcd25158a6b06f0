#include "metadata.h"

#include <exiv2/exiv2.hpp>

#include "exiv2_setup.h"

namespace stylize {
namespace {

int orientation_of(const Exiv2::ExifData& exif) {
  const auto entry = exif.findKey(Exiv2::ExifKey("Exif.Image.Orientation"));
  if (entry == exif.end() || entry->count() == 0) return 1;
  const auto value = static_cast<int>(entry->toFloat());  // toLong() went, toInt64() is new
  return value >= 1 && value <= 8 ? value : 1;
}

std::vector<uint8_t> color_profile_of(Exiv2::Image& image) {
  if (!image.iccProfileDefined()) return {};
#if EXIV2_TEST_VERSION(0, 28, 0)
  const Exiv2::DataBuf& profile = image.iccProfile();
  return {profile.cbegin(), profile.cend()};
#else
  const Exiv2::DataBuf& profile = *image.iccProfile();
  return {profile.pData_, profile.pData_ + profile.size_};
#endif
}

}  // namespace

Metadata read_metadata(const std::vector<uint8_t>& file) {
  const auto lock = use_exiv2();
  Metadata metadata;
  try {
    const auto image = Exiv2::ImageFactory::open(file.data(), static_cast<long>(file.size()));
    image->readMetadata();
    metadata.orientation = orientation_of(image->exifData());
    metadata.color_profile = color_profile_of(*image);
  } catch (const std::exception&) {
    // Not a format with metadata, or damaged metadata around pixels that may well be fine.
  }
  return metadata;
}

}  // namespace stylize
