// Pictures with ICC profiles, made here with Little CMS, as read_image gives them.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "support/colour_profiles.h"
#include "support/file_text.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

const fs::path kData = DATA_FOLDER;

cmsToneCurve* gamma(double exponent) {
  return cmsBuildGamma(nullptr, exponent);
}

// sRGB's value of linear light.
double srgb_of(double light) {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

class ColourProfile : public testing::Test {
 protected:
  // A row of all levels, in red, green (the other way round) and blue (shifted).
  Image levels() {
    const at::Tensor level = at::arange(256).to(at::kFloat).div(255).reshape({1, 1, 1, 256});
    Image image;
    image.color = at::cat({level, level.flip(3), level.roll(77, 3)}, 1).expand({1, 3, 2, 256});
    return image;
  }

  // That row as a file of this name with this profile gives it.
  at::Tensor read_levels(const std::string& name, const ProfileBytes& profile) {
    write_image(folder_ / name, levels());
    embed_profile(folder_ / name, profile);
    return read_image(folder_ / name).color;
  }

  // One of the data folder's pictures.
  Image read_copy(const std::string& name, const ProfileBytes& profile) {
    fs::copy(kData / name, folder_ / name, fs::copy_options::overwrite_existing);
    embed_profile(folder_ / name, profile);
    return read_image(folder_ / name);
  }

  double largest_difference_in_levels(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>() * 255;
  }

  void expect_unchanged(const at::Tensor& found) {
    EXPECT_LT(largest_difference_in_levels(found, levels().color), 1e-3);
  }

  TemporaryFolder folder_;
};

TEST_F(ColourProfile, PrimariesAreConvertedToSrgb) {
  const cmsCIExyYTRIPLE swapped = {kSrgbPrimaries.Green, kSrgbPrimaries.Red, kSrgbPrimaries.Blue};
  const ProfileBytes profile = rgb_profile(srgb_curve(), "swapped", swapped);
  for (const char* name : {"levels.png", "levels.tif"}) {
    const at::Tensor found = read_levels(name, profile);
    const at::Tensor expected = levels().color.index_select(1, at::tensor({1, 0, 2}, at::kLong));
    EXPECT_LT(largest_difference_in_levels(found, expected), 0.2) << name;
  }
  const Image jpeg = read_copy("exif_1.jpg", profile);
  EXPECT_LT(jpeg.color[0][0][3][3].item<double>(), 0.03) << "was red";
  EXPECT_GT(jpeg.color[0][1][3][3].item<double>(), 0.97);
}

TEST_F(ColourProfile, ALinearProfileIsNoSrgbWhateverItIsCalled) {
  for (const double version : {2.1, 4.3}) {
    const ProfileBytes profile =
        rgb_profile(gamma(1), "Artifex Linear sRGB IEC61966-2.1", kSrgbPrimaries, version);
    at::Tensor expected = levels().color.clone();
    float* values = expected.data_ptr<float>();
    std::transform(values, values + expected.numel(), values,
                   [](float value) { return static_cast<float>(srgb_of(value)); });
    EXPECT_LT(largest_difference_in_levels(read_levels("a.png", profile), expected), 0.2);
  }
}

TEST_F(ColourProfile, OtherPrimariesAreConvertedWhateverTheyAreCalled) {
  const cmsCIExyYTRIPLE display_p3 = {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};
  const at::Tensor found =
      read_levels("a.png", rgb_profile(srgb_curve(), "sRGB display", display_p3));
  EXPECT_GT(largest_difference_in_levels(found, levels().color), 10);
}

TEST_F(ColourProfile, ProfilesOfSrgbLeaveThePixelsAsTheyAre) {
  std::vector<uint16_t> table(1024);  // as Hewlett-Packard's has it
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double value = static_cast<double>(i) / 1023;
    table[i] = static_cast<uint16_t>(std::lround(
        65535 * (value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4))));
  }
  for (const ProfileBytes& profile :
       {bytes_of_profile(cmsCreate_sRGBProfile()), rgb_profile(srgb_curve(), "c2"),
        rgb_profile(cmsBuildTabulatedToneCurve16(nullptr, 1024, table.data()), "HP", kSrgbPrimaries,
                    2.1)}) {
    expect_unchanged(read_levels("a.png", profile));
  }
}

TEST_F(ColourProfile, TablesOfRgbAreConverted) {
  // Lightness and nothing else: gray.
  const ProfileBytes profile = table_profile(cmsSigRgbData, 9, [](const auto& rgb) {
    return std::array<double, 3>{100 * (rgb[0] + rgb[1] + rgb[2]) / 3, 0, 0};
  });
  const at::Tensor found = read_levels("a.png", profile);
  EXPECT_LT(largest_difference_in_levels(found.narrow(1, 0, 1), found.narrow(1, 2, 1)), 1);
  const double mean = levels().color.narrow(3, 100, 1).narrow(2, 0, 1).mean().item<double>();
  const double luminance = std::pow((mean * 100 + 16) / 116, 3);
  EXPECT_NEAR(found[0][1][0][100].item<double>(), srgb_of(luminance), 2 / 255.);
}

TEST_F(ColourProfile, OfOtherSamplesIsIgnored) {
  expect_unchanged(read_levels("a.png", gray_profile(gamma(1))));
  const ProfileBytes cmyk = table_profile(cmsSigCmykData, 3, [](const auto&) {
    return std::array<double, 3>{50, 0, 0};
  });
  expect_unchanged(read_levels("a.png", cmyk));
}

TEST_F(ColourProfile, DamagedOnesDoNoHarm) {
  const std::vector<ProfileBytes> whole = {
      rgb_profile(gamma(1.8), "to be damaged", kSrgbPrimaries, 2.1),
      table_profile(cmsSigRgbData, 5, [](const auto& rgb) {
        return std::array<double, 3>{100 * rgb[0], 0, 0};
      })};
  std::mt19937 random(5);
  for (int i = 0; i < 60; ++i) {
    ProfileBytes damaged = whole[static_cast<std::size_t>(i) % 2];
    for (int j = 0; j < 1 + i % 7; ++j) {
      damaged[128 + random() % std::min<std::size_t>(600, damaged.size() - 128)] =
          static_cast<uint8_t>(random());
    }
    if (i % 5 == 0) damaged.resize(random() % damaged.size());
    const at::Tensor found = read_levels("a.png", damaged);
    EXPECT_GE(found.min().item<double>(), 0);
    EXPECT_LE(found.max().item<double>(), 1);
  }
}

// Chained elements that cost much: what such a tag says is not asked.
TEST_F(ColourProfile, FloatingPointTagsAreNotAsked) {
  cmsToneCurve* curve = srgb_curve();
  cmsToneCurve* curves[3] = {curve, curve, curve};
  cmsHPROFILE profile = cmsCreateRGBProfile(&kD65, &kSrgbPrimaries, curves);
  cmsFreeToneCurve(curve);
  cmsSetProfileVersion(profile, 4.3);
  cmsPipeline* black = cmsPipelineAlloc(nullptr, 3, 3);
  const cmsFloat64Number zeros[9] = {};
  cmsPipelineInsertStage(black, cmsAT_END, cmsStageAllocMatrix(nullptr, 3, 3, zeros, nullptr));
  ASSERT_TRUE(cmsWriteTag(profile, cmsSigDToB1Tag, black));
  cmsPipelineFree(black);
  expect_unchanged(read_levels("a.png", bytes_of_profile(profile)));
}

}  // namespace
}  // namespace stylize
