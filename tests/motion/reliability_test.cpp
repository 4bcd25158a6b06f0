#include "motion/reliability.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include "motion/optical_flow.h"
#include "motion/warping_error.h"
#include "support/moved_picture.h"

namespace stylize {
namespace {

constexpr const char* kLake = SAMPLES_FOLDER "/content/mountain_lake.jpg";

double mean_value(const at::Tensor& map) {
  return map.mean().item<double>();
}

// Equation by equation, with flows that are made.
TEST(Reliability, IsWholeWhereFlowsAreInverse) {
  const at::Tensor forward = at::full({1, 2, 12, 12}, 1.0, at::kFloat);
  const at::Tensor weights = reliability(forward, -forward);
  EXPECT_EQ(mean_value(weights.narrow(2, 1, 11).narrow(3, 1, 11)), 1);
  EXPECT_EQ(mean_value(weights.select(2, 0)), 0);  // from beyond the border
  EXPECT_EQ(mean_value(weights.select(3, 0)), 0);
}

TEST(Reliability, EndsWhereFlowsDiffer) {
  for (const double error : {0.70, 0.72}) {  // the square of which passes 0.5
    at::Tensor forward = at::zeros({1, 2, 12, 12});
    forward.select(1, 0).fill_(error);
    const at::Tensor weights = reliability(forward, at::zeros_like(forward));
    // 0.01 of what the flows are counts, too.
    EXPECT_EQ(mean_value(weights), error * error > 0.01 * error * error + 0.5 ? 0 : 1) << error;
  }
}

TEST(Reliability, EndsAtBoundariesOfMotion) {
  at::Tensor backward = at::zeros({1, 2, 12, 12});
  backward.select(1, 1).narrow(2, 6, 6).fill_(0.3);  // the right half moves down
  const at::Tensor weights = reliability(-backward, backward).narrow(2, 0, 11);
  EXPECT_EQ(mean_value(weights.narrow(3, 0, 5)), 1);
  EXPECT_EQ(mean_value(weights.narrow(3, 5, 2)), 0);
  EXPECT_EQ(mean_value(weights.narrow(3, 7, 5)), 1);
}

// A square of one picture moves by 10 pixels in front of another, which stays.
TEST(Reliability, EndsWhereSomethingIsUncovered) {
  const at::Tensor behind = sample_picture(kLake);
  const at::Tensor square =
      sample_picture(SAMPLES_FOLDER "/content/still_life.jpg").narrow(2, 30, 40).narrow(3, 40, 40);
  at::Tensor before = behind.clone(), after = behind.clone();
  before.narrow(2, 30, 40).narrow(3, 50, 40).copy_(square);
  after.narrow(2, 30, 40).narrow(3, 60, 40).copy_(square);
  const at::Tensor weights = reliability(optical_flow(before, after), optical_flow(after, before));
  EXPECT_LT(mean_value(weights.narrow(2, 33, 34).narrow(3, 51, 8)), 0.4);   // uncovered
  EXPECT_GT(mean_value(weights.narrow(2, 40, 20).narrow(3, 70, 20)), 0.9);  // moves as a whole
  EXPECT_GT(mean_value(weights.narrow(3, 110, 40)), 0.95);                  // stays
}

TEST(WarpingErrorTest, IsSmallForWhatMovesAlongAndLargeForWhatDoesNot) {
  const at::Tensor source = sample_picture(kLake);
  const int64_t height = source.size(2), width = source.size(3);
  const at::Tensor flow = LinearMotion{1, 0, 0, 1, 3, 2}.flow(height, width);
  const at::Tensor moved = warped(source, flow, Interpolation::kCubic);
  at::manual_seed(4);
  const at::Tensor painting = at::avg_pool2d(at::rand({1, 3, height, width}), 5, 1, 2);
  const at::Tensor along = warped(painting, flow, Interpolation::kCubic);
  const SourceMotion motion = motion_between(source, moved);
  const WarpingError good = warping_error(motion, painting, along);
  const WarpingError bad = warping_error(motion, painting, painting);
  EXPECT_GT(good.reliable, 0.8);
  EXPECT_LT(good.error, 0.2 * bad.error);
}

// Nothing moves: the mean of the squared distances of colours.
TEST(WarpingErrorTest, OfAStillClipIsTheSquaredDistance) {
  const at::Tensor source = sample_picture(kLake);
  const at::Tensor painting = at::full_like(source, 0.25);
  const WarpingError found =
      warping_error(motion_between(source, source), painting, painting + 0.1);
  EXPECT_NEAR(found.error, 3 * 0.01, 1e-6);
  EXPECT_EQ(found.reliable, 1);
}

}  // namespace
}  // namespace stylize
