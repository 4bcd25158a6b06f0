// HEIC, AVIF, JPEG XL and GIF: pictures that the formats' own tools have made
// (data/make_optional.py), and our own.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <new>
#include <random>
#include <string>
#include <vector>

#include "image/header_size.h"
#include "image/heif_header.h"
#include "image/hevc_size.h"
#include "image/picture_record.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/image/picture_metadata.h"
#include "support/file_text.h"
#include "support/optional_formats.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

using Bytes = std::vector<uint8_t>;

Bytes data_file(const std::string& name) {
  const std::string text = file_text(fs::path(DATA_FOLDER) / name);
  return {text.begin(), text.end()};
}

bool is_read(const std::string& name) {
  return is_built_with(fs::path(name).extension().string().substr(1));
}

// All of these that this build reads.
std::vector<std::string> read_ones(const std::vector<std::string>& names) {
  std::vector<std::string> found;
  for (const std::string& name : names) {
    if (is_read(name)) found.push_back(name);
  }
  return found;
}

void expect_pixel(const Image& image, int64_t x, int64_t y, const std::vector<double>& expected,
                  double tolerance) {
  for (int64_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(image.colour[0][c][y][x].item<double>(), expected[static_cast<std::size_t>(c)],
                tolerance)
        << "channel " << c << " at " << x << "," << y;
  }
}

void expect_quadrants(const Image& image, double tolerance) {
  ASSERT_EQ(image.size(), (Size{24, 16}));
  expect_pixel(image, 3, 3, {1, 0, 0}, tolerance);
  expect_pixel(image, 3, 12, {0, 1, 0}, tolerance);
  expect_pixel(image, 20, 3, {0, 0, 1}, tolerance);
  expect_pixel(image, 20, 12, {1, 1, 1}, tolerance);
}

// The error; empty if the file can be read.
std::string refusal_of(const std::string& name, const Bytes& bytes,
                       const ReadOptions& options = {}) {
  try {
    read_image(name, bytes, options);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kInput) << error.what();
    const std::string line = error.what();
    EXPECT_EQ(line.find(name + ": "), 0u) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    return line;
  }
  return "";
}

Image gradient(int64_t width, int64_t height, bool alpha) {
  Image image;
  const at::Tensor x = at::linspace(0, 1, width).reshape({1, 1, 1, width});
  const at::Tensor y = at::linspace(0, 1, height).reshape({1, 1, height, 1});
  image.colour = at::cat({x.expand({1, 1, height, width}), y.expand({1, 1, height, width}),
                          ((x + y) / 2).expand({1, 1, height, width})},
                         1)
                     .contiguous();
  if (alpha) image.alpha = (0.1 + 0.9 * (x + y) / 2).contiguous();
  return image;
}

double largest_difference(const at::Tensor& a, const at::Tensor& b) {
  return (a - b).abs().max().item<double>();
}

TEST(OptionalFormats, SamplesOfManyBitsAreReadExactly) {
  for (const std::string& name : read_ones({"rgb16.jxl", "rgb12.avif"})) {
    SCOPED_TRACE(name);
    const Image image = read_image(name, data_file(name));
    ASSERT_EQ(image.size(), (Size{24, 16}));
    EXPECT_FALSE(image.has_alpha());
    const double step = name == "rgb16.jxl" ? 1e-6 : 0.5 / 4095;
    expect_pixel(image, 5, 5, {0x8000 / 65535., 1 / 65535., 1}, step);
  }
  for (const std::string& name : read_ones({"gray16.jxl", "gray10.avif"})) {
    SCOPED_TRACE(name);
    const Image expected = read_image("gray16.png", data_file("gray16.png"));
    const Image image = read_image(name, data_file(name));
    ASSERT_EQ(image.size(), expected.size());
    EXPECT_LT(largest_difference(image.colour, expected.colour),
              name == "gray16.jxl" ? 1e-6 : 0.6 / 1023);
  }
}

TEST(OptionalFormats, AlphaIsReadAsItIs) {
  for (const std::string& name : read_ones({"half.jxl", "half.avif", "premultiplied.avif"})) {
    SCOPED_TRACE(name);
    const Image image = read_image(name, data_file(name));
    ASSERT_TRUE(image.has_alpha());
    EXPECT_NEAR(image.alpha[0][0][3][3].item<double>(), 128 / 255., 1e-6);
    EXPECT_EQ(image.alpha[0][0][3][20].item<double>(), 1);
    const double tolerance = name == "half.jxl" ? 1e-6 : 2.1 / 255;
    expect_pixel(image, 3, 3, {200 / 255., 100 / 255., 0}, tolerance);
    expect_pixel(image, 20, 3, {200 / 255., 100 / 255., 0}, tolerance);
  }
  if (!is_read("a.jxl")) GTEST_SKIP() << "built without libjxl";
  const Image gray = read_image("gray_alpha.jxl", data_file("gray_alpha.jxl"));
  expect_pixel(gray, 3, 3, {0.2, 0.2, 0.2}, 1e-6);
  EXPECT_EQ(gray.alpha[0][0][3][20].item<double>(), 0);
}

