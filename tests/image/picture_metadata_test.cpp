#include "stylize/image/picture_metadata.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <exiv2/exiv2.hpp>
#include <string>

#include "image/embedding.h"
#include "image/exiv2_bytes.h"
#include "image/exiv2_setup.h"
#include "image/metadata_blocks.h"
#include "image/picture_format.h"
#include "image/picture_record.h"
#include "image/xmp_check.h"
#include "stylize/image/image_files.h"
#include "support/file_text.h"
#include "support/optional_formats.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr const char* kNames[] = {"a.png", "a.jpg", "a.webp", "a.tif"};

Image plain_picture(int64_t height, int64_t width) {
  at::manual_seed(5);
  Image image;
  image.colour = at::rand({1, 3, height, width});
  return image;
}

// As a camera and a photographer leave it: lying on its side, with a place, an owner, a thumbnail,
// a maker note and the settings of a raw converter.
Bytes photograph(const std::string& name) {
  const Bytes plain = encode_image(name, plain_picture(40, 60));
  const Bytes thumbnail = encode_image("t.jpg", plain_picture(8, 8));
  const auto lock = use_exiv2();
  const auto image = open_with_exiv2(plain);
  image->readMetadata();
  Exiv2::ExifData& exif = image->exifData();
  exif["Exif.Image.Orientation"] = uint16_t{6};
  exif["Exif.Image.Make"] = "Maker";
  exif["Exif.Image.Copyright"] = "Somebody";
  exif["Exif.Image.XResolution"] = Exiv2::URational(300, 1);
  exif["Exif.Image.YResolution"] = Exiv2::URational(150, 1);
  exif["Exif.Image.ResolutionUnit"] = uint16_t{2};
  exif["Exif.Photo.LensModel"] = "A lens";
  exif["Exif.Photo.PixelXDimension"] = uint32_t{60};
  exif["Exif.Photo.PixelYDimension"] = uint32_t{40};
  exif["Exif.Photo.ColorSpace"] = uint16_t{0xffff};
  exif["Exif.GPSInfo.GPSLatitude"] = "48/1 51/1 30/1";
  exif["Exif.GPSInfo.GPSLatitudeRef"] = "N";
  Exiv2::DataValue note(Exiv2::undefined);
  const Bytes note_bytes(100, 'n');
  note.read(note_bytes.data(), static_cast<Exiv2Size>(note_bytes.size()), Exiv2::littleEndian);
  exif["Exif.Photo.MakerNote"].setValue(&note);
  if (name != std::string("a.tif")) {
    Exiv2::ExifThumb(exif).setJpegThumbnail(thumbnail.data(),
                                            static_cast<Exiv2Size>(thumbnail.size()));
  }
  if (name != std::string("a.webp")) image->iptcData()["Iptc.Application2.Byline"] = "Somebody";
  image->xmpData()["Xmp.dc.creator"] = "Somebody";
  image->xmpData()["Xmp.tiff.Orientation"] = "6";
  image->xmpData()["Xmp.crs.Exposure"] = "+2.00";
  image->writeMetadata();
  return bytes_of(image->io());
}

struct Said {
  Exiv2::ExifData exif;
  Exiv2::IptcData iptc;
  Exiv2::XmpData xmp;

  explicit Said(const Bytes& file) {
    const auto lock = use_exiv2();
    const auto format = format_by_signature(file);
    if (format == PictureFormat::kAvif || format == PictureFormat::kJxl) {  // not Exiv2's
      const MetadataBlocks blocks = metadata_blocks(file);
      Exiv2::ExifParser::decode(exif, blocks.exif.data(),
                                static_cast<uint32_t>(blocks.exif.size()));
      Exiv2::XmpParser::decode(xmp, blocks.xmp);
      return;
    }
    const auto image = open_with_exiv2(file);
    image->readMetadata();
    exif = image->exifData();
    iptc = image->iptcData();
    xmp = image->xmpData();
  }
  std::string operator()(const std::string& key) const {
    if (key.rfind("Exif.", 0) == 0) return text(exif, exif.findKey(Exiv2::ExifKey(key)));
    if (key.rfind("Iptc.", 0) == 0) return text(iptc, iptc.findKey(Exiv2::IptcKey(key)));
    return text(xmp, xmp.findKey(Exiv2::XmpKey(key)));
  }

 private:
  template <typename Data, typename Found>
  static std::string text(const Data& data, const Found& found) {
    return found == data.end() ? "" : found->toString();
  }
};

Bytes painting(const std::string& name, std::shared_ptr<const PictureMetadata> metadata,
               const std::string& record = "{}") {
  WriteOptions options;
  options.carried = std::move(metadata);
  options.record = record;
  return encode_image(name, plain_picture(24, 16), options);
}

