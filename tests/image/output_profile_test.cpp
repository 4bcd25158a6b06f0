// The colour profiles in outputs, and pictures in colour spaces of their own.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "image/colour_profile.h"
#include "stylize/image/image_files.h"
#include "support/colour_profiles.h"
#include "support/file_text.h"
#include "support/optional_formats.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr const char* kNames[] = {"a.png", "a.jpg", "a.webp", "a.tif"};
constexpr cmsCIExyYTRIPLE kP3Primaries = {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};

std::shared_ptr<const Bytes> display_p3() {
  return std::make_shared<const Bytes>(rgb_profile(srgb_curve(), "Display P3", kP3Primaries));
}

// The primaries of the space, their mixtures, and white, in stripes of 16 pixels.
Image primaries() {
  const std::array<std::array<float, 3>, 7> colours = {
      {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 0}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}}};
  Image image;
  image.colour = at::empty({1, 3, 16, 112});
  for (int64_t i = 0; i < 7; ++i) {
    for (int64_t c = 0; c < 3; ++c) {
      image.colour.narrow(3, 16 * i, 16)
          .select(1, c)
          .fill_(colours[static_cast<std::size_t>(i)][static_cast<std::size_t>(c)]);
    }
  }
  return image;
}

// CIE L*a*b* of the middle of each stripe, whose numbers mean colours of this profile.
std::vector<std::array<double, 3>> lab_of(const Image& image, const Bytes& profile) {
  cmsHPROFILE space =
      cmsOpenProfileFromMem(profile.data(), static_cast<cmsUInt32Number>(profile.size()));
  cmsHPROFILE lab = cmsCreateLab4Profile(nullptr);
  cmsHTRANSFORM transform = cmsCreateTransform(space, TYPE_RGB_DBL, lab, TYPE_Lab_DBL,
                                               INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE);
  std::vector<std::array<double, 3>> colours;
  for (int64_t i = 0; i < 7; ++i) {
    double rgb[3];
    for (int64_t c = 0; c < 3; ++c) rgb[c] = image.colour[0][c][8][16 * i + 8].item<double>();
    std::array<double, 3> found = {};
    cmsDoTransform(transform, rgb, found.data(), 1);
    colours.push_back(found);
  }
  cmsDeleteTransform(transform);
  cmsCloseProfile(lab);
  cmsCloseProfile(space);
  return colours;
}

double largest_delta_e(const std::vector<std::array<double, 3>>& a,
                       const std::vector<std::array<double, 3>>& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    largest =
        std::max(largest, std::hypot(a[i][0] - b[i][0], a[i][1] - b[i][1], a[i][2] - b[i][2]));
  }
  return largest;
}

TEST(OutputProfile, IsSrgbWhereNothingElseIsSaid) {
  for (const char* name : kNames) {
    SCOPED_TRACE(name);
    const Bytes file = encode_image(name, primaries());
    EXPECT_EQ(own_colour_space(name, file), nullptr) << "sRGB is nothing of its own";
    WriteOptions none;
    none.profile = ProfileChoice::kNone;
    const Bytes plain = encode_image(name, primaries(), none);
    EXPECT_GT(file.size(), plain.size() + 100);
    EXPECT_TRUE(at::equal(read_image(name, file).colour, read_image(name, plain).colour));
    EXPECT_EQ(file, encode_image(name, primaries())) << "the same bytes";
  }
}

// AVIF and JPEG XL have numbers for sRGB.
TEST(OutputProfile, IsANumberWhereThereIsOne) {
  for (const char* name : and_optional({})) {
    SCOPED_TRACE(name);
    const Bytes file = encode_image(name, primaries());
    EXPECT_EQ(own_colour_space(name, file), nullptr);
    const std::string text(file.begin(), file.end());
    EXPECT_EQ(text.find("acsp"), std::string::npos) << "no profile";
  }
}