// The files say both by themselves and in EXIF that they are to be turned.
TEST(OptionalFormats, PicturesAreTurnedOnce) {
  for (const std::string& name :
       read_ones({"exif_6.jxl", "exif_6.avif", "quadrants.heic", "grid.avif"})) {
    SCOPED_TRACE(name);
    const Bytes file = data_file(name);
    const Image whole = read_image(name, file);
    if (name != "grid.avif") expect_quadrants(whole, 0.03);
    const Image small = read_image(name, file, [](const Size&) { return Size{12, 8}; });
    expect_pixel(small, 1, 1, {1, 0, 0}, 0.03);
    expect_pixel(small, 1, 6, {0, 1, 0}, 0.03);
    expect_pixel(small, 10, 1, {0, 0, 1}, 0.03);
    expect_pixel(small, 10, 6, {1, 1, 1}, 0.03);
  }
}

TEST(OptionalFormats, TheFirstOfSeveralPicturesIsUsedWithAWarning) {
  for (const std::string& name :
       read_ones({"several.jxl", "several.avif", "several.gif", "quadrants.heic"})) {
    SCOPED_TRACE(name);
    std::vector<std::string> lines;
    ReadOptions options;
    options.warn = [&](const std::string& line) { lines.push_back(line); };
    expect_quadrants(read_image(name, data_file(name), options), 0.03);
    ASSERT_EQ(lines.size(), name == "quadrants.heic" ? 0u : 1u);
    if (!lines.empty()) {
      EXPECT_EQ(lines[0], name + ": holds several pictures; the first is used");
    }
  }
}

TEST(OptionalFormats, AGifIsItsFirstFrameOnItsCanvas) {
  if (!is_read("a.gif")) GTEST_SKIP() << "built without giflib";
  for (const char* name : {"quadrants.gif", "several.gif"}) {
    const Image image = read_image(name, data_file(name));
    expect_quadrants(image, 1e-6);
    EXPECT_FALSE(image.has_alpha());
  }
  const Image placed = read_image("placed.gif", data_file("placed.gif"));
  ASSERT_EQ(placed.size(), (Size{32, 24}));
  ASSERT_TRUE(placed.has_alpha());
  const auto alpha = [&](int64_t x, int64_t y) { return placed.alpha[0][0][y][x].item<double>(); };
  expect_pixel(placed, 4, 6, {1, 0, 0}, 1e-6);
  expect_pixel(placed, 27, 6, {0, 0, 1}, 1e-6);
  EXPECT_EQ(alpha(4, 6), 1);
  EXPECT_EQ(alpha(3, 6), 0) << "beside the frame";
  EXPECT_EQ(alpha(4, 5), 0);
  EXPECT_EQ(alpha(20, 20), 0) << "the transparent colour";
}

// 65535 x 65535 pixels of one colour, coded in kilobytes, of which the canvas shows 8 x 8.
TEST(OptionalFormats, AGifsFrameThatIsLargerThanItsCanvasIsRefused) {
  if (!is_read("a.gif")) GTEST_SKIP() << "built without giflib";
  using namespace std::string_literals;
  const std::string text =
      "GIF89a\x08\0\x08\0\x80\0\0\0\0\0\xff\xff\xff"s + ",\0\0\0\0\xff\xff\xff\xff\0\2\2\x4c\1\0;"s;
  EXPECT_NE(refusal_of("a.gif", {text.begin(), text.end()}).find("a frame that is larger"),
            std::string::npos);
}

// The red of Display P3 is not sRGB's, in files that say it by a number as in those with a profile.
TEST(OptionalFormats, DescribedColoursAreConverted) {
  for (const std::string& name : read_ones({"display_p3.jxl", "display_p3.avif"})) {
    SCOPED_TRACE(name);
    const Bytes file = data_file(name);
    const Image image = read_image(name, file);
    // (200, 100, 50) and (50, 160, 90) of Display P3, by its definition.
    expect_pixel(image, 3, 3, {214.9 / 255, 92.6 / 255, 30.9 / 255}, 0.015);
    EXPECT_NE(own_colour_space(name, file), nullptr);
    ReadOptions own;
    own.icc_profile = own_colour_space(name, file);
    expect_pixel(read_image(name, file, own), 3, 3, {200 / 255., 100 / 255., 50 / 255.}, 0.015);
  }
}

