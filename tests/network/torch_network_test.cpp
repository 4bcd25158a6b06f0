#include "stylize/network/torch_network.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include "stylize/error.h"
#include "support/small_networks.h"

namespace stylize {
namespace {

const std::vector<std::string> kLayers = {"relu1_1", "conv1_2", "pool1", "relu2_1"};

// The same network written with LibTorch's differentiable operators.
Features differentiable_features(const Model& model, const at::Tensor& picture) {
  Features features;
  at::Tensor x = at::replication_pad2d(picture, {1, 1, 1, 1});
  for (std::size_t i = 0; i < model.layers.size(); ++i) {
    const Layer& layer = model.layers[i];
    switch (layer.kind) {
      case LayerKind::kConvolution:
        x = at::conv2d(x, layer.weight, layer.bias, 1, i == 0 ? 0 : 1);
        break;
      case LayerKind::kRelu:
        x = x.relu();
        break;
      case LayerKind::kMaxPooling:
        x = at::max_pool2d(x, 2);
        break;
      case LayerKind::kAveragePooling:
        x = at::avg_pool2d(x, 2);
        break;
      case LayerKind::kL2Pooling: {
        // Autograd's derivative of a root of 0 is none.
        const at::Tensor square = at::avg_pool2d(x.square(), 2);
        x = at::where(square > 0, at::where(square > 0, square, 1.0).sqrt(), 0.0);
        break;
      }
    }
    if (std::find(kLayers.begin(), kLayers.end(), layer.name) != kLayers.end()) {
      features.push_back(x);
    }
  }
  return features;
}

class TorchNetworkTest : public testing::TestWithParam<LayerKind> {
 protected:
  TorchNetworkTest() : model_(small_model(GetParam())) {
    network_ = make_torch_network(model_, kLayers, at::kCPU);
    picture_ = at::rand({1, 3, 11, 8}, at::kDouble);
  }

  Features random_gradients(const Features& features) {
    Features gradients;
    for (const at::Tensor& f : features) gradients.push_back(at::randn_like(f));
    return gradients;
  }

  static double weighted_sum(const Features& features, const Features& weights) {
    double sum = 0;
    for (std::size_t i = 0; i < features.size(); ++i) {
      sum += (features[i] * weights[i]).sum().item<double>();
    }
    return sum;
  }

  static Features copies(const Features& features) {
    Features result;
    for (const at::Tensor& f : features) result.push_back(f.clone());
    return result;
  }