TEST(PictureMetadataTest, GoesFromEveryFormatToEveryFormat) {
  for (const char* from : kNames) {
    const auto metadata = read_metadata(photograph(from));
    ASSERT_TRUE(metadata);
    EXPECT_EQ(metadata->left_out, "");
    for (const std::string to : and_optional({"a.png", "a.jpg", "a.webp", "a.tif"})) {
      SCOPED_TRACE(std::string(from) + " to " + to);
      const Bytes file = painting(to, metadata);
      const Said said(file);
      EXPECT_EQ(said("Exif.Image.Copyright"), "Somebody");
      EXPECT_EQ(said("Exif.Photo.LensModel"), "A lens");
      EXPECT_EQ(said("Exif.GPSInfo.GPSLatitude"), "48/1 51/1 30/1");
      EXPECT_EQ(said("Exif.GPSInfo.GPSLatitudeRef"), "N");
      EXPECT_EQ(said("Exif.Image.Orientation"), "1");
      EXPECT_EQ(said("Exif.Photo.PixelXDimension"), "16");
      EXPECT_EQ(said("Exif.Photo.PixelYDimension"), "24");
      EXPECT_EQ(said("Exif.Photo.ColorSpace"), "1");
      EXPECT_EQ(said("Exif.Photo.MakerNote"), "");
      EXPECT_EQ(said("Xmp.dc.creator"), "Somebody");
      EXPECT_EQ(said("Xmp.crs.Exposure"), "");
      EXPECT_EQ(said("Xmp.tiff.Orientation"), "");
      if (from != std::string("a.webp") && to != "a.webp" && to != "a.avif" && to != "a.jxl") {
        EXPECT_EQ(said("Iptc.Application2.Byline"), "Somebody");
      }
      EXPECT_EQ(read_record(file), "{}") << "the seal is whole";
      EXPECT_EQ(read_image(to, file).size(), (Size{16, 24})) << "upright as it is";
      EXPECT_EQ(file, painting(to, metadata)) << "the same bytes again";
      const auto again = read_metadata(file);
      ASSERT_TRUE(again);
      EXPECT_EQ(Said(painting("a.jpg", again))("Exif.Photo.LensModel"), "A lens");
    }
  }
}

// AVIF and JPEG XL have no place for IPTC.
TEST(PictureMetadataTest, IptcBecomesXmpWhereItHasNoPlace) {
  auto metadata = std::make_shared<PictureMetadata>(*read_metadata(photograph("a.jpg")));
  for (const std::string name : and_optional({})) {
    SCOPED_TRACE(name);
    EXPECT_EQ(Said(painting(name, metadata))("Xmp.dc.creator"), "Somebody") << "both say it: once";
    metadata->xmp.clear();
    EXPECT_EQ(Said(painting(name, metadata))("Xmp.dc.creator"), "Somebody");
  }
}

// A file that exiftool has written; data/make_pictures.py says how.
TEST(PictureMetadataTest, OfExiftoolsIsKept) {
  const std::string text = file_text(std::string(DATA_FOLDER) + "/photograph.jpg");
  const auto metadata = read_metadata(Bytes(text.begin(), text.end()));
  ASSERT_TRUE(metadata);
  EXPECT_EQ(metadata->left_out, "");
  EXPECT_TRUE(metadata->has_thumbnail);
  const Said said(painting("a.jpg", metadata));
  EXPECT_EQ(said("Exif.Image.Copyright"), "Somebody \xc2\xa9");
  EXPECT_EQ(said("Exif.Image.Orientation"), "1");
  EXPECT_EQ(said("Exif.Photo.DateTimeOriginal"), "2026:01:02 03:04:05");
  EXPECT_EQ(said("Exif.GPSInfo.GPSLongitudeRef"), "E");
  EXPECT_EQ(said("Iptc.Application2.Byline"), "Me");
  EXPECT_EQ(said("Xmp.dc.title"), "lang=\"x-default\" A title");
  EXPECT_EQ(said("Xmp.crs.Exposure2012"), "");
}

// 300 by 150 of a picture that lies on its side.
TEST(PictureMetadataTest, ResolutionIsWhereEachFormatHasIt) {
  const auto metadata = read_metadata(photograph("a.jpg"));
  EXPECT_NEAR(metadata->density.horizontal, 150, 0.01);
  EXPECT_NEAR(metadata->density.vertical, 300, 0.01);
  const Bytes png = painting("a.png", metadata), jpeg = painting("a.jpg", metadata);
  EXPECT_NEAR(read_metadata(png)->density.horizontal, 150, 0.02);
  EXPECT_EQ((Bytes(jpeg.begin() + 13, jpeg.begin() + 18)), (Bytes{1, 0, 150, 1, 44}));
  EXPECT_NEAR(read_metadata(painting("a.tif", metadata))->density.vertical, 300, 0.01);
}

