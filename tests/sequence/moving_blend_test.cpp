#include "sequence/moving_blend.h"

#include <gtest/gtest.h>

#include "stylize/error.h"

namespace stylize {
namespace {

StyleLists lists_of(std::vector<double> begin, std::vector<double> end) {
  StyleLists lists;
  lists.weights = std::move(begin);
  lists.end_weights = std::move(end);
  return lists;
}

void expect_weights(const MovingBlend& blend, int64_t frame, std::vector<double> expected) {
  const std::vector<double> weights = blend.weights(frame);
  ASSERT_EQ(weights.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(weights[i], expected[i], 1e-12) << "frame " << frame;
  }
}

TEST(MovingBlend, GoesInEqualSteps) {
  const MovingBlend blend(lists_of({1, 0}, {0, 3}), 2, 5);
  EXPECT_TRUE(blend.moves());
  expect_weights(blend, 1, {1, 0});
  expect_weights(blend, 2, {0.75, 0.25});
  expect_weights(blend, 5, {0, 1});
  expect_weights(blend, 9, {0, 1});
}

// Only ratios count: 3,1 to 1,3 is half and half in the middle.
TEST(MovingBlend, TakesRatios) {
  expect_weights(MovingBlend(lists_of({30, 10}, {1, 3}), 2, 3), 2, {0.5, 0.5});
  expect_weights(MovingBlend(lists_of({}, {0, 0, 1}), 3, 3), 1, {1. / 3, 1. / 3, 1. / 3});
}

TEST(MovingBlend, HoldsStillWithoutAnEnd) {
  EXPECT_FALSE(MovingBlend(lists_of({1, 2}, {}), 2, {}).moves());
  expect_weights(MovingBlend(lists_of({1, 0}, {0, 1}), 2, 1), 1, {1, 0});
}

TEST(MovingBlend, HoldsLessTheFasterItMoves) {
  EXPECT_EQ(MovingBlend(lists_of({1, 2}, {}), 2, {}).hold(), 1);
  EXPECT_NEAR(MovingBlend(lists_of({1, 0}, {0, 1}), 2, 101).hold(), 0.95, 1e-12);
  EXPECT_NEAR(MovingBlend(lists_of({1, 0}, {1, 1}), 2, 11).hold(), 0.75, 1e-12);
  EXPECT_EQ(MovingBlend(lists_of({1, 0}, {0, 1}), 2, 3).hold(), 0);
}

TEST(MovingBlend, NeedsTheNumberOfFrames) {
  EXPECT_THROW(MovingBlend(lists_of({1, 0}, {0, 1}), 2, {}), SettingError);
}

}  // namespace
}  // namespace stylize
