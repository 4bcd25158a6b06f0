#include "sequence/shot_detector.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <vector>

namespace stylize {
namespace {

at::Tensor gray(double level) {
  return at::full({1, 3, 8, 8}, level, at::kFloat);
}

std::vector<bool> shots(const std::vector<double>& levels, double threshold) {
  ShotDetector detector(threshold);
  std::vector<bool> begins;
  for (const double level : levels) begins.push_back(detector.begins_shot(gray(level)));
  return begins;
}

using Begins = std::vector<bool>;

TEST(ShotDetector, FindsCuts) {
  EXPECT_EQ(shots({0.1, 0.1, 0.1, 0.6, 0.6, 0.61}, 10), (Begins{1, 0, 0, 1, 0, 0}));
}

// Differences that stay as large as they are.
TEST(ShotDetector, TakesASteadyChangeForNone) {
  EXPECT_EQ(shots({0.0, 0.2, 0.4, 0.6, 0.8}, 10), (Begins{1, 1, 0, 0, 0}));
  EXPECT_EQ(shots({0.0, 0.05, 0.12, 0.2, 0.3}, 10), (Begins{1, 0, 0, 0, 0}));
}

TEST(ShotDetector, ScoresAsDefined) {
  ShotDetector detector(10);
  detector.begins_shot(gray(0.2));
  detector.begins_shot(gray(0.25));
  EXPECT_NEAR(detector.score(), 5, 1e-4);
  detector.begins_shot(gray(0.37));  // min(12, 12 - 5)
  EXPECT_NEAR(detector.score(), 7, 1e-4);
}

TEST(ShotDetector, FindsNoneAt100) {
  EXPECT_EQ(shots({0, 1, 0, 1}, 100), (Begins{1, 0, 0, 0}));
}

}  // namespace
}  // namespace stylize