  Model model_;
  std::unique_ptr<Network> network_;
  at::Tensor picture_;
};

TEST_P(TorchNetworkTest, FeaturesAndGradientAgreeWithAutograd) {
  at::Tensor leaf = picture_.clone().set_requires_grad(true);
  const Features expected = differentiable_features(model_, leaf);
  const Features features = network_->forward(picture_);
  ASSERT_EQ(features.size(), expected.size());
  at::Tensor sum = at::zeros({}, at::kDouble);
  const Features gradients = random_gradients(features);
  for (std::size_t i = 0; i < features.size(); ++i) {
    EXPECT_TRUE(at::allclose(features[i], expected[i], 1e-10, 1e-12)) << kLayers[i];
    sum = sum + (expected[i] * gradients[i]).sum();
  }
  sum.backward();
  EXPECT_TRUE(at::allclose(network_->backward(copies(gradients)), leaf.grad(), 1e-10, 1e-12));
}

TEST_P(TorchNetworkTest, GradientAgreesWithFiniteDifferences) {
  const Features gradients = random_gradients(network_->forward(picture_));
  const at::Tensor gradient = network_->backward(copies(gradients));
  const at::Tensor direction = at::randn_like(picture_);
  const double step = 1e-6;
  const double above = weighted_sum(network_->features(picture_ + step * direction), gradients);
  const double below = weighted_sum(network_->features(picture_ - step * direction), gradients);
  const double analytic = (gradient * direction).sum().item<double>();
  EXPECT_NEAR(analytic, (above - below) / (2 * step), 1e-5 * std::abs(analytic));
}

TEST_P(TorchNetworkTest, MissingGradientsCountAsZero) {
  const Features features = network_->forward(picture_);
  Features some(features.size()), zeros;
  for (const at::Tensor& f : features) zeros.push_back(at::zeros_like(f));
  some[2] = at::ones_like(features[2]);
  zeros[2] = at::ones_like(features[2]);
  const at::Tensor expected = network_->backward(zeros);
  EXPECT_TRUE(at::allclose(network_->backward(some), expected));
  EXPECT_EQ(network_->backward(Features(features.size())).abs().max().item<double>(), 0);
}

INSTANTIATE_TEST_SUITE_P(Pooling, TorchNetworkTest,
                         testing::Values(LayerKind::kMaxPooling, LayerKind::kAveragePooling,
                                         LayerKind::kL2Pooling),
                         [](const auto& kind) {
                           if (kind.param == LayerKind::kL2Pooling) return "L2";
                           return kind.param == LayerKind::kMaxPooling ? "Max" : "Average";
                         });

TEST(TorchNetwork, L2PoolingIsTheRootOfTheMeanSquare) {
  Model model;
  model.layers = {{LayerKind::kL2Pooling, "pool1", {}, {}}};
  const auto network = make_torch_network(model, {"pool1"}, at::kCPU);
  // Extended at the border: 0 0 1 7 0 0, all rows the same.
  const at::Tensor row = at::tensor({0.0, 1.0, 7.0, 0.0}, at::kDouble);
  const at::Tensor pooled = network->features(row.reshape({1, 1, 1, 4}).expand({1, 3, 1, 4}))[0];
  const at::Tensor expected = at::tensor({0.0, 5.0, 0.0}, at::kDouble);
  EXPECT_TRUE(at::allclose(pooled, expected.reshape({1, 1, 1, 3}).expand({1, 3, 1, 3})));
}

TEST(TorchNetwork, FirstLayerSeesNoFrame) {
  // On a flat picture every pixel of the first layer is the same, the border included.
  const auto network = make_torch_network(small_model(), {"relu1_1"}, at::kCPU);
  const at::Tensor f = network->features(at::full({1, 3, 6, 7}, 0.4, at::kDouble))[0];
  EXPECT_TRUE(at::allclose(f, f.narrow(2, 2, 1).narrow(3, 2, 1).expand_as(f)));
}

TEST(TorchNetwork, FloatAgreesWithDouble) {
  const Model wide = small_model(LayerKind::kMaxPooling, at::kDouble);
  Model narrow = wide;
  for (Layer& layer : narrow.layers) {
    if (!layer.weight.defined()) continue;
    layer.weight = layer.weight.to(at::kFloat);
    layer.bias = layer.bias.to(at::kFloat);
  }
  const at::Tensor picture = at::rand({1, 3, 16, 20}, at::kDouble);
  const at::Tensor expected = make_torch_network(wide, {"relu2_1"}, at::kCPU)->features(picture)[0];
  const at::Tensor found =
      make_torch_network(narrow, {"relu2_1"}, at::kCPU)->features(picture.to(at::kFloat))[0];
  EXPECT_TRUE(at::allclose(found.to(at::kDouble), expected, 1e-4, 1e-5));
}

TEST(TorchNetwork, KeepsOnlyLayersThatAreNeeded) {
  const Model cut = cut_after_deepest(small_model(), {"relu1_2", "relu1_1"});
  EXPECT_EQ(cut.layers.back().name, "relu1_2");
  const auto network = make_torch_network(small_model(), {"relu1_2", "relu1_1"}, at::kCPU);
  EXPECT_EQ(network->layers(), (std::vector<std::string>{"relu1_1", "relu1_2"}));
}

TEST(TorchNetwork, AnUnknownLayerIsNamed) {
  try {
    make_torch_network(small_model(), {"relu9_9"}, at::kCPU);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kModel);
    EXPECT_NE(std::string(error.what()).find("relu9_9"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("relu1_1, relu1_2, relu2_1"), std::string::npos);
  }
}

TEST(Model, ReductionCountsPoolings) {
  EXPECT_EQ(reduction_at(small_model(), "relu1_2"), 1);
  EXPECT_EQ(reduction_at(small_model(), "relu2_1"), 2);
}

}  // namespace
}  // namespace stylize
