#include "motion/optical_flow.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>
#include <string>

#include "support/moved_picture.h"

namespace stylize {
namespace {

constexpr const char* kLake = SAMPLES_FOLDER "/content/mountain_lake.jpg";
constexpr const char* kStillLife = SAMPLES_FOLDER "/content/still_life.jpg";

// Mean distance in pixels of the flow that is found from the one by which a picture was moved.
double mean_error(const char* file, const LinearMotion& motion) {
  const at::Tensor to = sample_picture(file);
  const at::Tensor flow = motion.flow(to.size(2), to.size(3));
  const at::Tensor from = warped(to, flow, Interpolation::kCubic);
  const at::Tensor difference = inner(optical_flow(from, to) - flow, 16);
  return difference.square().sum(1).sqrt().mean().item<double>();
}

TEST(OpticalFlow, FindsShifts) {
  for (const char* file : {kLake, kStillLife}) {
    EXPECT_LT(mean_error(file, {1, 0, 0, 1, 3, -2}), 0.3) << file;
    EXPECT_LT(mean_error(file, {1, 0, 0, 1, -5.5, 1.25}), 0.3) << file;
  }
}

TEST(OpticalFlow, FindsRotations) {
  const double angle = 0.05, c = std::cos(angle), s = std::sin(angle);
  for (const char* file : {kLake, kStillLife}) {
    EXPECT_LT(mean_error(file, {c, -s, s, c}), 0.3) << file;
  }
}

TEST(OpticalFlow, FindsZooms) {
  for (const char* file : {kLake, kStillLife}) {
    EXPECT_LT(mean_error(file, {1.05, 0, 0, 1.05}), 0.3) << file;
  }
}

TEST(OpticalFlow, OfAPictureToItselfIsZero) {
  const at::Tensor picture = sample_picture(kLake);
  EXPECT_LT(optical_flow(picture, picture).abs().max().item<double>(), 1e-3);
}

TEST(OpticalFlow, TakesTheSmallestPictures) {
  at::manual_seed(1);
  EXPECT_EQ(optical_flow(at::rand({1, 3, 16, 16}), at::rand({1, 3, 16, 16})).sizes(),
            (std::vector<int64_t>{1, 2, 16, 16}));
  EXPECT_EQ(optical_flow(at::rand({1, 3, 16, 90}), at::rand({1, 3, 16, 90})).size(3), 90);
}

TEST(OpticalFlow, DoesNotDependOnThreads) {
  const at::Tensor one = sample_picture(kLake);
  const at::Tensor other = warped(
      one, LinearMotion{1, 0, 0, 1, 4, 3}.flow(one.size(2), one.size(3)), Interpolation::kCubic);
  const int before = cv::getNumThreads();
  const at::Tensor flow = optical_flow(one, other);
  for (const int threads : {1, 2}) {
    cv::setNumThreads(threads);
    EXPECT_TRUE(at::equal(optical_flow(one, other), flow));
    EXPECT_EQ(cv::getNumThreads(), threads);
  }
  cv::setNumThreads(before);
}

}  // namespace
}  // namespace stylize
