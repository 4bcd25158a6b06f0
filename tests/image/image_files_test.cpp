#include "stylize/image/image_files.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "machine/resident_memory.h"
#include "settings/picture_extensions.h"
#include "stylize/error.h"
#include "support/file_text.h"
#include "support/sanitized.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

const fs::path kData = DATA_FOLDER;

std::vector<float> pixel(const Image& image, int64_t x, int64_t y) {
  std::vector<float> values;
  for (int64_t c = 0; c < 3; ++c) values.push_back(image.colour[0][c][y][x].item<float>());
  return values;
}

void expect_pixel(const Image& image, int64_t x, int64_t y, const std::vector<float>& expected,
                  float tolerance = 0.02f) {
  const std::vector<float> found = pixel(image, x, y);
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(found[c], expected[c], tolerance) << "channel " << c << " at " << x << "," << y;
  }
}

// Red over green on the left, blue over white on the right.
void expect_upright_quadrants(const Image& image) {
  ASSERT_EQ(image.size(), (Size{24, 16}));
  expect_pixel(image, 3, 3, {1, 0, 0});
  expect_pixel(image, 3, 12, {0, 1, 0});
  expect_pixel(image, 20, 3, {0, 0, 1});
  expect_pixel(image, 20, 12, {1, 1, 1});
}

std::string message_of_reading(const fs::path& path, ErrorKind kind = ErrorKind::kInput) {
  try {
    read_image(path);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind);
    const std::string message = error.what();
    EXPECT_NE(message.find(path.filename().string()), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    return message;
  }
  ADD_FAILURE() << path << " was read";
  return {};
}

