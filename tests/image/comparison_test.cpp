#include "stylize/image/comparison.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "stylize/error.h"
#include "stylize/image/difference_picture.h"

namespace stylize {
namespace {

using Level = std::array<double, 3>;

// One colour, given in 8-bit levels.
Image plain(const Level& level, const Size& size = {20, 14}) {
  Image image;
  image.colour = at::empty({1, 3, size.height, size.width});
  for (int64_t c = 0; c < 3; ++c) {
    image.colour.select(1, c).fill_(level[static_cast<std::size_t>(c)] / 255);
  }
  return image;
}

Image with_alpha(Image image, double level) {
  image.alpha = at::full({1, 1, image.size().height, image.size().width}, level / 255);
  return image;
}

Image noise(uint64_t seed, const Size& size) {
  at::manual_seed(seed);
  Image image;
  image.colour = at::randint(256, {1, 3, size.height, size.width}).to(at::kFloat) / 255;
  return image;
}

double psnr(double mean_square) {
  return 10 * std::log10(255. * 255. / mean_square);
}

TEST(Compare, EqualPictures) {
  const Comparison result = compare(noise(1, {31, 22}), noise(1, {31, 22}));
  EXPECT_TRUE(std::isinf(result.psnr) && result.psnr > 0);
  EXPECT_EQ(result.ssim, 1);
  EXPECT_EQ(result.largest_difference, 0);
  EXPECT_EQ(result.delta_e, 0);
  EXPECT_FALSE(result.alpha_difference.has_value());
}

// The strictest thresholds require exactly these: --min-ssim 1, --max-delta-e 0.
TEST(Compare, EqualPicturesOfAnySizeHaveTheValuesOfEqualOnes) {
  for (int64_t width = 1; width <= 64; width += 3) {
    const Size size{width, 49};
    for (const Image& image : {noise(static_cast<uint64_t>(width), size), plain({77, 77, 77}, size),
                               plain({255, 255, 255}, size)}) {
      const Comparison result = compare(image, image);
      EXPECT_EQ(result.ssim, 1) << width;
      EXPECT_EQ(result.delta_e, 0) << width;
    }
  }
}

TEST(Compare, SsimNeverExceedsOne) {
  for (int64_t width = 1; width <= 64; width += 3) {
    const Image image = plain({128, 128, 128}, {width, 30});
    Image other = image;
    other.colour = image.colour.clone();
    other.colour[0][2][7][0] += 1 / 255.;
    const double ssim = compare(image, other).ssim;
    EXPECT_LE(ssim, 1) << width;
    EXPECT_GT(ssim, 0.999) << width;
  }
}

TEST(Compare, PsnrOfAConstantDifference) {
  for (const double d : {1., 3., 16., 255.}) {
    const Comparison result = compare(plain({0, 0, 0}), plain({d, d, d}));
    EXPECT_NEAR(result.psnr, 20 * std::log10(255 / d), 1e-4) << d;
    EXPECT_EQ(result.largest_difference, d);
  }
  const Comparison one_channel = compare(plain({40, 50, 60}), plain({40, 50, 72}));
  EXPECT_NEAR(one_channel.psnr, psnr(12 * 12 / 3.), 1e-4);
}

TEST(Compare, LargestDifferenceIsThatOfOnePixel) {
  Image other = plain({100, 100, 100});
  other.colour[0][1][13][19] = 61 / 255.;
  const Comparison result = compare(plain({100, 100, 100}), other);
  EXPECT_EQ(result.largest_difference, 39);
  EXPECT_NEAR(result.psnr, psnr(39 * 39 / (3. * 20 * 14)), 1e-4);
}

TEST(Compare, ValuesThatRoundToTheSameLevelAreEqual) {
  const Comparison result = compare(plain({99.6, 0, 255}), plain({100.4, 0.4, 254.6}));
  EXPECT_EQ(result.largest_difference, 0);
  EXPECT_TRUE(std::isinf(result.psnr));
}

TEST(Compare, SsimOfConstants) {
  const double c1 = 0.01 * 255 * 0.01 * 255;
  const auto expected = [&](double a, double b) { return (2 * a * b + c1) / (a * a + b * b + c1); };
  for (const auto& [a, b] : {std::pair{100., 120.}, {0., 255.}, {10., 11.}}) {
    EXPECT_NEAR(compare(plain({a, a, a}), plain({b, b, b})).ssim, expected(a, b), 1e-6);
  }
  const double green = 0.587 * 200;
  EXPECT_NEAR(compare(plain({0, 200, 0}), plain({0, 0, 0})).ssim, expected(green, 0), 1e-6);
}

int64_t mirrored(int64_t i, int64_t size) {
  while (i < 0 || i >= size) i = i < 0 ? -1 - i : 2 * size - 1 - i;
  return i;
}

// Two luma values and the weight of their position in the window.
struct Sample {
  double weight, x, y;
};

std::vector<Sample> window_at(const at::Tensor& a, const at::Tensor& b, int64_t row,
                              int64_t column) {
  std::vector<Sample> window;
  double sum = 0;
  for (int64_t dy = -5; dy <= 5; ++dy) {
    for (int64_t dx = -5; dx <= 5; ++dx) {
      const auto distance = static_cast<double>(dx * dx + dy * dy);
      const int64_t y = mirrored(row + dy, a.size(0)), x = mirrored(column + dx, a.size(1));
      window.push_back(
          {std::exp(-distance / (2 * 1.5 * 1.5)), a[y][x].item<double>(), b[y][x].item<double>()});
      sum += window.back().weight;
    }
  }
  for (Sample& sample : window) sample.weight /= sum;
  return window;
}

// The formula as the paper has it, variances as means of squared distances from the mean.
double ssim_of(const std::vector<Sample>& window) {
  double mx = 0, my = 0, sxx = 0, syy = 0, sxy = 0;
  for (const Sample& sample : window) {
    mx += sample.weight * sample.x;
    my += sample.weight * sample.y;
  }
  for (const auto& [weight, x, y] : window) {
    sxx += weight * (x - mx) * (x - mx);
    syy += weight * (y - my) * (y - my);
    sxy += weight * (x - mx) * (y - my);
  }
  const double c1 = 2.55 * 2.55, c2 = 7.65 * 7.65;
  return (2 * mx * my + c1) * (2 * sxy + c2) / ((mx * mx + my * my + c1) * (sxx + syy + c2));
}

double ssim_by_loops(const Image& golden, const Image& picture) {
  const auto luma = [](const Image& image) {
    const at::Tensor levels = (image.colour[0] * 255).round().to(at::kDouble);
    return 0.299 * levels[0] + 0.587 * levels[1] + 0.114 * levels[2];
  };
  const at::Tensor a = luma(golden), b = luma(picture);
  double sum = 0;
  for (int64_t row = 0; row < a.size(0); ++row) {
    for (int64_t column = 0; column < a.size(1); ++column) {
      sum += ssim_of(window_at(a, b, row, column));
    }
  }
  return sum / static_cast<double>(a.numel());
}

TEST(Compare, SsimMatchesADirectEvaluationOfTheFormula) {
  for (const Size size : {Size{19, 14}, Size{4, 3}, Size{1, 1}}) {
    const Image a = noise(2, size);
    Image near = a;
    near.colour = (a.colour * 0.8 + noise(3, size).colour * 0.2).clamp(0, 1);
    EXPECT_NEAR(compare(a, near).ssim, ssim_by_loops(a, near), 1e-6);
    const Image other = noise(4, size);
    EXPECT_NEAR(compare(a, other).ssim, ssim_by_loops(a, other), 1e-6);
  }
}

TEST(Compare, DeltaEOfKnownColours) {
  // L*a*b* of sRGB's primaries under D65, from colour tables.
  const auto distance = [](const Level& a, const Level& b) {
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  };
  const Level white = {100, 0, 0}, red = {53.241, 80.092, 67.203},
              green = {87.735, -86.183, 83.179}, blue = {32.297, 79.188, -107.860};
  const auto delta_e = [](const Level& a, const Level& b) {
    return compare(plain(a), plain(b)).delta_e;
  };
  EXPECT_NEAR(delta_e({255, 255, 255}, {0, 0, 0}), 100, 0.01);
  EXPECT_NEAR(delta_e({255, 0, 0}, {255, 255, 255}), distance(red, white), 0.05);
  EXPECT_NEAR(delta_e({255, 0, 0}, {0, 255, 0}), distance(red, green), 0.05);
  EXPECT_NEAR(delta_e({0, 255, 0}, {0, 0, 255}), distance(green, blue), 0.05);
  // The linear part of both curves: L* = 903.3 Y, Y = 10 / 255 / 12.92.
  EXPECT_NEAR(delta_e({10, 10, 10}, {0, 0, 0}), 903.3 * 10 / 255 / 12.92, 0.01);
}

TEST(Compare, DeltaEIsTheMeanOverThePixels) {
  Image half = plain({0, 0, 0});
  half.colour.narrow(3, 0, 10).fill_(1);
  EXPECT_NEAR(compare(plain({0, 0, 0}), half).delta_e, 50, 0.01);
}

TEST(Compare, ColoursOfTransparentAreasDoNotCount) {
  const Comparison result =
      compare(with_alpha(plain({200, 10, 10}), 0), with_alpha(plain({0, 0, 99}), 0));
  EXPECT_TRUE(std::isinf(result.psnr));
  EXPECT_EQ(result.alpha_difference, 0);
}

TEST(Compare, ColoursAreComparedOverWhite) {
  // Black with alpha 155 of 255 looks like 100 on white.
  const Comparison result =
      compare(with_alpha(plain({0, 0, 0}), 155), with_alpha(plain({30, 30, 30}), 155));
  EXPECT_EQ(result.largest_difference, std::lround(30 * 155 / 255.));
  EXPECT_EQ(result.alpha_difference, 0);
}

TEST(Compare, AlphaIsAnAdditionalChannel) {
  const Comparison result =
      compare(with_alpha(plain({255, 255, 255}), 255), with_alpha(plain({255, 255, 255}), 215));
  EXPECT_EQ(result.alpha_difference, 40);
  EXPECT_EQ(result.largest_difference, 40);
  EXPECT_NEAR(result.psnr, psnr(40 * 40 / 4.), 1e-4);
  EXPECT_EQ(result.ssim, 1);
  EXPECT_EQ(result.delta_e, 0);
}

void expect_reason(const Image& golden, const Image& picture, const std::string& words) {
  EXPECT_EQ(why_not_comparable(golden, picture), words);
  try {
    compare(golden, picture);
    ADD_FAILURE() << "compared in spite of: " << words;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kOption);
    EXPECT_NE(std::string(error.what()).find(words), std::string::npos) << error.what();
  }
  EXPECT_THROW(difference_picture(golden, picture), Error);
}

TEST(Compare, SaysWhyPicturesCannotBeCompared) {
  const Image opaque = plain({1, 2, 3}), transparent = with_alpha(opaque, 255);
  expect_reason(plain({0, 0, 0}, {8, 6}), plain({0, 0, 0}, {6, 8}), "6x8 pixels instead of 8x6");
  expect_reason(transparent, opaque, "has no alpha, the golden picture has");
  expect_reason(opaque, transparent, "has alpha, the golden picture has none");
  EXPECT_FALSE(why_not_comparable(opaque, opaque));
}

at::Tensor panel(const Image& image, int64_t index) {
  return image.colour.narrow(3, index * 20, 20);
}

TEST(DifferencePicture, ShowsBothPicturesAndBlackWhereTheyAreEqual) {
  const Image golden = noise(5, {20, 14}), picture = noise(5, {20, 14});
  const Image result = difference_picture(golden, picture);
  EXPECT_EQ(result.size(), (Size{60, 14}));
  EXPECT_FALSE(result.has_alpha());
  EXPECT_TRUE(panel(result, 0).equal(golden.colour));
  EXPECT_TRUE(panel(result, 1).equal(picture.colour));
  EXPECT_EQ(panel(result, 2).max().item<float>(), 0);
}

TEST(DifferencePicture, ScaleEndsAtWhite) {
  Image picture = plain({100, 100, 100});
  const auto set_green = [&](int64_t column, int level) {
    picture.colour[0][1].select(1, column).fill_(level / 255.);
  };
  set_green(0, 100 + kWhiteDifference);
  set_green(1, 255);
  set_green(2, 100 - kWhiteDifference / 2);
  const at::Tensor map = panel(difference_picture(plain({100, 100, 100}), picture), 2)[0];
  for (const int64_t column : {0, 1}) EXPECT_EQ(map.select(2, column).min().item<float>(), 1);
  const at::Tensor middle = map.select(2, 2).select(1, 7);  // red is full, blue still 0
  EXPECT_EQ(middle[0].item<float>(), 1);
  EXPECT_GT(middle[1].item<float>(), 0.1);
  EXPECT_LT(middle[1].item<float>(), 0.9);
  EXPECT_EQ(middle[2].item<float>(), 0);
  EXPECT_EQ(map.narrow(2, 3, 17).max().item<float>(), 0);
}

TEST(DifferencePicture, ShowsPicturesOverWhite) {
  const Image golden = with_alpha(plain({255, 255, 255}), 255);
  const Image picture = with_alpha(plain({255, 255, 255}), 0);
  const Image result = difference_picture(golden, picture);
  EXPECT_EQ(result.colour.min().item<float>(), 1) << "white pictures, and alpha differs by 255";
}

}  // namespace
}  // namespace stylize
