// Unusual pictures, and defective ones.
#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "machine/resident_memory.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"
#include "stylize/image/stray_output.h"
#include "support/file_text.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

using Bytes = std::vector<uint8_t>;

const fs::path kData = DATA_FOLDER;

Bytes bytes_of(const std::string& text) {
  return {text.begin(), text.end()};
}

Bytes data_file(const std::string& name) {
  return bytes_of(file_text(kData / name));
}

void expect_pixel(const Image& image, int64_t x, int64_t y, std::vector<double> expected,
                  double tolerance = 1e-6) {
  for (int64_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(image.colour[0][c][y][x].item<double>(), expected[static_cast<std::size_t>(c)],
                tolerance)
        << "channel " << c << " at " << x << "," << y;
  }
}

double alpha_at(const Image& image, int64_t x, int64_t y) {
  return image.has_alpha() ? image.alpha[0][0][y][x].item<double>() : -1;
}

// The error without the file's name; empty if the file can be read.
std::string refusal_of(const std::string& name, const Bytes& bytes) {
  try {
    read_image(name, bytes);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kInput) << error.what();
    const std::string line = error.what();
    EXPECT_EQ(line.find(name + ": "), 0u) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    return line.substr(name.size() + 2);
  }
  return "";
}

void expect_refused(const std::string& name, const Bytes& bytes, const std::string& part) {
  EXPECT_NE(refusal_of(name, bytes).find(part), std::string::npos) << refusal_of(name, bytes);
}

Image gradient(int64_t width, int64_t height, bool alpha) {
  Image image;
  const at::Tensor x = at::linspace(0, 1, width).reshape({1, 1, 1, width});
  const at::Tensor y = at::linspace(0, 1, height).reshape({1, 1, height, 1});
  image.colour = at::cat({x.expand({1, 1, height, width}), y.expand({1, 1, height, width}),
                          (x * y * 40).sin().abs()},
                         1)
                     .contiguous();
  if (alpha) image.alpha = ((x + y) / 2).contiguous();
  return image;
}

TEST(PictureKinds, EveryTransparencyOfPng) {
  const std::pair<const char*, std::vector<double>> kinds[] = {
      {"gray1", {0, 0, 0}},
      {"gray2", {0, 0, 0}},
      {"gray4", {0, 0, 0}},
      {"gray8", {0.2, 0.2, 0.2}},
      {"gray16", {0x1234 / 65535., 0x1234 / 65535., 0x1234 / 65535.}},
      {"rgb8", {1 / 255., 2 / 255., 3 / 255.}},
      {"rgb16", {0x102 / 65535., 0x304 / 65535., 0x506 / 65535.}},
      {"palette", {10 / 255., 20 / 255., 30 / 255.}},
      {"gray_alpha8", {0.2, 0.2, 0.2}},
      {"gray_alpha16", {0.2, 0.2, 0.2}},
      {"rgba8", {1 / 255., 2 / 255., 3 / 255.}},
      {"rgba16", {1 / 255., 2 / 255., 3 / 255.}}};
  for (const auto& [kind, left] : kinds) {
    SCOPED_TRACE(kind);
    const Image image = read_image(kData / ("transparent_" + std::string(kind) + ".png"));
    ASSERT_TRUE(image.has_alpha());
    for (const int64_t y : {0, 15}) {
      EXPECT_EQ(alpha_at(image, 11, y), 1);
      EXPECT_EQ(alpha_at(image, 12, y), 0);
      expect_pixel(image, 11, y, left);
      expect_pixel(image, 12, y, {1, 1, 1});
    }
  }
}

TEST(PictureKinds, AlphaOfTiffIsReadAsStored) {
  for (const char* name :
       {"associated.tif", "unassociated.tif", "unsaid.tif", "associated16.tif"}) {
    SCOPED_TRACE(name);
    const Image image = read_image(kData / name);
    expect_pixel(image, 3, 3, {200 / 255., 100 / 255., 0}, 1.1 / 255);
    expect_pixel(image, 20, 3, {200 / 255., 100 / 255., 0});
    EXPECT_NEAR(alpha_at(image, 3, 3), 128 / 255., 1e-6);
    EXPECT_EQ(alpha_at(image, 20, 3), 1);
  }
  const Image gray = read_image(kData / "gray_associated.tif");
  expect_pixel(gray, 3, 3, {199 / 255., 199 / 255., 199 / 255.});
  EXPECT_NEAR(alpha_at(gray, 3, 3), 128 / 255., 1e-6);
}

TEST(PictureKinds, CmykTiffHasNoAlpha) {
  const Image image = read_image(kData / "cmyk.tif");
  EXPECT_FALSE(image.has_alpha());
  expect_pixel(image, 3, 3, {1, 0, 0});
  expect_pixel(image, 20, 3, {0, 0, 0});
}