void write_bytes(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

Image gradient_image(bool alpha) {
  Image image;
  const at::Tensor x = at::linspace(0, 1, 40).reshape({1, 1, 1, 40}).expand({1, 1, 30, 40});
  const at::Tensor y = at::linspace(0, 1, 30).reshape({1, 1, 30, 1}).expand({1, 1, 30, 40});
  image.colour = at::cat({x, y, (x + y) / 2}, 1).contiguous();
  if (alpha) image.alpha = (0.25 + 0.75 * x).contiguous();
  return image;
}

double largest_difference(const at::Tensor& a, const at::Tensor& b) {
  return (a - b).abs().max().item<double>();
}

class Orientation : public testing::TestWithParam<int> {};

TEST_P(Orientation, OfJpegIsApplied) {
  expect_upright_quadrants(read_image(kData / ("exif_" + std::to_string(GetParam()) + ".jpg")));
}

INSTANTIATE_TEST_SUITE_P(Exif, Orientation, testing::Range(1, 9));

TEST(ReadImage, OrientationOfOtherFormatsIsApplied) {
  for (const char* name : {"exif_6.png", "exif_6.webp", "exif_6.tif"}) {
    SCOPED_TRACE(name);
    expect_upright_quadrants(read_image(kData / name));
  }
}

TEST(ReadImage, OrientationIsAppliedWithAlphaToo) {
  const Image image = read_image(kData / "exif_6_alpha.png");
  expect_upright_quadrants(image);
  ASSERT_TRUE(image.has_alpha());
  EXPECT_NEAR(image.alpha.mean().item<float>(), 128 / 255., 1e-5);
}

TEST(ReadImage, Palette) {
  const Image image = read_image(kData / "palette.png");
  expect_upright_quadrants(image);
  EXPECT_FALSE(image.has_alpha());
}

TEST(ReadImage, PaletteWithTransparentColorBecomesAlphaOverWhite) {
  const Image image = read_image(kData / "palette_transparent.png");
  ASSERT_TRUE(image.has_alpha());
  EXPECT_EQ(image.alpha[0][0][3][3].item<float>(), 0);
  EXPECT_EQ(image.alpha[0][0][12][3].item<float>(), 1);
  expect_pixel(image, 3, 3, {1, 1, 1});
  expect_pixel(image, 3, 12, {0, 1, 0});
}

TEST(ReadImage, GrayBecomesThreeEqualChannels) {
  for (const char* name : {"gray.png", "gray.jpg", "gray_alpha.png"}) {
    SCOPED_TRACE(name);
    expect_pixel(read_image(kData / name), 5, 5, {0.2f, 0.2f, 0.2f}, 0.005f);
  }
  const Image image = read_image(kData / "gray_alpha.png");
  ASSERT_TRUE(image.has_alpha());
  EXPECT_NEAR(image.alpha.max().item<float>(), 0.4, 1e-5);
}

TEST(ReadImage, Bilevel) {
  expect_pixel(read_image(kData / "bilevel.png"), 5, 5, {1, 1, 1});
}

TEST(ReadImage, SixteenBitsKeepTheirPrecision) {
  const float half = 0x8000 / 65535.f;
  expect_pixel(read_image(kData / "gray16.png"), 5, 5, {half, half, half}, 1e-6f);
  expect_pixel(read_image(kData / "gray16.tif"), 5, 5, {half, half, half}, 1e-6f);
  expect_pixel(read_image(kData / "rgb16.png"), 5, 5, {half, 1 / 65535.f, 1}, 1e-6f);
}

TEST(ReadImage, CmykJpeg) {
  expect_pixel(read_image(kData / "cmyk_white.jpg"), 5, 5, {1, 1, 1});
}

TEST(ReadImage, MissingFile) {
  EXPECT_NE(message_of_reading("/nowhere/a.jpg", ErrorKind::kRead).find("No such file"),
            std::string::npos);
}

TEST(ReadImage, Folder) {
  const TemporaryFolder folder;
  EXPECT_NE(message_of_reading(folder.path()).find("folder"), std::string::npos);
}

TEST(ReadImage, EmptyFile) {
  const TemporaryFolder folder;
  write_bytes(folder / "empty.png", "");
  EXPECT_NE(message_of_reading(folder / "empty.png").find("empty"), std::string::npos);
}

TEST(ReadImage, TextWithThePictureExtension) {
  const TemporaryFolder folder;
  write_bytes(folder / "text.png", "this is no picture\n");
  EXPECT_NE(message_of_reading(folder / "text.png").find("no picture"), std::string::npos);
}

// A picture description with which GDAL, a decoder in Debian's OpenCV, opens files that the
// description names.
std::string virtual_raster(const fs::path& secret) {
  std::string text = "<VRTDataset rasterXSize=\"8\" rasterYSize=\"8\"><!--";
  text.resize(140, ' ');
  text += "DTED-->";
  for (const char* band : {"1", "2", "3"}) {
    text += std::string("<VRTRasterBand dataType=\"Byte\" band=\"") + band +
            "\" subClass=\"VRTRawRasterBand\"><SourceFilename>" + secret.string() +
            "</SourceFilename><ImageOffset>0</ImageOffset><PixelOffset>3</PixelOffset>"
            "<LineOffset>24</LineOffset></VRTRasterBand>";
  }
  return text + "</VRTDataset>";
}

TEST(ReadImage, OnlyKnownFormatsReachADecoderWhateverTheExtension) {
  const TemporaryFolder folder;
  write_bytes(folder / "secret", std::string(300, 's'));
  const std::string raster = virtual_raster(folder / "secret");
  const std::string pad(200, '\0');
  const std::pair<std::string, std::string> files[] = {
      {raster, "GDAL virtual raster"},
      {"NITF02.10" + pad, "NITF"},
      {"II*\1" + raster.substr(4), "no picture"},
      {"BM" + raster.substr(2), "no picture"},
      {"RIFF\1\1\1\1WEBX" + raster.substr(12), "no picture"},
      {"\x89PNG\r\n\x1a\r" + raster.substr(8), "no picture"},
      {"8BPS" + pad, "Photoshop"},
      {"P6\n32000 32000\n255\n" + pad, "PNM"},
      {"P4 32000 32000\n" + pad, "PNM"},
      {"Pf\n2 2\n-1\n" + pad, "PFM"},
      {"Y\xa6j\x95" + pad, "Sun raster"},
      {"v/1\x01" + pad, "OpenEXR"},
      {"#?RADIANCE\n" + pad, "Radiance"},
      {std::string("\0\0\0\x0cjP  \r\n", 10) + pad, "JPEG 2000"},
      {"\xff\x4f\xff\x51" + pad, "JPEG 2000"},
      {pad.substr(0, 128) + "DICM" + pad, "DICOM"},
      {std::string("\0\0\0\x1c"
                   "ftypcrx ",
                   12) +
           pad,
       "raw"},
      {std::string("\0\0\0\x1c"
                   "ftypisom",
                   12) +
           pad,
       "video"}};
  for (const auto& [bytes, part] : files) {
    for (const char* name : {"a.png", "a.jpg", "a.bmp", "a"}) {
      write_bytes(folder / name, bytes);
      const std::string message = message_of_reading(folder / name);
      EXPECT_NE(message.find(part), std::string::npos) << message;
    }
  }
}

TEST(ReadImage, AFileWithoutASignatureIsRefusedBeforeItIsReadWhole) {
  const TemporaryFolder folder;
  write_bytes(folder / "sparse.jpg", "");
  fs::resize_file(folder / "sparse.jpg", std::uintmax_t{3900} << 20);
  reset_peak_memory();
  const int64_t before = peak_memory();
  EXPECT_NE(message_of_reading(folder / "sparse.jpg").find("no picture"), std::string::npos);
  std::ofstream(folder / "sparse.jpg", std::ios::binary | std::ios::in) << "\xff\xd8\xff\xe0";
  EXPECT_NE(message_of_reading(folder / "sparse.jpg").find("is longer than"), std::string::npos);
  // Its header claims a tiny size.
  fs::copy(kData / "exif_1.jpg", folder / "sparse.jpg", fs::copy_options::overwrite_existing);
  fs::resize_file(folder / "sparse.jpg", std::uintmax_t{1} << 30);
  EXPECT_NE(message_of_reading(folder / "sparse.jpg").find("is longer than"), std::string::npos);
  EXPECT_LT(peak_memory() - before, 20 << 20);
}

TEST(ReadImage, TruncatedFilesOfEveryFormatAreRefused) {
  const TemporaryFolder folder;
  for (const char* extension : {".jpg", ".png", ".webp", ".tiff"}) {
    SCOPED_TRACE(extension);
    const fs::path whole = folder / (std::string("whole") + extension);
    const fs::path part = folder / (std::string("part") + extension);
    write_image(whole, gradient_image(false));
    const std::string bytes = file_text(whole);
    for (const std::size_t size : {std::size_t{3}, bytes.size() / 2, bytes.size() - 2}) {
      write_bytes(part, bytes.substr(0, size));
      message_of_reading(part);
    }
  }
}

TEST(ReadImage, BytesAfterTheEndOfAJpegDoNotMatter) {
  const TemporaryFolder folder;
  write_bytes(folder / "motion.jpg",
              file_text(kData / "exif_1.jpg") + "a video that phones append");
  expect_upright_quadrants(read_image(folder / "motion.jpg"));
}

TEST(ReadImage, DamagedPngIsRefused) {
  const TemporaryFolder folder;
  std::string bytes = file_text(kData / "rgb16.png");
  bytes[bytes.size() - 20] = static_cast<char>(bytes[bytes.size() - 20] ^ 0x55);
  write_bytes(folder / "damaged.png", bytes);
  EXPECT_NE(message_of_reading(folder / "damaged.png").find("damaged"), std::string::npos);
}

TEST(ReadImage, AcceptsBytesInMemory) {
  const std::string text = file_text(kData / "exif_6.jpg");
  expect_upright_quadrants(read_image("named.jpg", std::vector<uint8_t>(text.begin(), text.end())));
  try {
    read_image("named.jpg", std::vector<uint8_t>{'x'});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find("named.jpg: is no picture"), 0u) << error.what();
  }
}

