// Reading pictures with ICC profiles, which are made here with Little CMS.
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
    image.colour = at::cat({level, level.flip(3), level.roll(77, 3)}, 1).expand({1, 3, 2, 256});
    return image;
  }

  // That row, written to a file of this name with this profile and read again.
  at::Tensor read_levels(const std::string& name, const ProfileBytes& profile) {
    WriteOptions options;
    options.profile = ProfileChoice::kNone;
    write_image(folder_ / name, levels(), options);
    embed_profile(folder_ / name, profile);
    return read_image(folder_ / name).colour;
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
    EXPECT_LT(largest_difference_in_levels(found, levels().colour), 1e-3);
  }

  TemporaryFolder folder_;
};

TEST_F(ColourProfile, PrimariesAreConvertedToSrgb) {
  const cmsCIExyYTRIPLE swapped = {kSrgbPrimaries.Green, kSrgbPrimaries.Red, kSrgbPrimaries.Blue};
  const ProfileBytes profile = rgb_profile(srgb_curve(), "swapped", swapped);
  for (const char* name : {"levels.png", "levels.tif"}) {
    const at::Tensor found = read_levels(name, profile);
    const at::Tensor expected = levels().colour.index_select(1, at::tensor({1, 0, 2}, at::kLong));
    EXPECT_LT(largest_difference_in_levels(found, expected), 0.2) << name;
  }
  const Image jpeg = read_copy("exif_1.jpg", profile);
  EXPECT_LT(jpeg.colour[0][0][3][3].item<double>(), 0.03) << "was red";
  EXPECT_GT(jpeg.colour[0][1][3][3].item<double>(), 0.97);
}

TEST_F(ColourProfile, ALinearProfileIsConvertedWhateverItsName) {
  for (const double version : {2.1, 4.3}) {
    const ProfileBytes profile =
        rgb_profile(gamma(1), "Artifex Linear sRGB IEC61966-2.1", kSrgbPrimaries, version);
    at::Tensor expected = levels().colour.clone();
    float* values = expected.data_ptr<float>();
    std::transform(values, values + expected.numel(), values,
                   [](float value) { return static_cast<float>(srgb_of(value)); });
    EXPECT_LT(largest_difference_in_levels(read_levels("a.png", profile), expected), 0.2);
  }
}

TEST_F(ColourProfile, OtherPrimariesAreConvertedWhateverTheirName) {
  const cmsCIExyYTRIPLE display_p3 = {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};
  const at::Tensor found =
      read_levels("a.png", rgb_profile(srgb_curve(), "sRGB display", display_p3));
  EXPECT_GT(largest_difference_in_levels(found, levels().colour), 10);
}

TEST_F(ColourProfile, ProfilesOfSrgbLeaveThePixelsUnchanged) {
  std::vector<uint16_t> table(1024);  // as in Hewlett-Packard's profile
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
  const double mean = levels().colour.narrow(3, 100, 1).narrow(2, 0, 1).mean().item<double>();
  const double luminance = std::pow((mean * 100 + 16) / 116, 3);
  EXPECT_NEAR(found[0][1][0][100].item<double>(), srgb_of(luminance), 2 / 255.);
}

TEST_F(ColourProfile, ForOtherSamplesIsIgnored) {
  expect_unchanged(read_levels("a.png", gray_profile(gamma(1))));
  const ProfileBytes cmyk = table_profile(cmsSigCmykData, 3, [](const auto&) {
    return std::array<double, 3>{50, 0, 0};
  });
  expect_unchanged(read_levels("a.png", cmyk));
}

// Gray levels for various tone curves.
TEST_F(ColourProfile, GrayIsConvertedToo) {
  const auto dot_gain = [](double value) { return value * value * (3 - 2 * value); };
  const auto lightness = [](double value) {
    return value > 0.08 ? std::pow((100 * value + 16) / 116, 3) : 100 * value / 903.3;
  };
  const auto table_of = [](const auto& light) {
    std::vector<float> table(4096);
    for (std::size_t i = 0; i < table.size(); ++i) {
      table[i] = static_cast<float>(light(static_cast<double>(i) / 4095));
    }
    return cmsBuildTabulatedToneCurveFloat(nullptr, 4096, table.data());
  };
  const auto power = [](double exponent) {
    return [exponent](double value) { return std::pow(value, exponent); };
  };
  const std::vector<std::pair<ProfileBytes, std::function<double(double)>>> cases = {
      {gray_profile(gamma(1)), power(1)},
      {gray_profile(gamma(1.8)), power(1.8)},
      {gray_profile(gamma(2.2)), power(2.2)},
      {gray_profile(table_of(dot_gain)), dot_gain},
      {gray_profile(table_of(lightness)), lightness}};
  for (const auto& [profile, light] : cases) {
    for (const char* name : {"gray_levels.png", "gray_levels.jpg", "gray_levels.tif"}) {
      const Image found = read_copy(name, profile);
      for (const int level : {0, 1, 10, 50, 128, 200, 255}) {
        const double expected = srgb_of(light(level / 255.));
        for (int c = 0; c < 3; ++c) {
          EXPECT_NEAR(found.colour[0][c][1][level].item<double>(), expected, 0.4 / 255)
              << name << " " << level;
        }
      }
    }
  }
}

