#include "stylize/image/picture_metadata.h"

#include <cmath>
#include <exiv2/exiv2.hpp>
#include <limits>
#include <utility>

#include "carried_exif.h"
#include "density.h"
#include "exiv2_setup.h"
#include "metadata_blocks.h"
#include "xmp_check.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr std::size_t kMostExif = 60'000, kMostIptc = 60'000;
constexpr std::size_t kMostXmp = std::size_t{256} << 10;
constexpr std::size_t kMostValueBytes = std::size_t{4} << 20;
constexpr std::size_t kMostExifEntries = 4096;

bool is_tiff_file(const Bytes& file) {
  return file.size() > 4 && ((file[0] == 'I' && file[1] == 'I' && file[2] == 42) ||
                             (file[0] == 'M' && file[1] == 'M' && file[3] == 42));
}

void leave_out(PictureMetadata& metadata, const std::string& what) {
  metadata.left_out += (metadata.left_out.empty() ? "" : ", ") + what;
}

// As they stand in a file of this byte order; some programs declare text as numbers of 32 bits.
Bytes value_bytes(const Exiv2::Value& value, Exiv2::ByteOrder order) {
  Bytes bytes(static_cast<std::size_t>(value.size()));
  if (!bytes.empty()) value.copy(bytes.data(), order);
  return bytes;
}

// A TIFF file is itself a block of EXIF, in which the others are entries.
MetadataBlocks blocks_in(const Exiv2::ExifData& tiff, Exiv2::ByteOrder order) {
  MetadataBlocks blocks;
  for (const Exiv2::Exifdatum& datum : tiff) {
    if (datum.groupName() != "Image") continue;
    if (static_cast<std::size_t>(datum.size()) > kMostValueBytes) continue;
    const std::string tag = datum.tagName();
    if (tag == "XMLPacket") {
      const Bytes bytes = value_bytes(datum.value(), order);
      blocks.xmp.assign(bytes.begin(), bytes.end());
    }
    if (tag == "IPTCNAA") blocks.iptc = value_bytes(datum.value(), order);
    if (tag == "ImageResources" && blocks.iptc.empty()) {
      blocks.iptc = iptc_in_resources(value_bytes(datum.value(), order));
    }
  }
  return blocks;
}

double exif_number(const Exiv2::ExifData& exif, const char* key) {
  const auto found = exif.findKey(Exiv2::ExifKey(key));
  if (found == exif.end() || found->count() == 0) return 0;
  const double value = static_cast<double>(found->toFloat());
  return std::isfinite(value) && value > 0 ? value : 0;
}

Density density_of(const Exiv2::ExifData& exif) {
  const double unit = exif_number(exif, "Exif.Image.ResolutionUnit");  // 2, inches, if missing
  const double scale = unit == 3 ? kCentimetresOfInch : unit == 1 ? 0 : 1;
  return {exif_number(exif, "Exif.Image.XResolution") * scale,
          exif_number(exif, "Exif.Image.YResolution") * scale};
}

void take_exif(Exiv2::ExifData& exif, PictureMetadata& metadata) {
  metadata.has_thumbnail =
      exif.findKey(Exiv2::ExifKey("Exif.Thumbnail.JPEGInterchangeFormat")) != exif.end();
  if (metadata.density.horizontal <= 0 || metadata.density.vertical <= 0) {
    metadata.density = density_of(exif);
  }
  constexpr double kFirstTurned = 5;  // orientations from here on exchange width and height
  if (exif_number(exif, "Exif.Image.Orientation") >= kFirstTurned) {
    std::swap(metadata.density.horizontal, metadata.density.vertical);
  }
  keep_what_holds(exif);
  if (exif.empty()) return;
  Exiv2::Blob block;
  if (static_cast<std::size_t>(exif.count()) <= kMostExifEntries) {
    Exiv2::ExifParser::encode(block, Exiv2::littleEndian, exif);
  }
  if (block.empty() || block.size() > kMostExif) return leave_out(metadata, "EXIF");
  metadata.exif = std::move(block);
}

void take_xmp(const std::string& packet, PictureMetadata& metadata) {
  if (packet.empty()) return;
  Exiv2::XmpData xmp;
  if (packet.size() > kMostXmp || !is_harmless_xmp(packet) ||
      Exiv2::XmpParser::decode(xmp, packet) != 0) {
    return leave_out(metadata, "XMP");
  }
  keep_what_holds(xmp);
  if (xmp.empty()) return;
  constexpr auto kFormat = Exiv2::XmpParser::omitPacketWrapper | Exiv2::XmpParser::useCompactFormat;
  std::string kept;
  if (Exiv2::XmpParser::encode(kept, xmp, kFormat) != 0) return leave_out(metadata, "XMP");
  metadata.xmp = std::move(kept);
}

void take_iptc(Bytes block, PictureMetadata& metadata) {
  if (block.empty()) return;
  Exiv2::IptcData parsed;
  const bool is_good =
      block.size() <= kMostIptc &&
      Exiv2::IptcParser::decode(parsed, block.data(), static_cast<uint32_t>(block.size())) == 0;
  if (!is_good) return leave_out(metadata, "IPTC");
  if (!parsed.empty()) metadata.iptc = std::move(block);
}

// Whatever `take` throws but for a lack of memory means that the block is damaged.
template <typename Take>
void attempt(const char* what, PictureMetadata& metadata, const Take& take) {
  try {
    take();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    leave_out(metadata, what);
  }
}

Exiv2::ExifData decoded(const Bytes& block) {
  Exiv2::ExifData exif;
  if (!block.empty() && block.size() <= std::numeric_limits<uint32_t>::max()) {
    Exiv2::ExifParser::decode(exif, block.data(), static_cast<uint32_t>(block.size()));
  }
  return exif;
}

bool says_something(const PictureMetadata& metadata) {
  return !metadata.exif.empty() || !metadata.iptc.empty() || !metadata.xmp.empty() ||
         metadata.density.horizontal > 0 || !metadata.left_out.empty();
}

}  // namespace

std::shared_ptr<const PictureMetadata> read_metadata(const std::vector<uint8_t>& file) {
  auto metadata = std::make_shared<PictureMetadata>();
  MetadataBlocks blocks = metadata_blocks(file);
  metadata->density = blocks.density;
  const auto lock = use_exiv2();
  attempt("EXIF", *metadata, [&] {
    Exiv2::ExifData exif = decoded(is_tiff_file(file) ? file : blocks.exif);
    if (is_tiff_file(file)) {
      blocks = blocks_in(exif, file[0] == 'I' ? Exiv2::littleEndian : Exiv2::bigEndian);
    }
    take_exif(exif, *metadata);
  });
  attempt("IPTC", *metadata, [&] { take_iptc(std::move(blocks.iptc), *metadata); });
  attempt("XMP", *metadata, [&] { take_xmp(blocks.xmp, *metadata); });
  return says_something(*metadata) ? metadata : nullptr;
}

}  // namespace stylize