TEST(ReadImage, BandsOfRowsJoinWithoutSeams) {
  const TemporaryFolder folder;
  Image image;
  const at::Tensor y = at::linspace(0, 1, 256).reshape({1, 1, 256, 1}).expand({1, 1, 256, 8});
  image.colour = at::cat({y, 1 - y, y}, 1).contiguous();
  image.alpha = at::linspace(1. / 255, 1, 255 * 8 + 8).reshape({1, 1, 256, 8});
  write_image(folder / "a.png", image);
  const Image back = read_image(folder / "a.png");
  EXPECT_LE(largest_difference(back.colour, image.colour), 0.5 / 255 + 1e-6);
  EXPECT_LE(largest_difference(back.alpha, image.alpha), 0.5 / 255 + 1e-6);
}

TEST(ReadImage, MorePixelsThanAllowedAreRefused) {
  const TemporaryFolder folder;
  for (const char* name : {"a.png", "a.jpg", "a.webp", "a.tif"}) {
    SCOPED_TRACE(name);
    write_image(folder / name, gradient_image(false));  // 40x30
    EXPECT_EQ(read_image(folder / name, ReadOptions{1200}).size(), (Size{40, 30}));
    try {
      read_image(folder / name, ReadOptions{1199});
      ADD_FAILURE();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kInput);
      EXPECT_NE(std::string(error.what())
                    .find("is 40x30, 0.0012 megapixels; at most 0.001199 are read, raise"),
                std::string::npos)
          << error.what();
    }
  }
}

