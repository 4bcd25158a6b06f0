#include "stylize/network/torch_network.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <tuple>
#include <utility>

#include "reach.h"
#include "stylize/error.h"

namespace stylize {
namespace {

// A layer on its device, and what backward() needs of the last forward().
struct Step {
  LayerKind kind;
  at::Tensor weight, bias;
  int64_t feature = -1;  // index into layers(), or -1
  at::Tensor input;      // convolutions and average pooling: only its shape is used
  at::Tensor output;     // of ReLUs, whose positive elements are the mask, and L2 poolings
  at::Tensor indices;    // max pooling: where each maximum was
};

at::Tensor convolve(const Step& step, const at::Tensor& input, int64_t padding) {
  return at::conv2d(input, step.weight, step.bias, 1, padding);
}

at::Tensor convolve_back(const Step& step, const at::Tensor& gradient, int64_t padding) {
  return std::get<0>(at::convolution_backward(gradient, step.input, step.weight, {}, {1, 1},
                                              {padding, padding}, {1, 1}, false, {0, 0}, 1,
                                              {true, false, false}));
}

// The root of the mean square of each 2x2 values.
at::Tensor l2_pool(const at::Tensor& input) {
  return at::avg_pool2d(input.square(), 2).sqrt_();
}

// d output / d input = input / (4 output). Where the output is 0 there is no derivative; 0 serves,
// since there the ReLU before the pooling lets no gradient through.
at::Tensor l2_pool_back(const Step& step, const at::Tensor& gradient) {
  const at::Tensor ratio = at::where(step.output > 0, gradient / step.output, 0.0f);
  return at::avg_pool2d_backward(ratio, step.input, {2, 2}, {2, 2}, {0, 0}, false, true, {})
      .mul_(step.input);
}

// Adds the gradient of the replicated border to the outermost pixels. LibTorch's own function does
// the same, but on a GPU in a random order, so that rounding differs each time.
at::Tensor replicate_border_back(const at::Tensor& gradient) {
  const int64_t height = gradient.size(2) - 2, width = gradient.size(3) - 2;
  const at::Tensor rows = gradient.narrow(2, 1, height).clone();
  rows.select(2, 0).add_(gradient.select(2, 0));
  rows.select(2, height - 1).add_(gradient.select(2, height + 1));
  const at::Tensor result = rows.narrow(3, 1, width).clone(at::MemoryFormat::Contiguous);
  result.select(3, 0).add_(rows.select(3, 0));
  result.select(3, width - 1).add_(rows.select(3, width + 1));
  return result;
}

// Poolings on a GPU count their output in 31 bits, and LibTorch's message about it means nothing to
// users.
void check_countable(const at::Tensor& input) {
  if (input.device().is_cpu() || input.numel() / 4 <= std::numeric_limits<int32_t>::max()) return;
  throw Error(ErrorKind::kMemory,
              "a GPU takes no picture of " + std::to_string(input.size(3)) + "x" +
                  std::to_string(input.size(2)) +
                  " pixels: a pooling would give more than 2^31 values; paint it smaller or on "
                  "the CPU");
}

class TorchNetwork : public Network {
 public:
  TorchNetwork(const Model& model, const std::vector<std::string>& layer_names, c10::Device device);

  const std::vector<std::string>& layers() const override { return layers_; }
  c10::Device device() const override { return device_; }
  // backward() uses the outputs of ReLUs as masks.
  bool features_may_be_overwritten() const override { return false; }
  Features features(const at::Tensor& picture) override { return run(picture, false); }
  Features forward(const at::Tensor& picture) override { return run(picture, true); }
  at::Tensor backward(Features gradients) override;
  void release() override;
  std::unique_ptr<Network> clone() const override;
  int64_t halo() const override { return reach_.halo; }
  int64_t stride() const override { return reach_.stride; }
  int64_t step_of_windows() const override { return reach_.stride; }
  int64_t memory_needed(const Size& size) const override;
  std::vector<int64_t> feature_bytes(const Size& size) const override;

 private:
  Features run(const at::Tensor& picture, bool keep);
  at::Tensor apply(Step& step, at::Tensor input, int64_t padding, bool keep);
  static at::Tensor apply_back(Step& step, const at::Tensor& gradient, int64_t padding);

