#include "stylize/image/resize.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

namespace stylize {
namespace {

TEST(FitLongestSide, KeepsProportions) {
  EXPECT_EQ(fit_longest_side({4000, 3000}, 512), (Size{512, 384}));
  EXPECT_EQ(fit_longest_side({300, 400}, 800), (Size{600, 800}));
  EXPECT_EQ(fit_longest_side({1, 4000}, 512), (Size{1, 512}));
}

TEST(AreaMeans, OfHalfTheSizeAreMeansOfFourPixels) {
  at::manual_seed(1);
  const at::Tensor pixels = at::rand({1, 3, 8, 12});
  EXPECT_TRUE(at::allclose(area_means(pixels, {6, 4}), at::avg_pool2d(pixels, 2), 1e-5, 1e-6));
}

// A wave along each row, with its value at the middle of each pixel.
at::Tensor wave(int64_t pixels, double periods) {
  const at::Tensor middle = (at::arange(pixels, at::kFloat) + 0.5) / static_cast<double>(pixels);
  return (0.5 + 0.5 * (middle * (periods * 2 * std::acos(-1.0))).cos())
      .reshape({1, 1, 1, pixels})
      .expand({1, 1, 24, pixels});
}

TEST(Resize, ShrinkingKeepsWhatTheResultCanShowAndNothingElse) {
  for (const int64_t width : {40, 47, 60}) {
    const auto middle = [](const at::Tensor& rows) {
      return rows.narrow(3, 4, rows.size(3) - 8).narrow(2, 6, 6);
    };
    const at::Tensor slow = resize_pixels(wave(96, 6), {width, 20});
    EXPECT_LT((middle(slow) - middle(wave(width, 6))).abs().max().item<float>(), 0.02) << width;
    const at::Tensor fast = resize_pixels(wave(96, 44), {width, 20});
    EXPECT_LT((middle(fast) - 0.5).abs().max().item<float>(), 0.02) << width;
    EXPECT_TRUE(at::allclose(resize_pixels(at::full({1, 3, 24, 96}, 0.3), {width, 20}),
                             at::full({1, 3, 20, width}, 0.3), 1e-5, 1e-6));
  }
}

TEST(Resize, ShrinkingKeepsTheMean) {
  at::manual_seed(2);
  const at::Tensor pixels = at::rand({1, 1, 60, 90});
  EXPECT_NEAR(resize_pixels(pixels, {37, 25}).mean().item<float>(), pixels.mean().item<float>(),
              0.01);
}

TEST(Resize, EnlargingARampStaysARamp) {
  const at::Tensor ramp = at::linspace(0, 1, 16).reshape({1, 1, 1, 16}).expand({1, 1, 16, 16});
  const at::Tensor large = resize_pixels(ramp, {32, 32});
  const at::Tensor steps = large.narrow(3, 9, 14) - large.narrow(3, 8, 14);
  EXPECT_TRUE(at::allclose(steps, at::full_like(steps, 0.5 / 15), 0.1, 0));
}

TEST(Resize, SameSizeIsTheSamePicture) {
  at::manual_seed(3);
  const at::Tensor pixels = at::rand({1, 3, 7, 9});
  EXPECT_TRUE(at::equal(resize_pixels(pixels, {9, 7}), pixels));
}

TEST(Resize, OneSideMayShrinkWhileTheOtherGrows) {
  EXPECT_EQ(resize_pixels(at::rand({1, 3, 10, 40}), {20, 30}).sizes(),
            (at::IntArrayRef{1, 3, 30, 20}));
}

TEST(Resize, ImagesStayInRange) {
  Image image;
  image.colour = at::rand({1, 3, 8, 8}).round();
  const Image large = resize(image, {31, 33});
  EXPECT_GE(large.colour.min().item<float>(), 0);
  EXPECT_LE(large.colour.max().item<float>(), 1);
}

TEST(Resize, TransparentColorsDoNotBleed) {
  // Red and opaque on the left, green and transparent on the right.
  Image image;
  image.colour = at::zeros({1, 3, 8, 8});
  image.colour.select(1, 0).narrow(2, 0, 4).fill_(1);
  image.colour.select(1, 1).narrow(2, 4, 4).fill_(1);
  image.alpha = at::zeros({1, 1, 8, 8});
  image.alpha.narrow(3, 0, 4).fill_(1);
  const Image small = resize(image, {3, 3});
  const at::Tensor middle = small.colour.select(3, 1);
  EXPECT_NEAR(middle.select(1, 0).mean().item<float>(), 1, 1e-5);
  EXPECT_NEAR(middle.select(1, 1).mean().item<float>(), 0, 1e-5);
  EXPECT_NEAR(small.alpha.select(3, 1).mean().item<float>(), 0.5, 1e-5);
}

}  // namespace
}  // namespace stylize