std::string little_endian(std::initializer_list<uint32_t> numbers) {
  std::string text;
  for (const uint32_t number : numbers) {
    for (int shift = 0; shift < 32; shift += 8) text += static_cast<char>(number >> shift & 255);
  }
  return text;
}

// Files of a few bytes that claim 60000x60000 pixels, or the most that the format allows.
std::vector<std::pair<std::string, std::string>> files_that_claim_much() {
  using namespace std::string_literals;
  const std::string jpeg_frame = "\xff\xc0\0\x11\x08\xea\x60\xea\x60\3\1\x11\0\2\x11\0\3\x11\0"s;
  const std::string png_size = "\0\0\xea\x60\0\0\xea\x60"s;
  return {
      {"a.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s + png_size + "\x08\2\0\0\0"s},
      {"a.jpg", "\xff\xd8"s + jpeg_frame},
      {"damaged_profile.jpg", "\xff\xd8\xff\xe2\0\x14ICC_PROFILE\0\1\1zzzz"s + jpeg_frame},
      {"progressive.jpg", "\xff\xd8\xff\xff\xc2"s + jpeg_frame.substr(2)},
      {"a.webp", "RIFF\x30\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x5f\xea\0\x5f\xea\0"s},
      {"lossless.webp", "RIFF\x30\0\0\0WEBPVP8L\x20\0\0\0\x2f\xff\xff\xff\x0f"s},
      {"lossy.webp", "RIFF\x30\0\0\0WEBPVP8 \x20\0\0\0\0\0\0\x9d\1\x2a\xff\x3f\xff\x3f"s},
      {"a.bmp", "BM"s + little_endian({54, 0, 54, 40, 60000, 60000, 0x180001, 0, 0, 0, 0, 0, 0})},
      {"top_down.bmp",
       "BM"s + little_endian({54, 0, 54, 40, 60000, 4294907296, 0x180001, 0, 0, 0, 0, 0, 0})},
      {"old.bmp", "BM"s + little_endian({26, 0, 26, 12, 0xea60ea60, 0x180001})},
      {"a.tif", "II*\0\x08\0\0\0\2\0\0\1\4\0\1\0\0\0\x60\xea\0\0\1\1\3\0\1\0\0\0\x60\xea\0\0"s},
      {"big_endian.tif",
       "MM\0*\0\0\0\x08\0\2\1\0\0\4\0\0\0\1\0\0\xea\x60\1\1\0\3\0\0\0\1\xea\x60\0\0"s},
      {"big.tif", "II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\0\1\4\0\1\0\0\0\0\0\0\0"s +
                      little_endian({60000, 0}) + "\1\1\4\0\1\0\0\0\0\0\0\0"s +
                      little_endian({60000, 0})},
      {"a.jxl", "\xff\x0a\xfc\x52\x27\0"s},
      {"container.jxl",
       "\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14"
       "ftypjxl \0\0\0\0jxl \0\0\0\x0ejxlc\xff\x0a\xfc\x52\x27\0"s},
      {"a.heic",
       "\0\0\0\x14"
       "ftypheic\0\0\0\0heic\0\0\0\x53meta\0\0\0\0\0\0\0\x0epitm\0\0\0\0\0\1"
       "\0\0\0\x39iprp\0\0\0\x1cipco\0\0\0\x14ispe\0\0\0\0"s +
           png_size + "\0\0\0\x15ipma\0\0\0\0\0\0\0\1\0\1\2\1\1"s},
  };
}

TEST(ReadImage, HeadersThatClaimTooMuchAreRefusedBeforeAnythingIsAllocated) {
  const TemporaryFolder folder;
  for (const auto& [name, bytes] : files_that_claim_much()) {
    SCOPED_TRACE(name);
    write_bytes(folder / name, bytes);
    reset_peak_memory();
    const int64_t before = peak_memory();
    const std::string message = message_of_reading(folder / name);
    EXPECT_LT(peak_memory() - before, 20 << 20);
    const bool small_format = message.find("16384x16384, 268.435 meg") != std::string::npos ||
                              message.find("16383x16383, 268.403 meg") != std::string::npos;
    EXPECT_TRUE(small_format || message.find("60000x60000, 3600 meg") != std::string::npos)
        << message;
    EXPECT_NE(message.find("at most 200 are read, raise max-pixels"), std::string::npos);
    for (std::size_t size = 1; size < bytes.size(); ++size) {
      write_bytes(folder / name, bytes.substr(0, size));
      message_of_reading(folder / name);
    }
  }
}

TEST(ReadImage, NeedsLittleMoreMemoryThanThePicture) {
  if (kAddressSanitizer) GTEST_SKIP() << "AddressSanitizer keeps what was freed";
  const TemporaryFolder folder;
  Image image;
  image.colour = at::linspace(0, 1, 1500).expand({1, 3, 1000, 1500}).contiguous();
  const int64_t picture = image.colour.numel() * 4;
  for (const char* name : {"a.jpg", "a.png", "a.webp", "a.tif"}) {
    SCOPED_TRACE(name);
    write_image(folder / name, image);
    reset_peak_memory();
    const int64_t before = peak_memory();
    if (before > resident_memory() + (1 << 20)) GTEST_SKIP() << "cannot measure the peak here";
    read_image(folder / name);
    EXPECT_LT(peak_memory() - before, 5 * picture / 2);
  }
}

TEST(WriteImage, LosslessFormatsRestoreThePixels) {
  const TemporaryFolder folder;
  for (const bool alpha : {false, true}) {
    const Image image = gradient_image(alpha);
    for (const char* name : {"a.png", "a.tif", "a.TIFF", "a.PNG"}) {
      SCOPED_TRACE(name);
      write_image(folder / name, image);
      const Image back = read_image(folder / name);
      EXPECT_LE(largest_difference(back.colour, image.colour), 0.5 / 255 + 1e-6);
      ASSERT_EQ(back.has_alpha(), alpha);
      if (alpha) {
        EXPECT_LE(largest_difference(back.alpha, image.alpha), 0.5 / 255 + 1e-6);
      }
    }
  }
}

TEST(WriteImage, SixteenBitsKeepEveryLevel) {
  // All levels of a channel at once, in three orders and as alpha.
  const at::Tensor levels = at::arange(65536, at::kFloat).reshape({1, 1, 256, 256}) / 65535;
  Image image;
  image.colour = at::cat({levels, levels.flip(2), levels.flip(3)}, 1);
  WriteOptions options;
  options.bit_depth = 16;
  for (const bool alpha : {false, true}) {
    if (alpha) image.alpha = levels.clamp_min(1 / 65535.);  // transparent pixels become white
    for (const char* name : {"a.png", "a.tif", "a.TIFF"}) {
      SCOPED_TRACE(name);
      for (const std::string record : {"", "{}"}) {
        options.record = record;
        const Image back = read_image(name, encode_image(name, image, options));
        EXPECT_TRUE(at::equal((back.colour * 65535).round(), (image.colour * 65535).round()));
        EXPECT_LE(largest_difference(back.colour, image.colour), 1e-6);
        ASSERT_EQ(back.has_alpha(), alpha);
        if (alpha) {
          EXPECT_LE(largest_difference(back.alpha, image.alpha), 1e-6);
        }
      }
    }
  }
}

TEST(WriteImage, RefusesUnsupportedBitDepths) {
  const std::pair<const char*, int> cases[] = {
      {"a.jpg", 16}, {"a.JPEG", 16}, {"a.webp", 16}, {"a.png", 12}, {"a.jpg", 0}};
  for (const auto& [name, bit_depth] : cases) {
    SCOPED_TRACE(name);
    WriteOptions options;
    options.bit_depth = bit_depth;
    for (const bool ask : {true, false}) {
      try {
        ask ? check_writable(name, options) : write_image(name, gradient_image(false), options);
        ADD_FAILURE() << "accepted";
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kOption);
        EXPECT_EQ(std::string(error.what()).find(name), 0u) << error.what();
        EXPECT_NE(std::string(error.what()).find("bit-depth"), std::string::npos);
      }
    }
    EXPECT_FALSE(fs::exists(name));
  }
}