  c10::Device device_;
  std::vector<std::string> layers_;
  Reach reach_;
  std::vector<Step> steps_;
  at::Tensor picture_;
};

TorchNetwork::TorchNetwork(const Model& model, const std::vector<std::string>& layer_names,
                           c10::Device device)
    : device_(device) {
  const Model cut = cut_after_deepest(model, layer_names);
  reach_ = reach_of(cut);
  for (const Layer& layer : cut.layers) {
    Step step;
    step.kind = layer.kind;
    if (layer.kind == LayerKind::kConvolution) {
      // Channels-last throughout: oneDNN and cuDNN then convolve without reordering.
      step.weight = layer.weight.to(device).contiguous(at::MemoryFormat::ChannelsLast);
      step.bias = layer.bias.to(device);
    }
    if (std::find(layer_names.begin(), layer_names.end(), layer.name) != layer_names.end()) {
      step.feature = static_cast<int64_t>(layers_.size());
      layers_.push_back(layer.name);
    }
    steps_.push_back(std::move(step));
  }
}

// The ReLU works in place unless the convolution's output is itself a feature.
at::Tensor TorchNetwork::apply(Step& step, at::Tensor input, int64_t padding, bool keep) {
  at::Tensor output;
  if (is_pooling(step.kind)) check_countable(input);
  switch (step.kind) {
    case LayerKind::kConvolution:
      output = convolve(step, input, padding);
      break;
    case LayerKind::kRelu:
      output = input.relu_();
      break;
    case LayerKind::kAveragePooling:
      output = at::avg_pool2d(input, 2);
      break;
    case LayerKind::kMaxPooling:
      if (keep) {
        std::tie(output, step.indices) = at::max_pool2d_with_indices(input, 2);
      } else {
        output = at::max_pool2d(input, 2);
      }
      break;
    case LayerKind::kL2Pooling:
      output = l2_pool(input);
      break;
  }
  const bool output_matters = step.kind == LayerKind::kRelu || step.kind == LayerKind::kL2Pooling;
  if (keep && output_matters) step.output = output;
  if (keep && step.kind != LayerKind::kRelu) step.input = std::move(input);
  return output;
}

Features TorchNetwork::run(const at::Tensor& picture, bool keep) {
  release();
  if (keep) picture_ = picture;
  Features features(layers_.size());
  at::Tensor x = at::replication_pad2d(picture, {1, 1, 1, 1});
  x = x.contiguous(at::MemoryFormat::ChannelsLast);
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    check();
    Step& step = steps_[i];
    const bool shared = i > 0 && steps_[i - 1].feature >= 0;
    if (step.kind == LayerKind::kRelu && shared) x = x.clone();
    x = apply(step, std::move(x), i == 0 ? 0 : 1, keep);
    if (step.feature >= 0) features[static_cast<std::size_t>(step.feature)] = x;
  }
  return features;
}

at::Tensor TorchNetwork::apply_back(Step& step, const at::Tensor& gradient, int64_t padding) {
  switch (step.kind) {
    case LayerKind::kConvolution:
      return convolve_back(step, gradient, padding);
    case LayerKind::kRelu:
      return at::threshold_backward(gradient, step.output, 0);
    case LayerKind::kAveragePooling:
      return at::avg_pool2d_backward(gradient, step.input, {2, 2}, {2, 2}, {0, 0}, false, true, {});
    case LayerKind::kMaxPooling:
      return at::max_pool2d_with_indices_backward(gradient, step.input, {2, 2}, {2, 2}, {0, 0},
                                                  {1, 1}, false, step.indices);
    case LayerKind::kL2Pooling:
      return l2_pool_back(step, gradient);
  }
  return {};
}

at::Tensor TorchNetwork::backward(Features gradients) {
  at::Tensor g;
  for (std::size_t i = steps_.size(); i-- > 0;) {
    check();
    Step& step = steps_[i];
    if (step.feature >= 0) {
      at::Tensor& own = gradients[static_cast<std::size_t>(step.feature)];
      if (own.defined()) g = g.defined() ? g.add_(own) : own;
      own.reset();
    }
    if (g.defined()) g = apply_back(step, g, i == 0 ? 0 : 1);
  }
  if (!g.defined()) return at::zeros_like(picture_);
  return replicate_border_back(g);
}

std::unique_ptr<Network> TorchNetwork::clone() const {
  auto network = std::make_unique<TorchNetwork>(*this);
  network->release();
  return network;
}

// All outputs of ReLUs and poolings are kept. backward() also needs the gradients before and after
// a layer, what the convolution itself needs, and the gradients of the features.
int64_t TorchNetwork::memory_needed(const Size& size) const {
  int64_t width = size.width, height = size.height, channels = 3;
  int64_t kept = 0, largest = 0;
  for (const Step& step : steps_) {
    if (step.kind == LayerKind::kConvolution) channels = step.weight.size(0);
    const bool pooling = is_pooling(step.kind);
    if (pooling) width /= 2, height /= 2;
    const int64_t bytes = width * height * channels * int64_t{sizeof(float)};
    if (step.kind == LayerKind::kRelu || pooling) kept += bytes;
    if (step.kind == LayerKind::kMaxPooling) kept += 2 * bytes;  // 64-bit indices
    if (step.feature >= 0) kept += bytes;
    largest = std::max(largest, bytes);
  }
  return kept + 3 * largest;
}

std::vector<int64_t> TorchNetwork::feature_bytes(const Size& size) const {
  std::vector<int64_t> bytes(layers_.size());
  int64_t width = size.width, height = size.height, channels = 3;
  for (const Step& step : steps_) {
    if (step.kind == LayerKind::kConvolution) channels = step.weight.size(0);
    if (is_pooling(step.kind)) width /= 2, height /= 2;
    if (step.feature < 0) continue;
    bytes[static_cast<std::size_t>(step.feature)] =
        width * height * channels * int64_t{sizeof(float)};
  }
  return bytes;
}

void TorchNetwork::release() {
  picture_.reset();
  for (Step& step : steps_) {
    step.input.reset();
    step.output.reset();
    step.indices.reset();
  }
}

}  // namespace

std::unique_ptr<Network> make_torch_network(const Model& model,
                                            const std::vector<std::string>& layer_names,
                                            c10::Device device) {
  return std::make_unique<TorchNetwork>(model, layer_names, device);
}

}  // namespace stylize