TEST(PictureKinds, OtherSamplesOfTiff) {
  expect_pixel(read_image(kData / "white_is_zero.tif"), 3, 3, {1, 1, 1});
  expect_pixel(read_image(kData / "white_is_zero.tif"), 20, 3, {0, 0, 0});
  expect_pixel(read_image(kData / "float.tif"), 3, 3, {1, 0.5, 0});
  expect_pixel(read_image(kData / "float.tif"), 20, 3, {0, 1, 0});
}

TEST(PictureKinds, TheFirstOfSeveralPicturesIsUsedWithAWarning) {
  for (const char* name : {"several.png", "several.webp", "several.tif", "quadrants.bmp"}) {
    SCOPED_TRACE(name);
    std::vector<std::string> lines;
    ReadOptions options;
    options.warn = [&](const std::string& line) { lines.push_back(line); };
    const Image image = read_image(kData / name, options);
    ASSERT_EQ(image.size(), (Size{24, 16}));
    expect_pixel(image, 3, 3, {1, 0, 0});
    expect_pixel(image, 20, 3, {0, 0, 1});
    ASSERT_EQ(lines.size(), name == std::string("quadrants.bmp") ? 0u : 1u);
    if (!lines.empty()) {
      EXPECT_NE(lines[0].find(std::string(name) + ": holds several pictures; the first is used"),
                std::string::npos);
    }
  }
}

// OpenCV itself prints to standard error, which a library must not redirect unasked.
TEST(PictureKinds, StrayOutputIsSilencedOnlyOnRequest) {
  Bytes damaged = data_file("quadrants.bmp");
  damaged.resize(damaged.size() / 2);
  const auto printed = [&](bool silent) {
    silence_stray_output(silent);
    testing::internal::CaptureStderr();
    EXPECT_THROW(read_image("damaged.bmp", damaged, nullptr, {}), Error);
    return testing::internal::GetCapturedStderr();
  };
  EXPECT_EQ(printed(true), "");
  EXPECT_NE(printed(false), "");
}

// Every compression with invalid data. For two of them all data are valid, and no data are read as
// the bits of a fax, which end too early.
TEST(PictureKinds, ATiffThatCannotBeDecodedIsRefused) {
  const Bytes plain = data_file("unassociated.tif");
  std::mt19937 random(7);
  for (const unsigned compression :
       {2u,     3u,     4u,     5u,     6u,     7u,     8u,     9u,     10u,    9999u,  32766u,
        32809u, 32946u, 34661u, 34676u, 34677u, 34712u, 34887u, 34925u, 50000u, 50001u, 50002u}) {
    SCOPED_TRACE(compression);
    Bytes bytes = plain;
    for (std::size_t i = 8; i < 8 + 24 * 16 * 4; ++i) bytes[i] = static_cast<uint8_t>(random());
    const std::size_t page = bytes[4] | std::size_t{bytes[5]} << 8;
    const std::size_t entry = page + 2 + 3 * 12;
    ASSERT_EQ(bytes[entry] | bytes[entry + 1] << 8, 259);
    bytes[entry + 8] = static_cast<uint8_t>(compression);
    bytes[entry + 9] = static_cast<uint8_t>(compression >> 8);
    EXPECT_NE(refusal_of("a.tif", bytes), "");
  }
}

TEST(PictureKinds, ATiffWithADamagedStripIsRefused) {
  Bytes bytes = data_file("lzw.tif");
  for (std::size_t i = 12; i < 40; ++i) bytes[i] = 0xff;
  expect_refused("a.tif", bytes, "is truncated or damaged (");
}

// A scan takes ten bytes, and as much time as the whole picture.
TEST(PictureKinds, AJpegOfThousandsOfScansIsRefused) {
  const std::string text = file_text(kData / "progressive.jpg");
  EXPECT_EQ(refusal_of("a.jpg", bytes_of(text)), "");
  const std::size_t last = text.rfind("\xff\xda");
  const std::string scan = text.substr(last, text.size() - 2 - last);
  std::string many = text.substr(0, last);
  for (int i = 0; i < 5000; ++i) many += scan;
  expect_refused("a.jpg", bytes_of(many + "\xff\xd9"), "scans, at most 100 are read");
}

TEST(PictureKinds, DamageThatLibjpegOnlyWarnsOfIsRefused) {
  Bytes encoded = encode_image("a.jpg", gradient(200, 150, false));
  EXPECT_EQ(refusal_of("a.jpg", encoded), "");
  for (std::size_t i = encoded.size() / 2; i < encoded.size() / 2 + 300; ++i) {
    encoded[i] = static_cast<uint8_t>(i * 37 % 251);
  }
  expect_refused("a.jpg", encoded, "is truncated or damaged (");
}

void append_chunk(std::string& png, const std::string& type, const std::string& data) {
  const auto number = [&](uLong value) {
    for (int shift = 24; shift >= 0; shift -= 8) png += static_cast<char>(value >> shift & 255);
  };
  number(data.size());
  png += type + data;
  const std::string checked = type + data;
  number(::crc32(0, reinterpret_cast<const Bytef*>(checked.data()),
                 static_cast<uInt>(checked.size())));
}

