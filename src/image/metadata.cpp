#include "metadata.h"

#include "exiv2_bytes.h"
#include "exiv2_setup.h"

namespace stylize {
namespace {

int orientation_of(const Exiv2::ExifData& exif) {
  const auto entry = exif.findKey(Exiv2::ExifKey("Exif.Image.Orientation"));
  if (entry == exif.end() || entry->count() == 0) return 1;
  const auto value =
      static_cast<int>(entry->toFloat());  // works in all versions, unlike toLong() and toInt64()
  return value >= 1 && value <= 8 ? value : 1;
}

}  // namespace

int orientation_in_exif(const uint8_t* exif, std::size_t size) {
  constexpr std::size_t kLongest = 16 << 20;
  if (size > kLongest) return 1;
  const auto lock = use_exiv2();
  try {
    Exiv2::ExifData data;
    Exiv2::ExifParser::decode(data, exif, static_cast<uint32_t>(size));
    return orientation_of(data);
  } catch (const std::exception&) {
    return 1;  // damaged metadata; the pixels may well be fine
  }
}

int orientation_in_file(const std::vector<uint8_t>& file) {
  const auto lock = use_exiv2();
  try {
    const auto image = open_with_exiv2(file);
    image->readMetadata();
    return orientation_of(image->exifData());
  } catch (const std::exception&) {
    return 1;
  }
}

}  // namespace stylize