// Lossy JPEG XL has colours of its own, from which readers come back to the file's.
TEST(OutputProfile, OfTheContentIsKeptByLossyFiles) {
  const auto p3 = display_p3();
  WriteOptions in_p3;
  in_p3.profile = ProfileChoice::kContent;
  in_p3.icc_profile = p3;
  for (const char* name : and_optional({})) {
    SCOPED_TRACE(name);
    const Bytes file = encode_image(name, primaries(), in_p3);
    ReadOptions own;
    own.icc_profile = own_colour_space(name, file);
    ASSERT_NE(own.icc_profile, nullptr);
    const auto found = lab_of(read_image(name, file, own), *own.icc_profile);
    // As far as it loses of sRGB's primaries in sRGB; in the wrong space they are 10 off and more.
    EXPECT_LT(largest_delta_e(lab_of(primaries(), *p3), found), 8);
  }
}

// A photograph in Display P3, read, and written as it is.
TEST(OutputProfile, OfTheContentKeepsItsSaturatedColours) {
  const auto p3 = display_p3();
  WriteOptions in_p3;
  in_p3.profile = ProfileChoice::kContent;
  in_p3.icc_profile = p3;
  in_p3.quality = 100;
  for (const std::string name : and_optional({"a.png", "a.jpg", "a.webp", "a.tif"})) {
    SCOPED_TRACE(name);
    const Bytes photograph = encode_image(name, primaries(), in_p3);
    const auto found = own_colour_space(name, photograph);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(*found, *p3);
    const auto colours = lab_of(primaries(), *p3);
    ReadOptions own;
    own.icc_profile = found;
    const Image unpainted = read_image(name, photograph, own);
    const Bytes written = encode_image(name, unpainted, in_p3);
    EXPECT_EQ(*own_colour_space(name, written), *p3);
    const double kept = largest_delta_e(colours, lab_of(read_image(name, written, own), *p3));
    // JPEG and WebP code twice what they round each time.
    EXPECT_LT(kept, name == "a.png" || name == "a.tif" || name == "a.jxl" ? 0.01 : 1.5);
    const Image converted = read_image(name, photograph);
    EXPECT_GT(largest_delta_e(colours, lab_of(converted, srgb_profile())), 10);
  }
}

// A style in sRGB means the same colours in the space of the work.
TEST(OutputProfile, OtherPicturesAreConvertedToIt) {
  const auto p3 = display_p3();
  ReadOptions options;
  options.icc_profile = p3;
  const Bytes tagged = encode_image("a.png", primaries());
  const Image style = read_image("a.png", tagged, options);
  EXPECT_LT(largest_delta_e(lab_of(primaries(), srgb_profile()), lab_of(style, *p3)), 0.5);
  WriteOptions none;
  none.profile = ProfileChoice::kNone;
  const Image untagged = read_image("a.png", encode_image("a.png", primaries(), none), options);
  EXPECT_LT((style.colour - untagged.colour).abs().max().item<double>(), 0.001);
  const Image gray = read_image(std::filesystem::path(DATA_FOLDER) / "gray.png", options);
  EXPECT_LT((gray.colour.select(1, 0) - gray.colour.select(1, 2)).abs().max().item<double>(),
            0.001);
}

TEST(OutputProfile, OnlySpacesOfMatrixAndCurvesArePaintedIn) {
  EXPECT_TRUE(is_space_to_paint_in(*display_p3()));
  EXPECT_FALSE(is_space_to_paint_in(srgb_profile()));
  EXPECT_FALSE(is_space_to_paint_in({}));
  EXPECT_FALSE(is_space_to_paint_in(Bytes(1000, 'x')));
  EXPECT_FALSE(is_space_to_paint_in(gray_profile(cmsBuildGamma(nullptr, 1.8))));
  const ProfileBytes table = table_profile(cmsSigRgbData, 3, [](const std::array<double, 4>& rgb) {
    return std::array<double, 3>{100 * rgb[1], 0, 0};
  });
  EXPECT_FALSE(is_space_to_paint_in(table));
}

}  // namespace
}  // namespace stylize
