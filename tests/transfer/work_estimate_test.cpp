#include "transfer/work_estimate.h"

#include <gtest/gtest.h>

#include "stylize/network/torch_network.h"
#include "stylize/objective/windows.h"
#include "support/small_networks.h"
#include "support/small_transfer.h"

namespace stylize {
namespace {

class WorkEstimateTest : public testing::Test {
 protected:
  WorkEstimateTest()
      : network_(make_torch_network(small_model(LayerKind::kAveragePooling, at::kFloat),
                                    layers_of(options_.objective), at::kCPU)) {}

  WorkEstimate estimate(const std::vector<Size>& sizes, const std::vector<int>& iterations) {
    return {*network_, options_, sizes, iterations, {{{300, 300}, 1}}};
  }

  TransferOptions options_ = small_transfer(4);
  std::unique_ptr<Network> network_;
};

TEST_F(WorkEstimateTest, OneScaleTakesAsLongAsItsEvaluations) {
  const WorkEstimate work = estimate({{200, 100}}, {10});
  EXPECT_EQ(work.remaining_seconds(0, 0, 0, 3), 0);  // nothing is known
  EXPECT_NEAR(work.remaining_seconds(0, 0, 0.5, 1), 21, 1e-9);
  EXPECT_NEAR(work.remaining_seconds(0, 3, 4, 8), 14, 1e-9);
  EXPECT_NEAR(work.remaining_seconds(0, 3, 4.5, 9), 13, 1e-9);
  EXPECT_NEAR(work.remaining_seconds(0, 1, 6, 12), 9 * 2 * 15 / 11.0, 1e-9);  // long line search
  EXPECT_EQ(work.remaining_seconds(0, 10, 11, 22), 0);
}

// Large enough for all else not to count, an evaluation of four times the pixels takes four times
// as long, and the targets of picture and style less than two of them.
TEST_F(WorkEstimateTest, FinerScalesTakeTheirPixels) {
  const WorkEstimate work = estimate({{2000, 2000}, {4000, 4000}}, {6, 3});
  const double left = work.remaining_seconds(0, 6, 7, 7);
  EXPECT_GT(left, 4 * 3.9);
  EXPECT_LT(left, 4 * 5.1);
}

TEST_F(WorkEstimateTest, WindowsTakeTheirMarginsAndAnotherPass) {
  const std::vector<Size> sizes = {{64, 64}, {1000, 1000}};
  const double whole = estimate(sizes, {2, 10}).remaining_seconds(0, 2, 3, 1);
  options_.window = 1016;  // of the canvas
  EXPECT_EQ(estimate(sizes, {2, 10}).remaining_seconds(0, 2, 3, 1), whole);
  options_.window = 600;
  const double large = estimate(sizes, {2, 10}).remaining_seconds(0, 2, 3, 1);
  EXPECT_GT(large, 1.4 * whole);
  EXPECT_LT(large, 2 * whole);
  options_.window = smallest_window(*network_);
  EXPECT_GT(estimate(sizes, {2, 10}).remaining_seconds(0, 2, 3, 1), large);
}

}  // namespace
}  // namespace stylize