TEST(WriteImage, LossyFormatsApproximateThePixels) {
  const TemporaryFolder folder;
  for (const char* name : {"a.jpg", "a.jpeg", "a.webp"}) {
    SCOPED_TRACE(name);
    write_image(folder / name, gradient_image(false));
    const Image back = read_image(folder / name);
    EXPECT_LT((back.colour - gradient_image(false).colour).abs().mean().item<double>(), 0.02);
  }
}

TEST(WriteImage, WebpKeepsAlpha) {
  const TemporaryFolder folder;
  write_image(folder / "a.webp", gradient_image(true));
  const Image back = read_image(folder / "a.webp");
  ASSERT_TRUE(back.has_alpha());
  EXPECT_LT(largest_difference(back.alpha, gradient_image(true).alpha), 0.05);
}

TEST(WriteImage, JpegGetsThePictureOverWhite) {
  const TemporaryFolder folder;
  Image image;
  image.colour = at::zeros({1, 3, 16, 16});
  image.alpha = at::full({1, 1, 16, 16}, 0.25);
  write_image(folder / "a.jpg", image);
  expect_pixel(read_image(folder / "a.jpg"), 8, 8, {0.75f, 0.75f, 0.75f}, 0.01f);
}

TEST(WriteImage, ValuesOutsideTheRangeAreClamped) {
  const TemporaryFolder folder;
  Image image;
  image.colour = at::full({1, 3, 4, 4}, 1.7);
  image.colour.select(1, 0).fill_(-3);
  write_image(folder / "a.png", image);
  expect_pixel(read_image(folder / "a.png"), 1, 1, {0, 1, 1}, 1e-6f);
}

