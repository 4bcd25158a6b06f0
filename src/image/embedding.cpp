#include "embedding.h"

#include <cmath>
#include <optional>

#include "density.h"
#include "exiv2_bytes.h"
#include "exiv2_setup.h"
#include "icc_embedding.h"
#include "picture_format.h"
#include "png_chunks.h"
#include "seal.h"
#include "stylize/error.h"
#include "stylize/version.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr const char* kProgramKey = "Xmp.xmp.CreatorTool";

// Exiv2 0.27 would write it into a text, which few programs look for.
void put_exif_into_png(Exiv2::ExifData& exif, Bytes& file) {
  if (exif.empty()) return;
  Exiv2::Blob block;
  Exiv2::ExifParser::encode(block, Exiv2::littleEndian, exif);
  insert_png_chunk("eXIf", block, file);
}

// Only if the photograph says it.
void renew(Exiv2::ExifData& exif, const char* key, const Exiv2::Value& value) {
  const auto found = exif.findKey(Exiv2::ExifKey(key));
  if (found != exif.end()) found->setValue(&value);
}

void renew_size(Exiv2::ExifData& exif, const Size& size) {
  renew(exif, "Exif.Photo.PixelXDimension", Exiv2::ULongValue(static_cast<uint32_t>(size.width)));
  renew(exif, "Exif.Photo.PixelYDimension", Exiv2::ULongValue(static_cast<uint32_t>(size.height)));
}

// The colour space of the photograph's pixels need not be that of the painting's.
void renew_colour_space(Exiv2::ExifData& exif, bool is_srgb) {
  constexpr uint16_t kSrgbInExif = 1, kUncalibrated = 0xffff;
  renew(exif, "Exif.Photo.ColorSpace", Exiv2::UShortValue(is_srgb ? kSrgbInExif : kUncalibrated));
}

// Formats without a place of their own for it have it in EXIF.
void set_exif_density(Exiv2::ExifData& exif, const Density& density) {
  constexpr uint16_t kInches = 2;
  constexpr uint32_t kParts = 1000;
  const auto set = [&](const char* key, double value) {
    exif[key] = Exiv2::URational(static_cast<uint32_t>(std::lround(value * kParts)), kParts);
  };
  set("Exif.Image.XResolution", density.horizontal);
  set("Exif.Image.YResolution", density.vertical);
  exif["Exif.Image.ResolutionUnit"] = kInches;
}

void add_exif(const Embedding& embedding, bool tiff, bool has_own_density,
              Exiv2::ExifData& target) {
  const PictureMetadata& carried = *embedding.carried;
  Exiv2::ExifData exif;
  if (!carried.exif.empty()) {
    Exiv2::ExifParser::decode(exif, carried.exif.data(),
                              static_cast<uint32_t>(carried.exif.size()));
  }
  if (is_usable(carried.density) && !has_own_density) set_exif_density(exif, carried.density);
  if (exif.empty()) return;
  exif["Exif.Image.Orientation"] = uint16_t{1};
  renew_size(exif, embedding.size);
  renew_colour_space(exif, embedding.is_srgb);
  for (const Exiv2::Exifdatum& datum : exif) target[datum.key()].setValue(&datum.value());
  if (tiff || embedding.thumbnail_jpeg.empty()) return;
  Exiv2::ExifThumb(target).setJpegThumbnail(
      embedding.thumbnail_jpeg.data(), static_cast<Exiv2Size>(embedding.thumbnail_jpeg.size()));
}

void add_iptc(const Bytes& block, Exiv2::IptcData& target) {
  if (!block.empty()) {
    Exiv2::IptcParser::decode(target, block.data(), static_cast<uint32_t>(block.size()));
  }
}

void add_record(const std::string& record, Exiv2::XmpData& target) {
  if (record.empty()) return;
  target[kRecordKey] = record;
  target[kProgramKey] = std::string("stylize " STYLIZE_VERSION);
  target[kSealKey] = open_seal();
}

// How much of what is carried is put in.
enum class Carried { kAll, kWithoutXmp, kNothing };

