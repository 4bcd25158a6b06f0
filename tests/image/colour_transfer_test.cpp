#include "stylize/image/colour_transfer.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <vector>

#include "stylize/error.h"

namespace stylize {
namespace {

constexpr ColourSpace kSpaces[] = {ColourSpace::kLab, ColourSpace::kYcrcb, ColourSpace::kLuv};

Image picture_of(const at::Tensor& colour) {
  Image image;
  image.colour = colour.contiguous();
  return image;
}

at::Tensor pixel(double red, double green, double blue) {
  return at::tensor({red, green, blue}, at::kFloat).reshape({1, 3, 1, 1});
}

// Colours of some hue, spread and correlation of their channels, far from black and white.
Image muted_picture(int64_t seed, int64_t height, int64_t width) {
  at::manual_seed(static_cast<uint64_t>(seed));
  const at::Tensor mixing = at::randn({3, 3}) * 0.03;
  const at::Tensor mean = at::rand({3, 1}) * 0.2 + 0.4;
  const at::Tensor noise = at::rand({3, height * width}) * 2 - 1;
  return picture_of((mixing.matmul(noise) + mean).reshape({1, 3, height, width}));
}

double largest_difference(const at::Tensor& a, const at::Tensor& b) {
  return (a - b).abs().max().item<double>();
}

// Mean [3] and covariance [3, 3] of the colours, with pixels weighted by alpha.
std::vector<at::Tensor> statistics_of(const Image& image) {
  const at::Tensor colours = image.colour.to(at::kDouble).reshape({3, -1});
  const at::Tensor weights = image.has_alpha() ? image.alpha.to(at::kDouble).reshape({1, -1})
                                               : at::ones_like(colours.narrow(0, 0, 1));
  const at::Tensor mean = (colours * weights).sum(1, true) / weights.sum();
  const at::Tensor deviations = colours - mean;
  return {mean.flatten(), (deviations * weights).matmul(deviations.t()) / weights.sum()};
}

void expect_statistics(const Image& found, const Image& expected) {
  const auto a = statistics_of(found), b = statistics_of(expected);
  EXPECT_LT(largest_difference(a[0], b[0]), 1e-6) << a[0] << b[0];
  EXPECT_LT(largest_difference(a[1], b[1]), 1e-7) << a[1] << b[1];
}

TEST(ColourSpaces, MatchPublishedValues) {
  const at::Tensor red = pixel(1, 0, 0), gray = pixel(0.5, 0.5, 0.5);
  const auto expect = [](const at::Tensor& rgb, ColourSpace space, const at::Tensor& planes,
                         double tolerance) {
    EXPECT_LT(largest_difference(to_colour_space(rgb, space), planes), tolerance);
  };
  expect(red, ColourSpace::kLab, pixel(53.24, 80.09, 67.20), 0.02);
  expect(red, ColourSpace::kLuv, pixel(53.24, 175.01, 37.75), 0.05);
  expect(red, ColourSpace::kYcrcb, pixel(0.299, 1, 0.3313), 0.0005);
  expect(gray, ColourSpace::kLab, pixel(53.39, 0, 0), 0.02);
  expect(gray, ColourSpace::kLuv, pixel(53.39, 0, 0), 0.05);
  expect(gray, ColourSpace::kYcrcb, pixel(0.5, 0.5, 0.5), 1e-6);
}

TEST(ColourSpaces, RoundTripsRestoreColours) {
  at::manual_seed(2);
  at::Tensor colours = at::rand({1, 3, 100, 100});
  colours.narrow(2, 0, 40).round_();  // corners of the cube
  for (const ColourSpace space : kSpaces) {
    const at::Tensor back = from_colour_space(to_colour_space(colours, space), space);
    EXPECT_LT(largest_difference(back, colours), 0.001);
  }
}

TEST(KeepColours, TakesLuminanceFromThePaintingAndChromaFromTheColours) {
  const Image painting = muted_picture(1, 150, 40), colours = muted_picture(2, 150, 40);
  for (const ColourSpace space : kSpaces) {
    const double unit = space == ColourSpace::kYcrcb ? 1 : 100;
    const Image kept = keep_colours(painting, colours, space);
    const at::Tensor planes = to_colour_space(kept.colour, space);
    const at::Tensor luminance = to_colour_space(painting.colour, space).narrow(1, 0, 1);
    const at::Tensor chroma = to_colour_space(colours.colour, space).narrow(1, 1, 2);
    EXPECT_LT(largest_difference(planes.narrow(1, 0, 1), luminance), 0.001 * unit);
    EXPECT_LT(largest_difference(planes.narrow(1, 1, 2), chroma), 0.001 * unit);
    EXPECT_GT(largest_difference(kept.colour, painting.colour), 0.05);
  }
}

TEST(KeepColours, WithItsOwnColoursIsThePictureItself) {
  at::manual_seed(3);
  const Image image = picture_of(at::rand({1, 3, 65, 9}));
  for (const ColourSpace space : kSpaces) {
    EXPECT_LT(largest_difference(keep_colours(image, image, space).colour, image.colour), 0.001);
  }
}

TEST(KeepColours, WithGrayColoursGivesGray) {
  at::manual_seed(4);
  const Image painting = picture_of(at::rand({1, 3, 20, 30}));
  const Image gray = picture_of(at::rand({1, 1, 20, 30}).expand({1, 3, 20, 30}));
  for (const ColourSpace space : kSpaces) {
    const at::Tensor kept = keep_colours(painting, gray, space).colour;
    EXPECT_LT((kept.amax(1) - kept.amin(1)).max().item<double>(), 0.001);
  }
}

// The brightest colours on black and white, which do not exist in sRGB.
TEST(KeepColours, StayWithinTheRange) {
  at::manual_seed(5);
  const Image painting = picture_of(at::rand({1, 1, 40, 40}).round().expand({1, 3, 40, 40}));
  const Image colours = picture_of(at::rand({1, 3, 40, 40}).round());
  for (const ColourSpace space : kSpaces) {
    const at::Tensor kept = keep_colours(painting, colours, space).colour;
    EXPECT_TRUE(at::isfinite(kept).all().item<bool>());
    EXPECT_GE(kept.min().item<float>(), 0);
    EXPECT_LE(kept.max().item<float>(), 1);
  }
}

TEST(KeepColours, LeavesTheAlphaOfThePainting) {
  Image painting = muted_picture(6, 20, 20);
  painting.alpha = at::rand({1, 1, 20, 20});
  const Image kept = keep_colours(painting, muted_picture(7, 20, 20), ColourSpace::kLab);
  ASSERT_TRUE(kept.has_alpha());
  EXPECT_TRUE(at::equal(kept.alpha, painting.alpha));
}

TEST(KeepColours, RequiresEqualSizes) {
  EXPECT_THROW(keep_colours(muted_picture(1, 20, 20), muted_picture(1, 20, 21), ColourSpace::kLab),
               Error);
}

TEST(MatchColours, GivesTheStyleMeanAndCovarianceOfTheContent) {
  for (int64_t seed = 1; seed <= 5; ++seed) {
    const Image style = muted_picture(seed, 50, 60), content = muted_picture(seed + 10, 70, 40);
    const Image matched = match_colours(style, content);
    EXPECT_EQ(matched.size(), style.size());
    expect_statistics(matched, content);
  }
}

TEST(MatchColours, WeightsPixelsByAlpha) {
  Image style = muted_picture(1, 50, 60), content = muted_picture(2, 70, 40);
  for (Image* image : {&style, &content}) {
    image->alpha = at::rand({1, 1, image->size().height, image->size().width});
    image->alpha.narrow(2, 0, 30).fill_(0);
    image->colour.narrow(2, 0, 30).fill_(1);  // white where transparent, as pictures are read
  }
  const Image matched = match_colours(style, content);
  expect_statistics(matched, content);
  ASSERT_TRUE(matched.has_alpha());
  EXPECT_TRUE(at::equal(matched.alpha, style.alpha));
}

TEST(MatchColours, ToItsOwnColoursChangesNothing) {
  const Image style = muted_picture(3, 40, 40);
  EXPECT_LT(largest_difference(match_colours(style, style).colour, style.colour), 1e-6);
}

TEST(MatchColours, DoesNotTurnGrainOfAGrayStyleIntoColours) {
  const Image content = muted_picture(4, 50, 50);
  at::manual_seed(5);
  const at::Tensor gray = at::rand({1, 1, 50, 50}) * 0.2 + 0.4;
  const at::Tensor grain = (at::rand({1, 3, 50, 50}) - 0.5) * (0.1 / 255);
  const at::Tensor clean = match_colours(picture_of(gray.expand({1, 3, 50, 50})), content).colour;
  const at::Tensor grainy = match_colours(picture_of(gray + grain), content).colour;
  EXPECT_LT(largest_difference(clean, grainy), 0.01);
  EXPECT_LT(largest_difference(clean.mean({0, 2, 3}), content.colour.mean({0, 2, 3})), 1e-5);
}

TEST(MatchColours, AStyleOfOneColourGetsTheContentsMean) {
  const Image content = muted_picture(6, 30, 30);
  const Image style = picture_of(pixel(1, 0, 0.5).expand({1, 3, 20, 20}));
  const at::Tensor mean = content.colour.mean({2, 3}, true);
  EXPECT_LT(largest_difference(match_colours(style, content).colour, mean), 1e-5);
}

TEST(MatchColours, LeavesTheStyleUnchangedIfNothingIsVisible) {
  const Image style = muted_picture(7, 20, 20);
  Image invisible = picture_of(at::ones({1, 3, 20, 20}));
  invisible.alpha = at::zeros({1, 1, 20, 20});
  EXPECT_TRUE(at::equal(match_colours(style, invisible).colour, style.colour));
  EXPECT_TRUE(at::equal(match_colours(invisible, style).colour, invisible.colour));
}

TEST(MatchColours, StaysWithinTheRange) {
  const Image style = muted_picture(8, 40, 40);
  at::manual_seed(9);
  const at::Tensor matched =
      match_colours(style, picture_of(at::rand({1, 3, 40, 40}).round())).colour;
  EXPECT_GE(matched.min().item<float>(), 0);
  EXPECT_LE(matched.max().item<float>(), 1);
}

}  // namespace
}  // namespace stylize
