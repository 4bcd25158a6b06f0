#include "stylize/network/winograd_network.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <tuple>

#include "stylize/error.h"
#include "stylize/network/torch_network.h"
#include "support/wide_model.h"

namespace stylize {
namespace {

double relative_difference(const at::Tensor& a, const at::Tensor& expected) {
  return ((a - expected).norm() / expected.norm()).item<double>();
}

using Layers = std::vector<std::string>;
using Case = std::tuple<LayerKind, Layers, std::pair<int64_t, int64_t>>;

class WinogradNetworkTest : public testing::TestWithParam<Case> {
 protected:
  WinogradNetworkTest()
      : model_(wide_model(std::get<0>(GetParam()))),
        layers_(std::get<1>(GetParam())),
        winograd_(make_winograd_network(model_, layers_)),
        torch_(make_torch_network(model_, layers_, at::kCPU)) {
    const auto [height, width] = std::get<2>(GetParam());
    picture_ = at::rand({1, 3, height, width});
  }

  Model model_;
  Layers layers_;
  std::unique_ptr<Network> winograd_, torch_;
  at::Tensor picture_;
};

TEST_P(WinogradNetworkTest, FeaturesAgreeWithLibTorch) {
  ASSERT_EQ(winograd_->layers(), torch_->layers());
  const Features expected = torch_->features(picture_);
  for (const Features& features : {winograd_->features(picture_), winograd_->forward(picture_)}) {
    ASSERT_EQ(features.size(), expected.size());
    for (std::size_t i = 0; i < features.size(); ++i) {
      ASSERT_EQ(features[i].sizes(), expected[i].sizes());
      EXPECT_LT(relative_difference(features[i], expected[i]), 1e-4) << layers_[i];
    }
  }
}

TEST_P(WinogradNetworkTest, GradientsAgreeWithLibTorch) {
  const Features expected = torch_->forward(picture_);
  Features gradients;
  for (const at::Tensor& f : expected) gradients.push_back(at::randn(f.sizes()));
  Features copies;
  for (const at::Tensor& g : gradients) {
    copies.push_back(g.contiguous(at::MemoryFormat::ChannelsLast).clone());
  }
  winograd_->forward(picture_);
  const at::Tensor gradient = winograd_->backward(std::move(copies));
  const at::Tensor expected_gradient = torch_->backward(std::move(gradients));
  EXPECT_LT(relative_difference(gradient, expected_gradient), 1e-3);
}

TEST_P(WinogradNetworkTest, FeaturesMayBecomeTheirOwnGradients) {
  Features expected = torch_->forward(picture_);
  for (at::Tensor& f : expected) f = f * 2;
  const at::Tensor expected_gradient = torch_->backward(std::move(expected));
  ASSERT_TRUE(winograd_->features_may_be_overwritten());
  // Twice: what the first pass leaves in the buffers must not be seen by the second.
  for (int pass = 0; pass < 2; ++pass) {
    Features features = winograd_->forward(picture_);
    for (at::Tensor& f : features) f.mul_(2);
    EXPECT_LT(relative_difference(winograd_->backward(std::move(features)), expected_gradient),
              1e-3);
  }
}

// The picture's and the maps' own borders, places beside them, single pixels.
std::vector<Area> some_parts(int64_t height, int64_t width) {
  return {{0, 0, width, height},
          {0, 0, width / 2, height / 3},
          {width / 2, height / 2, width, height},
          {width / 4, height / 3, width / 2 + 1, height / 3 + 1},
          {width - 1, 0, width, height}};
}

// What was left in the buffers before is not seen, whatever it is.
void spoil_buffers(Network& network, const at::Tensor& picture) {
  Features features = network.forward(at::full_like(picture, 1e30));
  network.backward(std::move(features));
}

TEST_P(WinogradNetworkTest, FeaturesOfAPartAreThoseOfTheWhole) {
  const int64_t height = picture_.size(2), width = picture_.size(3);
  const Features whole = winograd_->features(picture_);
  for (const Area& part : some_parts(height, width)) {
    spoil_buffers(*winograd_, picture_);
    const Features features = winograd_->features_of_part(picture_, part);
    ASSERT_EQ(features.size(), whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      // A feature whose square of pixels lies in the part.
      const int64_t side = width / whole[i].size(3);
      const auto own = [&](const at::Tensor& map) {
        const int64_t left = part.left / side, top = part.top / side;
        return map.slice(3, left, std::max(left, part.right / side))
            .slice(2, top, std::max(top, part.bottom / side));
      };
      EXPECT_TRUE(at::equal(own(features[i]), own(whole[i]))) << layers_[i];
    }
  }
}

TEST_P(WinogradNetworkTest, TheGradientOfAPartIsThatOfTheWhole) {
  const auto gradient_of = [&](const Area* part) {
    if (part) spoil_buffers(*winograd_, picture_);
    Features features = winograd_->forward(picture_);
    for (at::Tensor& f : features) f.mul_(2).sub_(0.3);
    return part ? winograd_->backward_to_part(std::move(features), *part)
                : winograd_->backward(std::move(features));
  };
  const at::Tensor whole = gradient_of(nullptr);
  for (const Area& part : some_parts(picture_.size(2), picture_.size(3))) {
    const auto own = [&](const at::Tensor& gradient) {
      return gradient.slice(3, part.left, part.right).slice(2, part.top, part.bottom);
    };
    EXPECT_TRUE(at::equal(own(gradient_of(&part)), own(whole)));
  }
}

TEST_P(WinogradNetworkTest, UndefinedGradientsCountAsZero) {
  const Features expected = torch_->forward(picture_);
  Features gradients(expected.size()), copies(expected.size());
  gradients[0] = at::randn(expected[0].sizes());
  copies[0] = gradients[0].clone();
  winograd_->forward(picture_);
  EXPECT_LT(relative_difference(winograd_->backward(std::move(copies)),
                                torch_->backward(std::move(gradients))),
            1e-3);
}

TEST_P(WinogradNetworkTest, TheNumberOfThreadsChangesNothing) {
  const int threads = at::get_num_threads();
  at::Tensor first;
  for (int count : {1, 2, 3}) {
    at::set_num_threads(count);
    Features features = winograd_->forward(picture_);
    const at::Tensor gradient = winograd_->backward(std::move(features));
    if (!first.defined()) first = gradient;
    EXPECT_TRUE(at::equal(gradient, first)) << count << " threads";
  }
  at::set_num_threads(threads);
}

INSTANTIATE_TEST_SUITE_P(
    Networks, WinogradNetworkTest,
    testing::Combine(
        testing::Values(LayerKind::kAveragePooling, LayerKind::kMaxPooling, LayerKind::kL2Pooling),
        testing::Values(Layers{"relu1_1", "relu2_1", "relu3_1"}, Layers{"relu3_1"},
                        Layers{"relu1_1", "relu1_2", "relu2_1", "relu2_2", "relu3_1"},
                        Layers{"relu1_2", "relu2_2"}),
        testing::Values(std::pair<int64_t, int64_t>{48, 40}, std::pair<int64_t, int64_t>{37, 51},
                        std::pair<int64_t, int64_t>{16, 19})));

// As in VGG, no map between layers is larger than the deepest feature, whose memory may serve for
// them: whether their number is odd or even. The picture is large enough that a unit cannot have
// read all of its input when it begins to write.
TEST(WinogradNetwork, TheLastFeatureMayLendItsMemory) {
  for (const LayerKind pooling : {LayerKind::kAveragePooling, LayerKind::kMaxPooling}) {
    Model model = wide_model(pooling);
    for (const auto& [name, in, out] : {std::tuple{"3_2", 64, 32}, std::tuple{"3_3", 32, 256}}) {
      model.layers.push_back({LayerKind::kConvolution, std::string("conv") + name,
                              at::randn({out, in, 3, 3}) * 0.06, at::randn({out}) * 0.1});
      model.layers.push_back({LayerKind::kRelu, std::string("relu") + name, {}, {}});
    }
    for (const Layers& layers :
         {Layers{"relu1_1", "relu3_3"}, Layers{"relu1_1", "relu3_1", "relu3_3"}}) {
      const auto winograd = make_winograd_network(model, layers);
      const auto torch = make_torch_network(model, layers, at::kCPU);
      const at::Tensor picture = at::rand({1, 3, 240, 256});
      Features features = winograd->forward(picture), expected = torch->forward(picture);
      for (std::size_t i = 0; i < features.size(); ++i) {
        EXPECT_LT(relative_difference(features[i], expected[i]), 1e-4) << layers[i];
        expected[i] = expected[i].clone();
      }
      EXPECT_LT(relative_difference(winograd->backward(std::move(features)),
                                    torch->backward(std::move(expected))),
                1e-2);
    }
  }
}

TEST(WinogradNetwork, SizesMayChangeBetweenCalls) {
  const Model model = wide_model(LayerKind::kMaxPooling);
  const auto winograd = make_winograd_network(model, {"relu2_1"});
  const auto torch = make_torch_network(model, {"relu2_1"}, at::kCPU);
  for (const int64_t size : {40, 20, 64}) {
    const at::Tensor picture = at::rand({1, 3, size, size + 3});
    const at::Tensor gradient = winograd->backward(winograd->forward(picture));
    EXPECT_LT(relative_difference(gradient, torch->backward(torch->forward(picture))), 1e-3);
    winograd->release();
  }
}

TEST(WinogradNetwork, PassesNaNOn) {
  const auto network = make_winograd_network(wide_model(LayerKind::kMaxPooling), {"relu1_2"});
  at::Tensor picture = at::rand({1, 3, 20, 20});
  picture[0][1][7][7] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(at::isfinite(network->features(picture)[0]).all().item<bool>());
}

TEST(WinogradNetwork, SaysWhatItCannotDo) {
  Model model = wide_model(LayerKind::kMaxPooling);
  EXPECT_FALSE(why_winograd_unsupported(model, {"relu3_1"}));
  EXPECT_EQ(why_winograd_unsupported(model, {"pool1"}), "pool1 is not the output of a ReLU");
  model.layers[2].weight = at::rand({48, 32, 3, 3});
  EXPECT_EQ(why_winograd_unsupported(model, {"relu1_2"}),
            "conv1_2 has 48 channels, which is no multiple of 32");
  EXPECT_FALSE(why_winograd_unsupported(model, {"relu1_1"})) << "layers below do not matter";
  EXPECT_THROW(make_winograd_network(model, {"relu1_2"}), Error);
}

}  // namespace
}  // namespace stylize