TEST_F(ColourProfile, GrayWithSrgbsCurveIsUnchanged) {
  const Image plain = read_image(kData / "gray_levels.png");
  EXPECT_LT(largest_difference_in_levels(
                read_copy("gray_levels.png", gray_profile(srgb_curve())).colour, plain.colour),
            1e-3);
}

TEST_F(ColourProfile, ForRgbInAGrayPictureIsIgnored) {
  for (const char* name : {"gray_levels.png", "gray_levels.jpg", "gray_levels.tif"}) {
    EXPECT_TRUE(at::equal(read_copy(name, rgb_profile(gamma(1), "RGB")).colour,
                          read_image(kData / name).colour));
  }
}

// Inks unlike their names: cyan is gray, magenta yellowish, and so on.
ProfileBytes odd_inks() {
  return table_profile(cmsSigCmykData, 5, [](const auto& ink) {
    return std::array<double, 3>{100 - 30 * ink[0] - 20 * ink[1] - 10 * ink[2] - 80 * ink[3],
                                 10 * ink[1], 60 * ink[2]};
  });
}

TEST_F(ColourProfile, InksAreConverted) {
  cmsHPROFILE lab = cmsCreateLab2Profile(nullptr), srgb = cmsCreate_sRGBProfile();
  cmsHTRANSFORM to_srgb = cmsCreateTransform(lab, TYPE_Lab_DBL, srgb, TYPE_RGB_DBL,
                                             INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOCACHE);
  const auto expect_lab = [&](const Image& image, int x, int y, const cmsCIELab& expected) {
    double rgb[3] = {};
    cmsDoTransform(to_srgb, &expected, rgb, 1);
    for (int c = 0; c < 3; ++c) {
      EXPECT_NEAR(image.colour[0][c][y][x].item<double>(), rgb[c], 2 / 255.) << x << "," << y;
    }
  };
  for (const char* name : {"inks.jpg", "inks.tif"}) {
    SCOPED_TRACE(name);
    const Image found = read_copy(name, odd_inks());
    EXPECT_FALSE(found.has_alpha());
    expect_lab(found, 3, 3, {70, 0, 0});
    expect_lab(found, 3, 12, {80, 10, 0});
    expect_lab(found, 20, 3, {90, 0, 60});
    expect_lab(found, 20, 12, {100 - 80 * 128 / 255., 0, 0});
  }
  cmsDeleteTransform(to_srgb);
  cmsCloseProfile(lab);
  cmsCloseProfile(srgb);
}

TEST_F(ColourProfile, InksWithoutAProfileAreMultiplied) {
  for (const char* name : {"inks.jpg", "inks.tif"}) {
    SCOPED_TRACE(name);
    for (const Image& found :
         {read_image(kData / name), read_copy(name, rgb_profile(gamma(1), "RGB"))}) {
      const auto expect_rgb = [&](int x, int y, const std::array<double, 3>& rgb) {
        for (std::size_t c = 0; c < 3; ++c) {
          EXPECT_NEAR(found.colour[0][static_cast<int64_t>(c)][y][x].item<double>(), rgb[c],
                      3 / 255.);
        }
      };
      expect_rgb(3, 3, {0, 1, 1});
      expect_rgb(3, 12, {1, 0, 1});
      expect_rgb(20, 3, {1, 1, 0});
      expect_rgb(20, 12, {127 / 255., 127 / 255., 127 / 255.});
    }
  }
}

TEST_F(ColourProfile, DamagedProfilesAreIgnored) {
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

// Costly chains of elements: such tags are not read.
TEST_F(ColourProfile, FloatingPointTagsAreNotRead) {
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