TEST(WriteImage, QualityChangesTheSize) {
  const TemporaryFolder folder;
  at::manual_seed(1);
  Image image;
  image.colour = at::rand({1, 3, 64, 64});
  for (const std::string extension : {".jpg", ".webp"}) {
    WriteOptions coarse, fine;
    coarse.quality = 20;
    write_image(folder / ("coarse" + extension), image, coarse);
    write_image(folder / ("fine" + extension), image, fine);
    EXPECT_LT(fs::file_size(folder / ("coarse" + extension)) * 2,
              fs::file_size(folder / ("fine" + extension)));
  }
}

TEST(WriteImage, LeavesNothingElseInTheFolder) {
  const TemporaryFolder folder;
  write_image(folder / "a.png", gradient_image(false));
  write_image(folder / "a.png", gradient_image(true));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

void expect_not_writable(const fs::path& path, const std::string& reason,
                         const WriteOptions& options = {}, ErrorKind kind = ErrorKind::kOutput) {
  try {
    check_writable(path, options);
    ADD_FAILURE() << path << " counts as writable";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind);
    EXPECT_NE(std::string(error.what()).find(reason), std::string::npos) << error.what();
  }
  EXPECT_THROW(write_image(path, gradient_image(false), options), Error);
}

TEST(WriteImage, CheckWritablePredictsFailures) {
  const TemporaryFolder folder;
  expect_not_writable(folder / "a.xyz", "unknown output format", {}, ErrorKind::kOption);
  expect_not_writable(folder / "noextension", "unknown output format", {}, ErrorKind::kOption);
  expect_not_writable(folder / "missing/a.png", "does not exist");
  fs::create_directory(folder / "folder.png");
  expect_not_writable(folder / "folder.png", "is a folder");
  write_bytes(folder / "old.png", "old");
  WriteOptions keep;
  keep.replace = false;
  expect_not_writable(folder / "old.png", "exists", keep);
  fs::permissions(folder / "old.png", fs::perms::owner_read);
  expect_not_writable(folder / "old.png", "read-only");
  EXPECT_EQ(file_text(folder / "old.png"), "old");
  EXPECT_NO_THROW(check_writable(folder / "new.png", keep));
}

