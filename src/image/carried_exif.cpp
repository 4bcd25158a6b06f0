#include "carried_exif.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>

#include "exiv2_bytes.h"

namespace stylize {
namespace {

constexpr std::size_t kMostValue = std::size_t{16} << 10;

// The main directory also says how pixels are stored, so only these of it are kept.
const std::set<std::string>& kept_of_main_directory() {
  static const std::set<std::string> tags = {
      "ImageDescription", "Make",        "Model",       "Software",       "DateTime",
      "Artist",           "Copyright",   "XPTitle",     "XPComment",      "XPAuthor",
      "XPKeywords",       "XPSubject",   "Rating",      "RatingPercent",  "HostComputer",
      "DocumentName",     "XResolution", "YResolution", "ResolutionUnit", "DateTimeOriginal"};
  return tags;
}

// Of the photograph's directory all but these are kept. Sizes are set anew.
const std::set<std::string>& dropped_of_photograph() {
  static const std::set<std::string> tags = {"MakerNote",
                                             "InteroperabilityTag",
                                             "RelatedSoundFile",
                                             "SubjectArea",
                                             "CFAPattern",
                                             "SubjectLocation",
                                             "SpatialFrequencyResponse",
                                             "ComponentsConfiguration",
                                             "CompressedBitsPerPixel",
                                             "DeviceSettingDescription"};
  return tags;
}

bool holds(const Exiv2::Exifdatum& datum) {
  if (static_cast<std::size_t>(datum.size()) > kMostValue) return false;
  const std::string group = datum.groupName(), tag = datum.tagName();
  if (group == "Image") return kept_of_main_directory().count(tag) > 0;
  if (group == "Photo") return dropped_of_photograph().count(tag) == 0;
  return group == "GPSInfo";
}

// Namespaces that describe the file that the photograph is in, or how a raw converter is to develop
// it.
const std::set<std::string>& dropped_namespaces() {
  static const std::set<std::string> prefixes = {
      "stylize", "crs",   "GDepth", "GImage",  "GCamera",    "GContainer", "Container",
      "Item",    "GPano", "hdrgm",  "xmpNote", "HDRGainMap", "apdi",       "crss"};
  return prefixes;
}

const std::set<std::string>& dropped_properties() {
  static const std::set<std::string> keys = {"Xmp.xmp.Thumbnails",
                                             "Xmp.tiff.Orientation",
                                             "Xmp.tiff.ImageWidth",
                                             "Xmp.tiff.ImageLength",
                                             "Xmp.tiff.BitsPerSample",
                                             "Xmp.tiff.Compression",
                                             "Xmp.tiff.SamplesPerPixel",
                                             "Xmp.tiff.PhotometricInterpretation",
                                             "Xmp.tiff.PlanarConfiguration",
                                             "Xmp.tiff.YCbCrSubSampling",
                                             "Xmp.tiff.YCbCrPositioning",
                                             "Xmp.exif.PixelXDimension",
                                             "Xmp.exif.PixelYDimension",
                                             "Xmp.exif.ColorSpace",
                                             "Xmp.photoshop.DocumentAncestors",
                                             "Xmp.photoshop.ICCProfile"};
  return keys;
}

// Xmp.xmp.Thumbnails[1]/xmpGImg:image -> Xmp.xmp.Thumbnails
std::string property_of(const std::string& key) {
  return key.substr(0, key.find_first_of("[/"));
}

template <typename Data, typename Predicate>
void erase_unless(Data& data, const Predicate& stays) {
  for (auto datum = data.begin(); datum != data.end();) {
    datum = stays(*datum) ? std::next(datum) : data.erase(datum);
  }
}

}  // namespace

void keep_what_holds(Exiv2::ExifData& exif) {
  erase_unless(exif, holds);
}

void keep_what_holds(Exiv2::XmpData& xmp) {
  erase_unless(xmp, [](const Exiv2::Xmpdatum& datum) {
    return dropped_namespaces().count(datum.groupName()) == 0 &&
           dropped_properties().count(property_of(datum.key())) == 0 &&
           static_cast<std::size_t>(datum.size()) <= kMostValue;
  });
}

}  // namespace stylize