Bytes embed(const Bytes& encoded, const Embedding& embedding, Carried carried) {
  const bool carries = embedding.carried && carried != Carried::kNothing;
  Bytes file = encoded;
  const std::optional<PictureFormat> format = format_by_signature(file);
  const bool is_png = format == PictureFormat::kPng;
  const bool has_density = carries && put_density(embedding.carried->density, file);
  if (!carries && embedding.record.empty()) return with_icc_profile(embedding.icc_profile, file);
  const auto image = open_with_exiv2(file);
  image->readMetadata();
  Exiv2::ExifData png_exif;
  if (carries) {
    add_exif(embedding, format == PictureFormat::kTiff, has_density,
             is_png ? png_exif : image->exifData());
    add_iptc(embedding.carried->iptc, image->iptcData());
    if (carried == Carried::kAll && !embedding.carried->xmp.empty()) {
      Exiv2::XmpParser::decode(image->xmpData(), embedding.carried->xmp);
    }
  }
  add_record(embedding.record, image->xmpData());
  image->writeMetadata();
  Bytes written = bytes_of(image->io());
  if (is_png) put_exif_into_png(png_exif, written);
  return with_icc_profile(embedding.icc_profile, std::move(written));
}

Bytes embed_what_fits(const Bytes& encoded, const Embedding& embedding) {
  const auto warn = [&](const std::string& line) {
    if (embedding.warn) embedding.warn(line);
  };
  if (!embedding.carried) return embed(encoded, embedding, Carried::kNothing);
  try {
    return embed(encoded, embedding, Carried::kAll);
  } catch (const Exiv2::Error&) {
    // Tried again with less.
  }
  try {
    Bytes file = embed(encoded, embedding, Carried::kWithoutXmp);
    warn("the content's XMP does not fit and is left out");
    return file;
  } catch (const Exiv2::Error&) {
    warn("the content's metadata do not fit and are left out");
  }
  return embed(encoded, embedding, Carried::kNothing);
}

// What XMP itself says counts more than what becomes XMP.
void add_xmp(const PictureMetadata& carried, Exiv2::XmpData& target) {
  Exiv2::IptcData iptc;
  add_iptc(carried.iptc, iptc);
  if (!iptc.empty()) Exiv2::copyIptcToXmp(iptc, target);
  if (carried.xmp.empty()) return;
  Exiv2::XmpData own;
  Exiv2::XmpParser::decode(own, carried.xmp);
  for (const Exiv2::Xmpdatum& datum : own) {
    const auto there = target.findKey(Exiv2::XmpKey(datum.key()));
    if (there != target.end()) target.erase(there);
  }
  for (const Exiv2::Xmpdatum& datum : own) target.add(datum);
}

}  // namespace

std::vector<uint8_t> sealed(std::vector<uint8_t> encoded, const Embedding& embedding) {
  if (embedding.record.empty() || close_seal(encoded)) return encoded;
  throw Error(ErrorKind::kOutput, "the picture cannot carry its record");
}

FileBlocks blocks_of(const Embedding& embedding) {
  const auto lock = use_exiv2();
  FileBlocks blocks;
  blocks.says_colours = embedding.says_colours;
  if (!embedding.is_srgb) blocks.icc_profile = embedding.icc_profile;
  try {
    Exiv2::ExifData exif;
    Exiv2::XmpData xmp;
    if (embedding.carried) {
      add_exif(embedding, false, false, exif);
      add_xmp(*embedding.carried, xmp);
    }
    add_record(embedding.record, xmp);
    if (!exif.empty()) Exiv2::ExifParser::encode(blocks.exif, Exiv2::littleEndian, exif);
    constexpr auto kForm = Exiv2::XmpParser::omitPacketWrapper | Exiv2::XmpParser::useCompactFormat;
    if (!xmp.empty() && Exiv2::XmpParser::encode(blocks.xmp, xmp, kForm) != 0) {
      throw Error(ErrorKind::kOutput, "the picture cannot carry its record");
    }
  } catch (const Exiv2::Error& error) {
    throw Error(ErrorKind::kOutput,
                std::string("the picture cannot carry its record: ") + error.what());
  }
  return blocks;
}

std::vector<uint8_t> with_embedded(const std::vector<uint8_t>& encoded,
                                   const Embedding& embedding) {
  const auto lock = use_exiv2();
  try {
    return sealed(embed_what_fits(encoded, embedding), embedding);
  } catch (const Exiv2::Error& error) {
    throw Error(ErrorKind::kOutput,
                std::string("the picture cannot carry its record: ") + error.what());
  }
}

}  // namespace stylize
