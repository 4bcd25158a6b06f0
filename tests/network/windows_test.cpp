// Features of a window of a picture against those of all of it, by both networks.
#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <memory>
#include <string>
#include <vector>

#include "stylize/network/torch_network.h"
#include "stylize/network/winograd_network.h"
#include "support/wide_model.h"

namespace stylize {
namespace {

struct Case {
  const char* backend;
  std::vector<std::string> layers;
  LayerKind pooling;
  int64_t halo, stride;
};

class Windows : public testing::TestWithParam<Case> {
 protected:
  Windows() {
    const Model model = wide_model(GetParam().pooling);
    network_ = GetParam().backend == std::string("torch")
                   ? make_torch_network(model, GetParam().layers, at::kCPU)
                   : make_winograd_network(model, GetParam().layers);
    picture_ = at::rand({1, 3, 64, 72});
    whole_ = network_->features(picture_).back();  // of the deepest layer
  }

  // By how much a feature differs that begins `distance` pixels from the cut to the left and above,
  // relative to what features are.
  double difference_at(int64_t distance) {
    const int64_t stride = network_->stride(), first = 2 * stride;
    const at::Tensor window = picture_.slice(2, first).slice(3, first).contiguous();
    const at::Tensor own = network_->features(window).back();
    const int64_t step = distance / stride;
    const at::Tensor expected = whole_.slice(2, 2 + step).slice(3, 2 + step);
    return ((own.slice(2, step).slice(3, step) - expected).abs().max() / whole_.abs().max())
        .item<double>();
  }

  std::unique_ptr<Network> network_;
  at::Tensor picture_, whole_;
};

TEST_P(Windows, FeaturesAreThoseOfThePictureOneHaloFromTheCut) {
  EXPECT_EQ(network_->halo(), GetParam().halo);
  EXPECT_EQ(network_->stride(), GetParam().stride);
  EXPECT_EQ(network_->clone()->halo(), GetParam().halo);
  EXPECT_EQ(network_->clone()->stride(), GetParam().stride);
  const int64_t stride = network_->stride();
  const int64_t enough = (network_->halo() + stride - 1) / stride * stride;
  EXPECT_LT(difference_at(enough), 1e-5);
  EXPECT_GT(difference_at(enough - stride), 1e-4) << "a smaller halo would do";
}

// What a window has beyond the halo on the right and below does not matter either.
TEST_P(Windows, FeaturesSeeNothingBeyondTheHaloOnTheOtherSides) {
  const int64_t stride = network_->stride(), halo = network_->halo();
  const int64_t last = 2;  // of the features that are looked at
  const auto difference = [&](int64_t beyond) {
    const int64_t side = (last + 1) * stride + beyond;
    const at::Tensor window = picture_.narrow(2, 0, side).narrow(3, 0, side).contiguous();
    const at::Tensor own = network_->features(window).back().slice(2, 0, last + 1);
    return (own.slice(3, 0, last + 1) - whole_.slice(2, 0, last + 1).slice(3, 0, last + 1))
        .abs()
        .max()
        .item<double>();
  };
  const double scale = whole_.abs().max().item<double>();
  EXPECT_LT(difference(halo), 1e-5 * scale);
  EXPECT_GT(difference((halo - 1) / stride * stride), 1e-4 * scale);
}

std::vector<Case> cases() {
  std::vector<Case> cases;
  for (const char* backend : {"torch", "winograd"}) {
    for (const LayerKind pooling :
         {LayerKind::kMaxPooling, LayerKind::kAveragePooling, LayerKind::kL2Pooling}) {
      cases.push_back({backend, {"relu1_1"}, pooling, 1, 1});
      cases.push_back({backend, {"relu1_2"}, pooling, 2, 1});
      cases.push_back({backend, {"relu1_1", "relu2_2"}, pooling, 6, 2});
      cases.push_back({backend, {"relu1_2", "relu3_1"}, pooling, 10, 4});
    }
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Networks, Windows, testing::ValuesIn(cases()));

TEST(TorchNetworkWindows, MayEndAtAPoolingOrAConvolution) {
  const Model model = wide_model(LayerKind::kMaxPooling);
  const auto pooled = make_torch_network(model, {"pool2"}, at::kCPU);
  EXPECT_EQ(pooled->halo(), 6);
  EXPECT_EQ(pooled->stride(), 4);
  const auto convolved = make_torch_network(model, {"conv3_1", "relu1_1"}, at::kCPU);
  EXPECT_EQ(convolved->halo(), 10);
  EXPECT_EQ(convolved->stride(), 4);
}

}  // namespace
}  // namespace stylize