TEST(OptionalFormats, AreRefusedByTheirHeaderAlone) {
  for (const std::string& name :
       read_ones({"quadrants.heic", "exif_6.avif", "rgb16.jxl", "exif_6.jxl", "quadrants.gif"})) {
    SCOPED_TRACE(name);
    const Bytes file = data_file(name);
    const auto claimed = size_in_header(file);
    ASSERT_TRUE(claimed);
    EXPECT_EQ(claimed->width * claimed->height, 24 * 16);
    ReadOptions options;
    options.max_pixels = 24 * 16 - 1;
    options.before_decoding = [](const Size&, int64_t) { FAIL() << "it must not come so far"; };
    EXPECT_NE(refusal_of(name, file, options).find("raise max-pixels"), std::string::npos);
    int64_t bytes = 0;
    options.max_pixels = 24 * 16;
    options.before_decoding = [&](const Size& size, int64_t planned) {
      EXPECT_EQ(size, (Size{24, 16}));
      bytes = planned;
    };
    read_image(name, file, options);
    EXPECT_GE(bytes, 24 * 16 * 12);
  }
}

// What the coded pictures themselves announce, of which decoders make their buffers.
TEST(OptionalFormats, CodedPicturesOfAnotherSizeThanTheFileSaysAreRefused) {
  if (!is_read("a.avif")) GTEST_SKIP() << "built without libheif";
  EXPECT_EQ(coded_size(data_file("half.avif")), (Size{24, 16}));
  EXPECT_EQ(coded_size(data_file("grid.avif")), (Size{128, 128}));
  EXPECT_EQ(coded_size(encode_image("a.avif", gradient(61, 43, true))), (Size{61, 43}));
  EXPECT_EQ(coded_size(data_file("quadrants.heic")), (Size{64, 64}));
  // A reduced header: 32 bits of profile, level, lengths of the sizes; then 16 bits each, 65536.
  Bytes file = data_file("half.avif");
  const Bytes unit = {0x0a, 9, 0x18, 0x3f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
  const Bytes start = {0x12, 0x00, 0x0a};
  const auto place = std::search(file.begin(), file.end(), start.begin(), start.end());
  ASSERT_LT(place - file.begin(), static_cast<std::ptrdiff_t>(file.size() - unit.size() - 2));
  std::copy(unit.begin(), unit.end(), place + 2);
  EXPECT_GE(coded_size(file).width, 65535);
  EXPECT_NE(refusal_of("a.avif", file).find("its pixels are of another size"), std::string::npos);
}

// Of HEVC a parameter set announces it, in the configuration of the decoder or among the slices.
TEST(OptionalFormats, HevcParameterSetsOfAnotherSizeThanTheFileSaysAreRefused) {
  if (!is_read("a.heic")) GTEST_SKIP() << "built without libheif";
  // Kind, layers; profile, tier and level; then bits: numbers 0 and 1, and twice 65534 as fifteen
  // zeros before sixteen ones.
  Bytes unit = {0x42, 0x01, 0x01};
  unit.insert(unit.end(), 12, 0x11);
  const std::string side = std::string(15, '0') + std::string(16, '1');
  const std::string bits = "1010" + side + side + std::string(6, '0');
  for (std::size_t at = 0; at < bits.size(); at += 8) {
    unit.push_back(static_cast<uint8_t>(std::stoi(bits.substr(at, 8), nullptr, 2)));
  }
  const Size huge{65534, 65534};
  EXPECT_EQ(hevc_unit_size({unit.data(), unit.size()}), huge);
  Bytes slices = {0, 0, 0, 2, 0x26, 0x01, 0, 0, 0, static_cast<uint8_t>(unit.size())};
  slices.insert(slices.end(), unit.begin(), unit.end());
  EXPECT_EQ(hevc_size({slices.data(), slices.size()}), huge);
  Bytes file = data_file("quadrants.heic");
  const Bytes start = {0x00, 0x2a, 0x42, 0x01, 0x01};
  const auto place = std::search(file.begin(), file.end(), start.begin(), start.end());
  ASSERT_NE(place, file.end());
  std::copy(unit.begin(), unit.end(), place + 2);
  EXPECT_EQ(coded_size(file), huge);
  EXPECT_NE(refusal_of("a.heic", file).find("its pixels are of another size"), std::string::npos);
  // Two zeros and a 3 stand for two zeros; without its end a unit has less, and other kinds none.
  const Bytes escaped = {0x42, 0x01, 0x01, 0, 0, 3, 0, 0, 3, 0,    0,    3,
                         0,    0,    3,    0, 0, 3, 0, 0, 3, 0xa0, 0x80, 0x80};
  EXPECT_EQ(hevc_unit_size({escaped.data(), escaped.size()}).width, 15);
  EXPECT_EQ(hevc_unit_size({unit.data(), 1}), Size());
  unit[0] = 0x44;
  EXPECT_EQ(hevc_unit_size({unit.data(), unit.size()}), Size());
}

// libheif would decode them until the stack ends.
TEST(OptionalFormats, ItemsThatContainThemselvesAreRefused) {
  if (!is_read("a.avif")) GTEST_SKIP() << "built without libheif";
  for (const std::string kind : {"dimg", "auxl"}) {
    SCOPED_TRACE(kind);
    Bytes file = data_file("grid.avif");
    const std::string grid = "dimg";
    const auto place = std::search(file.begin(), file.end(), grid.begin(), grid.end());
    ASSERT_NE(place, file.end());
    std::copy(kind.begin(), kind.end(), place);
    // From item 1, two items, the first of which becomes 1, too.
    const Bytes one = {0, 1};
    EXPECT_EQ(Bytes(place + 4, place + 8), (Bytes{0, 1, 0, 2}));
    std::copy(one.begin(), one.end(), place + 8);
    EXPECT_FALSE(heif_size(file));
    EXPECT_NE(refusal_of("a.avif", file), "");
  }
}

TEST(OptionalFormats, TruncatedFilesAreRefused) {
  for (const std::string& name :
       read_ones({"quadrants.heic", "exif_6.avif", "grid.avif", "rgb16.jxl", "exif_6.jxl",
                  "progressive.jxl", "several.jxl", "display_p3.jxl", "quadrants.gif"})) {
    SCOPED_TRACE(name);
    const Bytes file = data_file(name);
    EXPECT_EQ(refusal_of(name, file), "");
    for (const double part : {0.1, 0.3, 0.5, 0.7, 0.9}) {
      const auto size = static_cast<std::ptrdiff_t>(part * static_cast<double>(file.size()));
      if (name == "several.jxl" && part > 0.5) continue;  // its second picture may be missing
      EXPECT_NE(refusal_of(name, Bytes(file.begin(), file.begin() + size)), "") << part;
    }
  }
}

// Newer libraries may ask for as much memory as a damaged length says, which is not there; a run
// then tells of too little memory for this picture.
TEST(OptionalFormats, DamageIsSurvived) {
  std::mt19937 random(3);
  for (const std::string& name : read_ones(
           {"quadrants.heic", "exif_6.avif", "grid.avif", "several.avif", "half.avif", "exif_6.jxl",
            "progressive.jxl", "several.jxl", "half.jxl", "several.gif", "placed.gif"})) {
    SCOPED_TRACE(name);
    const Bytes file = data_file(name);
    ReadOptions options;
    options.max_pixels = 1 << 20;
    for (int trial = 0; trial < 150; ++trial) {
      Bytes damaged = file;
      for (int i = 0; i < 1 + trial % 4; ++i) {
        damaged[random() % damaged.size()] = static_cast<uint8_t>(random());
      }
      try {
        read_metadata(damaged);
        refusal_of(name, damaged, options);
      } catch (const std::bad_alloc&) {
      }
    }
  }
}

// Writes fields of a JPEG XL picture, from the lowest bit of each byte on.
class BitWriter {
 public:
  BitWriter& put(uint64_t value, int bits) {
    for (int i = 0; i < bits; ++i, ++count_) {
      if (count_ % 8 == 0) bytes_.push_back(0);
      bytes_.back() = static_cast<uint8_t>(bytes_.back() | (value >> i & 1) << count_ % 8);
    }
    return *this;
  }
  BitWriter& align() { return put(0, (8 - count_ % 8) % 8); }
  const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
  int count_ = 0;
};

// A picture of 8 x 8 pixels whose first frame, which is not shown, has sides of 2^30.
TEST(OptionalFormats, AFrameThatIsLargerThanItsPictureIsRefused) {
  if (!is_read("a.jxl")) GTEST_SKIP() << "built without libjxl";
  for (const bool shown : {false, true}) {
    BitWriter writer;
    writer.put(0xff, 8).put(0x0a, 8);
    writer.put(1, 1).put(0, 5).put(1, 3);                        // small, of 8 rows, square
    writer.put(1, 1).put(1, 1).align();                          // everything else as usual
    writer.put(0, 1).put(shown ? 0 : 2, 2).put(1, 1).put(0, 2);  // for reference, no flags
    writer.put(0, 2).put(1, 2);                                  // not enlarged, size of groups
    if (shown) writer.put(0, 2);                                 // one pass
    writer.put(1, 1);                                            // has a size
    if (shown) writer.put(0, 2).put(0, 8).put(0, 2).put(0, 8);   // at 0, 0
    for (int side = 0; side < 2; ++side) writer.put(3, 2).put(0x3fffffff, 30);
    if (shown) writer.put(0, 2).put(1, 1);   // replaces, and is the last
    if (!shown) writer.put(1, 2).put(1, 1);  // saved
    writer.put(0, 2).put(1, 1).put(0, 2);    // no name, filter as usual, no extensions
    for (int i = 0; i < 200; ++i) writer.put(0, 8);
    const std::string line = refusal_of("a.jxl", writer.bytes());
    EXPECT_NE(line.find(shown ? "frames that are larger than its picture" : "a frame is too large"),
              std::string::npos)
        << line;
  }
}

TEST(OptionalFormats, WhatIsWrittenIsRead) {
  for (const std::string& name : read_ones({"a.avif", "a.jxl"})) {
    for (const bool alpha : {false, true}) {
      for (const int bits : {8, 16}) {
        SCOPED_TRACE(name + std::to_string(bits));
        const Image image = gradient(61, 43, alpha);
        WriteOptions options;
        options.bit_depth = bits;
        const Bytes file = encode_image(name, image, options);
        EXPECT_EQ(file, encode_image(name, image, options)) << "the same bytes";
        const Image back = read_image(name, file);
        ASSERT_EQ(back.size(), image.size());
        ASSERT_EQ(back.has_alpha(), alpha);
        // JPEG XL keeps what is seen: in a dark pixel a level may be far off.
        EXPECT_LT(largest_difference(back.colour, image.colour), name == "a.jxl" ? 0.15 : 0.025);
        EXPECT_LT((back.colour - image.colour).abs().mean().item<double>(), 1 / 255.);
        if (alpha) {
          EXPECT_LT(largest_difference(back.alpha, image.alpha), 3.5 / 255);
        }
      }
    }
  }
}

TEST(OptionalFormats, QualityDecidesOfTheSize) {
  for (const std::string& name : read_ones({"a.avif", "a.jxl"})) {
    SCOPED_TRACE(name);
    at::manual_seed(5);
    Image image;
    image.colour = at::rand({1, 3, 96, 96});
    std::size_t before = 0;
    for (const int quality : {1, 20, 50, 80, 95, 99}) {
      WriteOptions options;
      options.quality = quality;
      const std::size_t size = encode_image(name, image, options).size();
      EXPECT_GT(size, before) << quality;
      before = size;
    }
  }
}

TEST(OptionalFormats, JpegXlOfFullQualityIsWithoutLoss) {
  if (!is_read("a.jxl")) GTEST_SKIP() << "built without libjxl";
  at::manual_seed(6);
  for (const int bits : {8, 16}) {
    const int most = (1 << bits) - 1;
    Image image;
    image.colour = (at::rand({1, 3, 40, 30}) * most).round() / most;
    image.alpha = ((at::rand({1, 1, 40, 30}) * (most - 1)).round() + 1) / most;
    WriteOptions options;
    options.quality = 100;
    options.bit_depth = bits;
    const Image back = read_image("a.jxl", encode_image("a.jxl", image, options));
    EXPECT_LT(largest_difference(back.colour, image.colour), 1e-6);
    EXPECT_LT(largest_difference(back.alpha, image.alpha), 1e-6);
  }
}

// Bits beyond eight come through.
TEST(OptionalFormats, DeepPicturesHaveMoreLevels) {
  for (const std::string& name : read_ones({"a.avif", "a.jxl"})) {
    SCOPED_TRACE(name);
    Image image;
    image.colour = at::linspace(0.5, 0.52, 256).reshape({1, 1, 1, 256}).expand({1, 3, 64, 256});
    image.colour = image.colour.contiguous();
    WriteOptions options;
    options.quality = 99;
    options.bit_depth = 16;
    const Image back = read_image(name, encode_image(name, image, options));
    EXPECT_LT((back.colour - image.colour).abs().mean().item<double>(), 0.2 / 255);
    EXPECT_GT(std::get<0>(at::_unique(back.colour[0][1])).numel(), 20);
  }
}

}  // namespace
}  // namespace stylize