// A profile that unpacks to 300 MB, and as many chunks as fit.
TEST(PictureKinds, PackedChunksOfAPngAreNotUnpackedWithoutBounds) {
  const std::string plain = file_text(kData / "gray.png");
  std::string zeros(300 << 20, '\0'), packed(1 << 20, '\0');
  uLongf size = packed.size();
  ASSERT_EQ(::compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                        reinterpret_cast<const Bytef*>(zeros.data()), zeros.size(), 9),
            Z_OK);
  packed.resize(size);
  zeros = {};
  std::string bomb = plain.substr(0, 33);
  append_chunk(bomb, "iCCP", std::string("x\0\0", 3) + packed);
  append_chunk(bomb, "zTXt", std::string("Raw profile type exif\0\0", 23) + packed);
  for (int i = 0; i < 10000; ++i) append_chunk(bomb, "tEXt", "a");
  const Bytes file = bytes_of(bomb + plain.substr(33));
  const int64_t before = resident_memory();
  reset_peak_memory();
  expect_pixel(read_image("a.png", file), 5, 5, {0.2, 0.2, 0.2});
  EXPECT_LT(peak_memory() - before, 100 << 20);
}

TEST(PictureKinds, ReadingSmallerEqualsResizing) {
  for (const bool alpha : {false, true}) {
    for (const char* name : {"a.png", "a.jpg", "a.webp", "a.tif"}) {
      const Bytes file = encode_image(name, gradient(400, 300, alpha));
      const Image whole = read_image(name, file);
      for (const Size& size : {Size{133, 100}, Size{40, 30}, Size{7, 5}, Size{400, 150}}) {
        SCOPED_TRACE(name + std::to_string(size.width));
        Size own;
        const Image small = read_image(name, file, [&](const Size& found) {
          own = found;
          return size;
        });
        EXPECT_EQ(own, (Size{400, 300}));
        const Image expected = resize(whole, size);
        ASSERT_EQ(small.size(), size);
        ASSERT_EQ(small.has_alpha(), expected.has_alpha());
        EXPECT_LT((small.colour - expected.colour).abs().max().item<double>(), 1.5 / 255);
        if (small.has_alpha()) {
          EXPECT_LT((small.alpha - expected.alpha).abs().max().item<double>(), 0.1 / 255);
        }
      }
    }
  }
}

TEST(PictureKinds, ReadingSmallerAppliesTheOrientation) {
  for (const char* name : {"exif_1.jpg", "exif_2.jpg", "exif_3.jpg", "exif_4.jpg", "exif_5.jpg",
                           "exif_6.jpg", "exif_7.jpg", "exif_8.jpg", "exif_6.png", "exif_6.webp",
                           "exif_6.tif", "exif_6_alpha.png"}) {
    SCOPED_TRACE(name);
    const Image image = read_image(name, data_file(name), [](const Size&) { return Size{12, 8}; });
    ASSERT_EQ(image.size(), (Size{12, 8}));
    expect_pixel(image, 1, 1, {1, 0, 0}, 0.02);
    expect_pixel(image, 1, 6, {0, 1, 0}, 0.02);
    expect_pixel(image, 10, 1, {0, 0, 1}, 0.02);
    expect_pixel(image, 10, 6, {1, 1, 1}, 0.02);
  }
}

TEST(PictureKinds, ReadingLargerEqualsResizing) {
  const Bytes file = data_file("rgb16.png");
  const Image large = read_image("a.png", file, [](const Size&) { return Size{48, 32}; });
  EXPECT_TRUE(at::equal(large.colour, resize(read_image("a.png", file), {48, 32}).colour));
}

TEST(PictureKinds, ReportsTheMemoryForReadingInAdvance) {
  const Bytes file = encode_image("a.jpg", gradient(400, 300, false));
  ReadOptions options;
  int64_t whole = 0, larger = 0, small = 0;
  options.before_decoding = [&](const Size& size, int64_t bytes) {
    EXPECT_EQ(size, (Size{400, 300}));
    whole = bytes;
  };
  read_image("a.jpg", file, options);
  EXPECT_GE(whole, 400 * 300 * 12);
  options.before_decoding = [&](const Size&, int64_t bytes) { larger = bytes; };
  read_image("b.jpg", encode_image("b.jpg", gradient(800, 600, false)), options);
  EXPECT_GE(larger - whole, 3 * 400 * 300 * 12) << "what is worked on at a time has a bound";
  options.before_decoding = [&](const Size&, int64_t bytes) {
    small = bytes;
    throw Error(ErrorKind::kMemory, "no");
  };
  EXPECT_THROW(read_image(
                   "a.jpg", file,
                   [](const Size&) {
                     return Size{4, 3};
                   },
                   options),
               Error);
  EXPECT_LT(small, whole);
}

}  // namespace
}  // namespace stylize
