#include "stylize/image/loss_plot.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace stylize {
namespace {

using Numbers = std::vector<double>;

void expect_near(const Numbers& found, const Numbers& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_NEAR(found[i], expected[i], 1e-9 * std::abs(expected[i])) << i;
  }
}

TEST(Ticks, LogarithmicTicksArePowersOfTenIfThoseAreEnough) {
  expect_near(logarithmic_ticks(0.05, 300), {0.1, 1, 10, 100});
  expect_near(logarithmic_ticks(0.9, 60), {1, 2, 5, 10, 20, 50});
  expect_near(logarithmic_ticks(3, 12), {4, 6, 8, 10, 12});
  expect_near(logarithmic_ticks(101, 104), {101, 102, 103, 104});
}

TEST(Ticks, AreEasilyReadMultiples) {
  expect_near(linear_ticks(1, 180, 8), {50, 100, 150});
  expect_near(linear_ticks(0.012, 0.031, 4), {0.015, 0.02, 0.025, 0.03});
  expect_near(linear_ticks(1, 9, 8), {1, 2, 3, 4, 5, 6, 7, 8, 9});
}

// The pixels of a curve's ink: [rows, columns], boolean.
at::Tensor pixels_of(const Image& plot, int red, int green, int blue) {
  const at::Tensor levels = (plot.colour[0] * 255).round();
  return levels[0].eq(red).logical_and_(levels[1].eq(green)).logical_and_(levels[2].eq(blue));
}

// The pixels of the second curve, below the legend.
at::Tensor second_curve(const Image& plot) {
  return pixels_of(plot, 31, 119, 180).narrow(0, 60, 432);
}

int64_t first_of(const at::Tensor& places) {
  return places.nonzero().min().item<int64_t>();
}
int64_t last_of(const at::Tensor& places) {
  return places.nonzero().max().item<int64_t>();
}

// 1000 down to 10 in equal ratios is a straight line in the logarithm.
TEST(LossPlot, HasALogarithmicAxis) {
  Numbers falling;
  for (int i = 0; i <= 100; ++i) falling.push_back(1000 * std::pow(10, -i / 50.));
  const at::Tensor curve =
      second_curve(loss_plot({{"64x64", 101}}, {{"total", {}}, {"a", falling}}));
  const at::Tensor columns = curve.any(0), rows = curve.any(1);
  const auto left = static_cast<double>(first_of(columns)),
             right = static_cast<double>(last_of(columns));
  const auto top = static_cast<double>(first_of(rows)), bottom = static_cast<double>(last_of(rows));
  EXPECT_LT(left, 95);
  EXPECT_GT(right, 925);
  EXPECT_LT(top, 30);
  EXPECT_GT(bottom, 400);
  for (const double part : {0.25, 0.5, 0.75}) {
    const at::Tensor column = curve.select(1, std::lround(left + part * (right - left)));
    const auto middle = static_cast<double>(first_of(column) + last_of(column)) / 2;
    EXPECT_NEAR(middle, top + part * (bottom - top), 3) << part;
  }
}

TEST(LossPlot, SeparatesSectionsByALineAndDoesNotConnectThem) {
  const Image plot = loss_plot(
      {{"64x64", 10}, {"128x128", 10}},
      {{"total", {}}, {"a", Numbers{5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}}});
  const at::Tensor columns = second_curve(plot).any(0);
  const int64_t border = (84 + 936) / 2;
  EXPECT_FALSE(columns[border].item<bool>());
  EXPECT_TRUE(columns[border - 30].item<bool>() && columns[border + 30].item<bool>());
  const at::Tensor line = pixels_of(plot, 120, 120, 120).narrow(0, 61, 430).select(1, border);
  EXPECT_GT(line.sum().item<int64_t>(), 400);
}

TEST(LossPlot, LeavesOutCurvesWithoutALogarithm) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<PlotSection> sections = {{"64x64", 4}};
  const PlotCurve total = {"total", {8, 4, 2, 1}};
  const at::Tensor alone = loss_plot(sections, {total}).colour;
  const at::Tensor with =
      loss_plot(sections, {total, {"a", {0, 0, 0, 0}}, {"b", {nan, -1, infinity, 1e-9}}}).colour;
  EXPECT_TRUE(at::equal(alone, with));
  const at::Tensor some = loss_plot(sections, {total, {"a", {2, 2, nan, 2}}}).colour;
  EXPECT_FALSE(at::equal(alone, some));
}

TEST(LossPlot, DrawsCurvesWithFewPoints) {
  for (const Numbers& values : {Numbers{}, Numbers{3}, Numbers{3, 3}}) {
    const Image plot = loss_plot({{"16x16", values.size()}}, {{"total", {}}, {"a", values}});
    EXPECT_EQ(plot.size(), (Size{960, 540}));
    EXPECT_EQ(second_curve(plot).any().item<bool>(), !values.empty());
    EXPECT_TRUE(at::isfinite(plot.colour).all().item<bool>());
  }
}

}  // namespace
}  // namespace stylize
