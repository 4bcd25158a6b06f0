// A transfer whose picture is held to another one.
#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <optional>

#include "stylize/error.h"
#include "stylize/network/torch_network.h"
#include "stylize/transfer/transfer.h"
#include "support/small_networks.h"
#include "support/small_transfer.h"

namespace stylize {
namespace {

class HeldPictureTest : public testing::Test {
 protected:
  HeldPictureTest() {
    at::manual_seed(3);
    inputs_.content.colour = at::rand({1, 3, 36, 60});
    inputs_.styles = {{Image{at::rand({1, 3, 50, 50}) * 0.4, {}}}};
    options_.size = 0;
  }

  TransferResult run() {
    const auto network = make_torch_network(small_model(LayerKind::kAveragePooling, at::kFloat),
                                            layers_of(options_.objective), at::kCPU);
    return transfer(inputs_, *network, options_);
  }

  TransferInputs inputs_;
  TransferOptions options_ = small_transfer(15);
};

// Mean distance of the right, or of the left half of two pictures.
double distance(const Image& one, const at::Tensor& other, bool right) {
  return (one.colour - other).abs().narrow(3, right ? 32 : 0, 28).mean().item<double>();
}

// At each scale, and on the canvas.
TEST_F(HeldPictureTest, IsHeldWhereItIsReliable) {
  Image held{at::rand({1, 3, 36, 60}), at::zeros({1, 1, 36, 60})};
  held.alpha.narrow(3, 30, 30).fill_(1);
  inputs_.held = held;
  options_.objective.temporal_weight = 1e6;
  const TransferResult result = run();
  EXPECT_LT(distance(result.image, held.colour, true), 0.02);
  EXPECT_GT(distance(result.image, held.colour, false), 0.1);
  EXPECT_GT(result.scales.back().losses.of("temporal"), 0);
}

TEST_F(HeldPictureTest, OtherPicturesHaveNoSuchTerm) {
  const TransferResult result = run();
  for (const Loss& loss : result.scales.back().losses) EXPECT_NE(loss.name, "temporal");
}

TEST_F(HeldPictureTest, OfNoReliabilityChangesNothing) {
  const TransferResult free = run();
  inputs_.held = Image{at::rand({1, 3, 36, 60}), at::zeros({1, 1, 36, 60})};
  EXPECT_TRUE(at::equal(run().image.colour, free.image.colour));
}

TEST_F(HeldPictureTest, OfAnotherSizeIsRefused) {
  inputs_.held = Image{at::rand({1, 3, 36, 59}), at::ones({1, 1, 36, 59})};
  EXPECT_THROW(run(), Error);
}

}  // namespace
}  // namespace stylize
