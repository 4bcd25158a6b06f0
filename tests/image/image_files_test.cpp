#include "stylize/image/image_files.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <lcms2.h>

#include <exiv2/exiv2.hpp>
#include <fstream>
#include <iterator>

#include "stylize/error.h"
#include "support/file_text.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

const fs::path kData = DATA_FOLDER;

std::vector<float> pixel(const Image& image, int64_t x, int64_t y) {
  std::vector<float> values;
  for (int64_t c = 0; c < 3; ++c) values.push_back(image.color[0][c][y][x].item<float>());
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

std::string message_of_reading(const fs::path& path) {
  try {
    read_image(path);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kInput);
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
  image.color = at::cat({x, y, (x + y) / 2}, 1).contiguous();
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

// A profile whose red primary is sRGB's green one and the other way round.
std::vector<uint8_t> profile_with_red_and_green_swapped() {
  const cmsCIExyY white = {0.3127, 0.3290, 1};
  const cmsCIExyYTRIPLE primaries = {{0.30, 0.60, 1}, {0.64, 0.33, 1}, {0.15, 0.06, 1}};
  cmsFloat64Number parameters[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  cmsToneCurve* curve = cmsBuildParametricToneCurve(nullptr, 4, parameters);
  cmsToneCurve* curves[3] = {curve, curve, curve};
  cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  std::vector<uint8_t> bytes(size);
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  cmsFreeToneCurve(curve);
  return bytes;
}

TEST(ReadImage, ColorProfileIsConvertedToSrgb) {
  const TemporaryFolder folder;
  for (const char* name : {"profile.png", "profile.jpg"}) {
    SCOPED_TRACE(name);
    fs::copy(kData / (name == std::string("profile.png") ? "palette.png" : "exif_1.jpg"),
             folder / name);
    const std::vector<uint8_t> profile = profile_with_red_and_green_swapped();
    {
      const auto file = Exiv2::ImageFactory::open((folder / name).string());
      file->readMetadata();
      Exiv2::DataBuf buffer(profile.data(), static_cast<long>(profile.size()));
#if EXIV2_TEST_VERSION(0, 28, 0)
      file->setIccProfile(std::move(buffer));
#else
      file->setIccProfile(buffer);
#endif
      file->writeMetadata();
    }
    const Image image = read_image(folder / name);
    expect_pixel(image, 3, 3, {0, 1, 0}, 0.03f);   // was red
    expect_pixel(image, 3, 12, {1, 0, 0}, 0.03f);  // was green
    expect_pixel(image, 20, 3, {0, 0, 1}, 0.03f);
    expect_pixel(image, 20, 12, {1, 1, 1}, 0.03f);
  }
}

TEST(ReadImage, MissingFile) {
  EXPECT_NE(message_of_reading("/nowhere/a.jpg").find("No such file"), std::string::npos);
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

TEST(WriteImage, LosslessFormatsGiveBackWhatWasWritten) {
  const TemporaryFolder folder;
  for (const bool alpha : {false, true}) {
    const Image image = gradient_image(alpha);
    for (const char* name : {"a.png", "a.tif", "a.TIFF", "a.PNG"}) {
      SCOPED_TRACE(name);
      write_image(folder / name, image);
      const Image back = read_image(folder / name);
      EXPECT_LE(largest_difference(back.color, image.color), 0.5 / 255 + 1e-6);
      ASSERT_EQ(back.has_alpha(), alpha);
      if (alpha) {
        EXPECT_LE(largest_difference(back.alpha, image.alpha), 0.5 / 255 + 1e-6);
      }
    }
  }
}

TEST(WriteImage, LossyFormatsComeClose) {
  const TemporaryFolder folder;
  for (const char* name : {"a.jpg", "a.jpeg", "a.webp"}) {
    SCOPED_TRACE(name);
    write_image(folder / name, gradient_image(false));
    const Image back = read_image(folder / name);
    EXPECT_LT((back.color - gradient_image(false).color).abs().mean().item<double>(), 0.02);
  }
}

TEST(WriteImage, WebpKeepsAlpha) {
  const TemporaryFolder folder;
  write_image(folder / "a.webp", gradient_image(true));
  const Image back = read_image(folder / "a.webp");
  ASSERT_TRUE(back.has_alpha());
  EXPECT_LT(largest_difference(back.alpha, gradient_image(true).alpha), 0.05);
}

TEST(WriteImage, JpegGetsThePictureLaidOverWhite) {
  const TemporaryFolder folder;
  Image image;
  image.color = at::zeros({1, 3, 16, 16});
  image.alpha = at::full({1, 1, 16, 16}, 0.25);
  write_image(folder / "a.jpg", image);
  expect_pixel(read_image(folder / "a.jpg"), 8, 8, {0.75f, 0.75f, 0.75f}, 0.01f);
}

TEST(WriteImage, ValuesOutsideTheRangeAreClamped) {
  const TemporaryFolder folder;
  Image image;
  image.color = at::full({1, 3, 4, 4}, 1.7);
  image.color.select(1, 0).fill_(-3);
  write_image(folder / "a.png", image);
  expect_pixel(read_image(folder / "a.png"), 1, 1, {0, 1, 1}, 1e-6f);
}

TEST(WriteImage, QualityChangesTheSize) {
  const TemporaryFolder folder;
  at::manual_seed(1);
  Image image;
  image.color = at::rand({1, 3, 64, 64});
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
                         const WriteOptions& options = {}) {
  try {
    check_writable(path, options);
    ADD_FAILURE() << path << " counts as writable";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kOutput);
    EXPECT_NE(std::string(error.what()).find(reason), std::string::npos) << error.what();
  }
  EXPECT_THROW(write_image(path, gradient_image(false), options), Error);
}

TEST(WriteImage, SaysBeforehandWhatCannotBeWritten) {
  const TemporaryFolder folder;
  expect_not_writable(folder / "a.xyz", "unknown output format");
  expect_not_writable(folder / "noextension", "unknown output format");
  expect_not_writable(folder / "missing/a.png", "does not exist");
  fs::create_directory(folder / "folder.png");
  expect_not_writable(folder / "folder.png", "is a folder");
  write_bytes(folder / "old.png", "old");
  WriteOptions keep;
  keep.replace = false;
  expect_not_writable(folder / "old.png", "exists", keep);
  EXPECT_EQ(file_text(folder / "old.png"), "old");
  EXPECT_NO_THROW(check_writable(folder / "new.png", keep));
}

}  // namespace
}  // namespace stylize