TEST(PictureMetadataTest, ThumbnailIsThePaintings) {
  const auto metadata = read_metadata(photograph("a.jpg"));
  EXPECT_TRUE(metadata->has_thumbnail);
  const Said said(painting("a.jpg", metadata));
  auto lock = use_exiv2();
  const auto copy = Exiv2::ExifThumbC(said.exif).copy();
#if EXIV2_TEST_VERSION(0, 28, 0)
  const Bytes thumbnail(copy.c_data(), copy.c_data() + copy.size());
#else
  const Bytes thumbnail(copy.pData_, copy.pData_ + copy.size_);
#endif
  lock.unlock();
  EXPECT_EQ(read_image("thumbnail", thumbnail).size(), (Size{16, 24}));
}

TEST(PictureMetadataTest, OfPlainPicturesIsNothing) {
  for (const char* name : and_optional({"a.png", "a.jpg", "a.webp", "a.tif"})) {
    const Bytes plain = encode_image(name, plain_picture(24, 16));
    EXPECT_FALSE(read_metadata(plain)) << name;
  }
  EXPECT_FALSE(read_metadata({}));
  const auto earlier = read_metadata(painting("a.png", nullptr, "{\"of\": \"another\"}"));
  EXPECT_TRUE(!earlier || earlier->xmp.find("another") == std::string::npos);
}

TEST(PictureMetadataTest, ChoiceDecidesWhatIsWritten) {
  WriteOptions options;
  options.carried = read_metadata(photograph("a.jpg"));
  options.record = "{}";
  options.metadata = MetadataChoice::kRecord;
  const Bytes record = encode_image("a.jpg", plain_picture(24, 16), options);
  EXPECT_EQ(read_record(record), "{}");
  EXPECT_TRUE(Said(record).exif.empty());
  options.metadata = MetadataChoice::kNone;
  const Said none(encode_image("a.jpg", plain_picture(24, 16), options));
  EXPECT_TRUE(none.exif.empty() && none.iptc.empty() && none.xmp.empty());
}

// The segments of a JPEG have 64 KB, and the record goes first.
TEST(PictureMetadataTest, WhatDoesNotFitIsLeftOut) {
  auto metadata = std::make_shared<PictureMetadata>(*read_metadata(photograph("a.png")));
  const std::size_t place = metadata->xmp.find("Somebody");
  ASSERT_NE(place, std::string::npos);
  metadata->xmp.insert(place, std::string(70'000, 'x'));
  WriteOptions options;
  options.carried = metadata;
  options.record = "{}";
  std::string warning;
  options.warn = [&](const std::string& line) { warning += line; };
  const Bytes jpeg = encode_image("a.jpg", plain_picture(24, 16), options);
  EXPECT_EQ(warning, "a.jpg: the content's XMP does not fit and is left out");
  EXPECT_EQ(Said(jpeg)("Exif.Image.Copyright"), "Somebody");
  EXPECT_EQ(read_record(jpeg), "{}");
  warning.clear();
  const Bytes png = encode_image("a.png", plain_picture(24, 16), options);
  EXPECT_EQ(warning, "");
  EXPECT_GT(Said(png)("Xmp.dc.creator").size(), 70'000u);
}

TEST(PictureMetadataTest, XmpThatCouldHarmAParserIsRefused) {
  EXPECT_TRUE(is_harmless_xmp("<?xpacket begin='' id=''?><a b=\"x>y\"><c/><!-- <d> --></a>"));
  EXPECT_FALSE(is_harmless_xmp("<!DOCTYPE a [<!ENTITY b \"cc\">]><a>&b;</a>"));
  EXPECT_FALSE(is_harmless_xmp("<![CDATA[x]]>"));
  EXPECT_FALSE(is_harmless_xmp(std::string("<\0a\0>\0", 6)));
  EXPECT_FALSE(is_harmless_xmp("<a"));
  std::string deep;
  for (int i = 0; i < 65; ++i) deep += "<a>";
  EXPECT_FALSE(is_harmless_xmp(deep));
  EXPECT_TRUE(is_harmless_xmp(deep.substr(3)));
}

// Every byte of a photograph's metadata damaged in turn: no crash, no exception, pixels untouched.
TEST(PictureMetadataTest, DamageIsSurvived) {
  for (const char* name : kNames) {
    SCOPED_TRACE(name);
    const Bytes file = photograph(name);
    for (std::size_t at = 0; at < file.size(); at += 7) {
      Bytes damaged = file;
      damaged[at] = static_cast<uint8_t>(damaged[at] ^ (at % 255 + 1));
      const auto metadata = read_metadata(damaged);
      if (metadata && at % 5 == 0) painting("a.jpg", metadata);
    }
  }
}

}  // namespace
}  // namespace stylize