// The largest pictures of formats and libraries, which no picture may find out after days.
TEST(WriteImage, CheckSizeFitsPredictsFailures) {
  struct Case {
    const char* name;
    int64_t longest;
  };
  for (const auto& [name, longest] : {Case{"a.jpg", 65500}, Case{"a.webp", 16383},
                                      Case{"a.png", 1'000'000}, Case{"a.avif", 65536}}) {
    if (!picture_extension(fs::path(name).extension().string().substr(1))->is_written) continue;
    SCOPED_TRACE(name);
    Image image;
    image.colour = at::zeros({1, 3, 8, longest});
    EXPECT_NO_THROW(check_size_fits(name, image.size()));
    EXPECT_NO_THROW(encode_image(name, image));
    image.colour = at::zeros({1, 3, 8, longest + 1});
    EXPECT_THROW(check_size_fits(name, image.size()), Error);
    EXPECT_THROW(encode_image(name, image), Error);
  }
  WriteOptions deep;
  deep.bit_depth = 16;
  EXPECT_NO_THROW(check_size_fits("a.tif", {32000, 32000}));
  EXPECT_THROW(check_size_fits("a.tif", {32000, 32000}, deep), Error);
  EXPECT_THROW(check_size_fits("a.tif", {40000, 32000}), Error);
  EXPECT_THROW(check_size_fits("a.tif", {int64_t{1} << 40, int64_t{1} << 40}), Error);
  EXPECT_NO_THROW(check_size_fits("a.png", {40000, 32000}, deep));
}

TEST(WriteImage, CreatesFoldersIfRequested) {
  const TemporaryFolder folder;
  WriteOptions create;
  create.create_folders = true;
  EXPECT_NO_THROW(check_writable("missing/relative/a.png", create));
  check_writable(folder / "one/two/a.png", create);
  EXPECT_FALSE(fs::exists(folder / "one"));
  write_image(folder / "one/two/a.png", gradient_image(false), create);
  write_image(folder / "one/two/b.png", gradient_image(false), create);
  EXPECT_EQ(read_image(folder / "one/two/b.png").size(), (Size{40, 30}));
  expect_not_writable(folder / "one/two/a.png/three/b.png", "a.png is no folder", create);
}

TEST(EncodeImage, ReturnsTheBytesThatAreWritten) {
  const TemporaryFolder folder;
  for (const char* name : {"a.png", "a.jpg", "a.webp", "a.tif"}) {
    SCOPED_TRACE(name);
    const std::vector<uint8_t> encoded = encode_image(name, gradient_image(true));
    write_image(folder / name, gradient_image(true));
    EXPECT_EQ(file_text(folder / name), std::string(encoded.begin(), encoded.end()));
    write_encoded_image(folder / "again", encoded);
    EXPECT_EQ(file_text(folder / "again"), file_text(folder / name));
  }
}

}  // namespace
}  // namespace stylize
