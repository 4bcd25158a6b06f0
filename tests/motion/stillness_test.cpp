#include "motion/stillness.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace stylize {
namespace {

double part(const at::Tensor& map) {
  return map.mean().item<double>();
}

const at::Tensor& gray() {
  static const at::Tensor picture = at::full({1, 3, 24, 24}, 0.5, at::kFloat);
  return picture;
}

TEST(Stillness, IsWhereNothingMoves) {
  at::Tensor backward = at::zeros({1, 2, 24, 24});
  backward.narrow(1, 0, 1).narrow(3, 0, 12).fill_(0.48);  // of 24 columns
  backward.narrow(1, 0, 1).narrow(3, 12, 12).fill_(0.52);
  const at::Tensor still = stillness(gray(), gray(), backward);
  EXPECT_EQ(part(still.narrow(3, 0, 12)), 1);
  EXPECT_EQ(part(still.narrow(3, 12, 12)), 0);
}

TEST(Stillness, EndsWithinTwoPixelsOfAChange) {
  const at::Tensor flow = at::zeros({1, 2, 24, 24});
  at::Tensor now = gray().clone();
  now.narrow(1, 2, 1).narrow(3, 10, 4).fill_(1);  // blue alone
  const at::Tensor still = stillness(gray(), now, flow);
  EXPECT_EQ(part(still.narrow(3, 0, 8)), 1);
  EXPECT_EQ(part(still.narrow(3, 8, 8)), 0);
  EXPECT_EQ(part(still.narrow(3, 16, 8)), 1);
}

TEST(Stillness, BearsNoise) {
  at::manual_seed(6);
  const at::Tensor flow = at::zeros({1, 2, 24, 24});
  EXPECT_GT(part(stillness(gray(), gray() + 2 * at::randn_like(gray()) / 255, flow)), 0.95);
  EXPECT_EQ(part(stillness(gray(), gray() + 3.5 / 255, flow)), 0);
}

}  // namespace
}  // namespace stylize
