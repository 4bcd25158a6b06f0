#include "stylize/network/winograd_network.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "kernels/kernel_choice.h"
#include "kernels/weights.h"
#include "stylize/error.h"

namespace stylize {
namespace {

using kernels::PoolKind;

constexpr int64_t kNoFeature = -1;
constexpr int64_t kTilesAtLeast = 14;  // for a thread; a smaller share is not worth another thread

// A convolution with the ReLU and the pooling that follow it.
struct Unit {
  int64_t inputs = 0, outputs = 0;
  std::vector<float> weights, weights_back;  // packed; the first unit's are not transformed
  std::vector<float> bias;
  int64_t feature = kNoFeature;  // index into layers()
  PoolKind pool = PoolKind::kNone;
};

// A unit's buffers at one size; null where it needs none.
struct UnitBuffers {
  int64_t height = 0, width = 0;
  at::Tensor feature;        // of its ReLU, when it is one that was asked for
  uint8_t* mask = nullptr;   // where the ReLU is positive; what counts, if the pooling is fused
  uint8_t* route = nullptr;  // of a maximum pooling that is not fused
  float* slope = nullptr;    // of an L2 pooling
};

struct Plan {
  int64_t height = 0, width = 0;
  std::vector<UnitBuffers> units;
  std::array<float*, 2> between{};  // maps that live from one unit to the next, in turn
};

// Hands out pieces of a block of memory, one after the other. Without a block it only counts.
class Carver {
 public:
  explicit Carver(uint8_t* block) : block_(block) {}

  uint8_t* take(int64_t bytes) {
    constexpr int64_t kAlignment = 64;
    uint8_t* piece = block_ ? block_ + taken_ : nullptr;
    taken_ += (bytes + kAlignment - 1) / kAlignment * kAlignment;
    return piece;
  }

  int64_t taken() const { return taken_; }

 private:
  uint8_t* block_;
  int64_t taken_ = 0;
};

PoolKind pool_kind(LayerKind pooling) {
  if (pooling == LayerKind::kL2Pooling) return PoolKind::kL2;
  return pooling == LayerKind::kMaxPooling ? PoolKind::kMax : PoolKind::kAverage;
}

// The pooling is fused with the convolution unless the map at full size is wanted, or the
// convolution is the first, which has a loop of its own. An L2 pooling is rare and not fused.
bool pools_apart(const std::vector<Unit>& units, std::size_t i) {
  const PoolKind pool = units[i].pool;
  return pool != PoolKind::kNone &&
         (pool == PoolKind::kL2 || i == 0 || units[i].feature != kNoFeature);
}

class WinogradNetwork : public Network {
 public:
  WinogradNetwork(const Model& model, const std::vector<std::string>& layer_names);

  const std::vector<std::string>& layers() const override { return layers_; }
  c10::Device device() const override { return at::kCPU; }
  bool features_may_be_overwritten() const override { return true; }
  Features features(const at::Tensor& picture) override;
  Features forward(const at::Tensor& picture) override;
  at::Tensor backward(Features gradients) override;
  void release() override { plan_ = {}; }
  std::unique_ptr<Network> twin() const override;
  int64_t memory_needed(const Size& size) const override;

 private:
  // A gradient on its way back. Pooled: at half the size, to be spread by the bits of the mask.
  struct Flow {
    float* gradient;
    bool pooled;
  };

  WinogradNetwork(const WinogradNetwork& other)
      : kernel_(other.kernel_), layers_(other.layers_), units_(other.units_) {}

  Plan lay_out(int64_t height, int64_t width, bool keep, Carver& carver) const;
  Plan make_plan(int64_t height, int64_t width, bool keep);
  Features run(const at::Tensor& picture, Plan& plan);
  const float* run_unit(std::size_t i, const float* input, Plan& plan, int& turn);
  const float* run_pool(std::size_t i, const float* input, Plan& plan, float* output);
  void run_first(const float* picture, Plan& plan, float* output);
  void run_first_back(const float* gradient, at::Tensor& picture);
  void run_tiles(const kernels::ConvolutionTask& task);
  float* gradient_of(std::size_t i, Features& gradients);
  Flow run_unit_back(std::size_t i, const Flow& flow, Features& gradients, int& turn);
  float* unpool(std::size_t i, float* values, const float* pooled);
  const std::vector<Unit>& units() const { return *units_; }
  float pool_scale(std::size_t i) const {
    return units()[i].pool == PoolKind::kAverage ? 0.25f : 1;
  }

  const kernels::KernelTable& kernel_;
  std::vector<std::string> layers_;
  std::shared_ptr<const std::vector<Unit>> units_;  // twins share them
  Plan plan_;
  at::Tensor memory_;  // of the plan; grows to what the largest picture needs
  std::vector<float> scratch_;
};

// The first convolution's weights: forward [27, outputs], backward [outputs, 32 with zeros].
void pack_first_weights(const float* weights, int64_t panel, Unit& unit) {
  unit.weights.resize(static_cast<std::size_t>(kernels::kFirstTaps * unit.outputs));
  std::vector<float> back(static_cast<std::size_t>(kernels::kFirstPanel * unit.outputs));
  for (int64_t o = 0; o < unit.outputs; ++o) {
    for (int64_t tap = 0; tap < kernels::kFirstTaps; ++tap) {
      const float weight = weights[o * kernels::kFirstTaps + tap];
      unit.weights[static_cast<std::size_t>(tap * unit.outputs + o)] = weight;
      back[static_cast<std::size_t>(o * kernels::kFirstPanel + tap)] = weight;
    }
  }
  unit.weights_back.resize(back.size());
  kernels::pack_panels(back.data(), unit.outputs, kernels::kFirstPanel, panel,
                       unit.weights_back.data());
}

// Its place among the features, if it is one, is for the caller to say.
Unit make_unit(const Layer& convolution, const kernels::KernelTable& kernel, bool first) {
  Unit unit;
  unit.inputs = convolution.weight.size(1);
  unit.outputs = convolution.weight.size(0);
  const at::Tensor weight = convolution.weight.contiguous();
  const float* weights = weight.data_ptr<float>();
  if (first) {
    pack_first_weights(weights, kernel.panel, unit);
  } else {
    unit.weights = kernels::pack_winograd_weights(weights, unit.outputs, unit.inputs, kernel.panel);
    unit.weights_back =
        kernels::pack_winograd_weights_back(weights, unit.outputs, unit.inputs, kernel.panel);
  }
  const float* bias = convolution.bias.data_ptr<float>();
  unit.bias.assign(bias, bias + unit.outputs);
  return unit;
}

WinogradNetwork::WinogradNetwork(const Model& model, const std::vector<std::string>& layer_names)
    : kernel_(kernels::best()) {
  const Model cut = cut_after_deepest(model, layer_names);
  std::vector<Unit> units;
  for (const Layer& layer : cut.layers) {
    if (layer.kind == LayerKind::kConvolution) {
      units.push_back(make_unit(layer, kernel_, units.empty()));
    } else if (is_pooling(layer.kind)) {
      units.back().pool = pool_kind(layer.kind);
    } else if (std::find(layer_names.begin(), layer_names.end(), layer.name) != layer_names.end()) {
      units.back().feature = static_cast<int64_t>(layers_.size());
      layers_.push_back(layer.name);
    }
  }
  units_ = std::make_shared<const std::vector<Unit>>(std::move(units));
}

std::unique_ptr<Network> WinogradNetwork::twin() const {
  return std::unique_ptr<Network>(new WinogradNetwork(*this));
}

// In `memory`, or in memory of its own where that is null.
at::Tensor map_of(int64_t channels, int64_t height, int64_t width, uint8_t* memory) {
  if (!memory) {
    return at::empty({1, channels, height, width}, at::TensorOptions().dtype(at::kFloat),
                     at::MemoryFormat::ChannelsLast);
  }
  return at::from_blob(memory, {1, channels, height, width},
                       {height * width * channels, 1, width * channels, channels}, at::kFloat);
}

// Where everything lies. Features that are kept for backward() lie in the block, too; the others
// have memory of their own and outlive the plan.
Plan WinogradNetwork::lay_out(int64_t height, int64_t width, bool keep, Carver& carver) const {
  Plan plan;
  plan.height = height;
  plan.width = width;
  int64_t between = 0;
  for (std::size_t i = 0; i < units().size(); ++i) {
    const Unit& unit = units()[i];
    UnitBuffers buffers;
    buffers.height = height;
    buffers.width = width;
    const int64_t values = height * width * unit.outputs;
    if (unit.feature != kNoFeature && keep) {
      uint8_t* memory = carver.take(values * int64_t{sizeof(float)});
      if (memory) buffers.feature = map_of(unit.outputs, height, width, memory);
    }
    if (keep) buffers.mask = carver.take(values / 8);
    if (keep && pools_apart(units(), i) && unit.pool == PoolKind::kMax) {
      buffers.route = carver.take(values / 8);
    }
    if (keep && unit.pool == PoolKind::kL2) {
      buffers.slope = reinterpret_cast<float*>(carver.take(values * int64_t{sizeof(float)}));
    }
    const bool fused = unit.pool != PoolKind::kNone && !pools_apart(units(), i);
    if (unit.pool != PoolKind::kNone) between = std::max(between, values / 4);
    if (unit.feature == kNoFeature && !fused) between = std::max(between, values);
    plan.units.push_back(std::move(buffers));
    if (unit.pool != PoolKind::kNone) height /= 2, width /= 2;
  }
  for (float*& map : plan.between) {
    map = reinterpret_cast<float*>(carver.take(between * int64_t{sizeof(float)}));
  }
  return plan;
}

Plan WinogradNetwork::make_plan(int64_t height, int64_t width, bool keep) {
  Carver count(nullptr);
  lay_out(height, width, keep, count);
  if (!memory_.defined() || memory_.numel() < count.taken()) {
    memory_.reset();  // before the larger block takes memory
    memory_ = at::empty({count.taken()}, at::kByte);
  }
  Carver carver(memory_.data_ptr<uint8_t>());
  Plan plan = lay_out(height, width, keep, carver);
  for (std::size_t i = 0; !keep && i < units().size(); ++i) {
    const UnitBuffers& buffers = plan.units[i];
    if (units()[i].feature == kNoFeature) continue;
    plan.units[i].feature = map_of(units()[i].outputs, buffers.height, buffers.width, nullptr);
  }
  return plan;
}

int64_t WinogradNetwork::memory_needed(const Size& size) const {
  Carver count(nullptr);
  lay_out(size.height, size.width, true, count);
  return count.taken();
}

void WinogradNetwork::run_tiles(const kernels::ConvolutionTask& task) {
  const int64_t tiles = ((task.height + kernels::kTile - 1) / kernels::kTile) *
                        ((task.width + kernels::kTile - 1) / kernels::kTile);
  const int64_t each = kernel_.convolution_scratch(task);
  const auto all = static_cast<std::size_t>(each * at::get_num_threads());
  if (scratch_.size() < all) scratch_.resize(all);
  at::parallel_for(0, tiles, kTilesAtLeast, [&](int64_t begin, int64_t end) {
    kernel_.convolve_tiles(task, begin, end, scratch_.data() + each * at::get_thread_num());
  });
}

void WinogradNetwork::run_first(const float* picture, Plan& plan, float* output) {
  const Unit& unit = units().front();
  const kernels::FirstForwardTask task{
      plan.height,         plan.width,       unit.outputs, picture,
      unit.weights.data(), unit.bias.data(), output,       plan.units.front().mask};
  at::parallel_for(0, plan.height, 4, [&](int64_t begin, int64_t end) {
    std::vector<float> scratch(static_cast<std::size_t>(kernel_.first_scratch(plan.width)));
    kernel_.first_forward(task, begin, end, scratch.data());
  });
}

const float* WinogradNetwork::run_pool(std::size_t i, const float* input, Plan& plan,
                                       float* output) {
  UnitBuffers& buffers = plan.units[i];
  const Unit& unit = units()[i];
  at::parallel_for(0, buffers.height / 2, 4, [&](int64_t begin, int64_t end) {
    if (unit.pool == PoolKind::kL2) {
      kernel_.pool_l2(input, buffers.width, unit.outputs, output, buffers.slope, begin, end);
    } else {
      kernel_.pool(input, unit.pool, buffers.width, unit.outputs, output, buffers.route, begin,
                   end);
    }
  });
  return output;
}

// From the map before unit i to the map after it and its pooling. `turn` says which of the two maps
// between units is free.
const float* WinogradNetwork::run_unit(std::size_t i, const float* input, Plan& plan, int& turn) {
  const Unit& unit = units()[i];
  UnitBuffers& buffers = plan.units[i];
  const auto next_free = [&] { return plan.between[static_cast<std::size_t>(turn++ % 2)]; };
  float* output = buffers.feature.defined() ? buffers.feature.data_ptr<float>() : next_free();
  if (i == 0) {
    run_first(input, plan, output);
  } else {
    kernels::ConvolutionTask task{};
    task.height = buffers.height;
    task.width = buffers.width;
    task.input_channels = unit.inputs;
    task.output_channels = unit.outputs;
    task.input = input;
    task.weights = unit.weights.data();
    task.bias = unit.bias.data();
    task.output = output;
    task.mask = buffers.mask;
    task.pool = pools_apart(units(), i) ? PoolKind::kNone : unit.pool;
    run_tiles(task);
  }
  return pools_apart(units(), i) ? run_pool(i, output, plan, next_free()) : output;
}

Features WinogradNetwork::run(const at::Tensor& picture, Plan& plan) {
  const at::Tensor planes = picture.contiguous();
  const float* map = planes.data_ptr<float>();
  int turn = 0;
  for (std::size_t i = 0; i < units().size(); ++i) map = run_unit(i, map, plan, turn);
  Features features(layers_.size());
  for (std::size_t i = 0; i < units().size(); ++i) {
    if (units()[i].feature == kNoFeature) continue;
    features[static_cast<std::size_t>(units()[i].feature)] = plan.units[i].feature;
  }
  return features;
}

Features WinogradNetwork::features(const at::Tensor& picture) {
  plan_ = {};
  Plan plan = make_plan(picture.size(2), picture.size(3), false);
  return run(picture, plan);
}

Features WinogradNetwork::forward(const at::Tensor& picture) {
  if (plan_.height != picture.size(2) || plan_.width != picture.size(3)) {
    plan_ = {};
    plan_ = make_plan(picture.size(2), picture.size(3), true);
  }
  return run(picture, plan_);
}

// Adds the gradient of what the pooling after unit i gave, if any, and applies the ReLU's mask.
float* WinogradNetwork::unpool(std::size_t i, float* values, const float* pooled) {
  const UnitBuffers& buffers = plan_.units[i];
  const int64_t channels = units()[i].outputs;
  at::parallel_for(0, buffers.height, 4, [&](int64_t begin, int64_t end) {
    if (pooled && buffers.slope) {
      kernel_.add_unpooled_l2(values, pooled, buffers.slope, buffers.mask, buffers.height,
                              buffers.width, channels, begin, end);
    } else {
      kernel_.add_unpooled(values, pooled, buffers.route, pool_scale(i), buffers.mask,
                           buffers.height, buffers.width, channels, begin, end);
    }
  });
  return values;
}

void WinogradNetwork::run_first_back(const float* gradient, at::Tensor& picture) {
  const kernels::FirstBackwardTask task{plan_.height,
                                        plan_.width,
                                        units().front().outputs,
                                        gradient,
                                        units().front().weights_back.data(),
                                        picture.data_ptr<float>()};
  at::parallel_for(0, plan_.height, 16, [&](int64_t begin, int64_t end) {
    std::vector<float> scratch(static_cast<std::size_t>(kernel_.first_scratch(plan_.width)));
    kernel_.first_backward(task, begin, end, scratch.data());
  });
}

// The gradient that was given for the feature of unit i; zeros when there is none.
float* WinogradNetwork::gradient_of(std::size_t i, Features& gradients) {
  at::Tensor& own = gradients[static_cast<std::size_t>(units()[i].feature)];
  if (!own.defined()) own = plan_.units[i].feature.zero_();
  own = own.contiguous(at::MemoryFormat::ChannelsLast);
  return own.data_ptr<float>();
}

// From the gradient after unit i to the gradient after unit i - 1, the ReLU's mask applied, or
// before it where a pooling is fused: its bits are then applied on the way into the next unit.
WinogradNetwork::Flow WinogradNetwork::run_unit_back(std::size_t i, const Flow& flow,
                                                     Features& gradients, int& turn) {
  const UnitBuffers& buffers = plan_.units[i];
  const Unit& below = units()[i - 1];
  const bool pools = below.pool != PoolKind::kNone;
  const auto next_free = [&] { return plan_.between[static_cast<std::size_t>(turn++ % 2)]; };
  kernels::ConvolutionTask task{};
  task.height = buffers.height;
  task.width = buffers.width;
  task.input_channels = units()[i].outputs;
  task.output_channels = units()[i].inputs;
  task.input = flow.gradient;
  task.input_route = flow.pooled ? buffers.mask : nullptr;
  task.input_scale = pool_scale(i);
  task.weights = units()[i].weights_back.data();
  task.accumulate = !pools && below.feature != kNoFeature;
  task.keep = pools ? nullptr : plan_.units[i - 1].mask;
  task.output = task.accumulate ? gradient_of(i - 1, gradients) : next_free();
  run_tiles(task);
  if (!pools || !pools_apart(units(), i - 1)) return {task.output, pools};
  if (below.feature != kNoFeature) {
    return {unpool(i - 1, gradient_of(i - 1, gradients), task.output), false};
  }
  const UnitBuffers& around = plan_.units[i - 1];
  float* values = next_free();
  std::fill_n(values, around.height * around.width * below.outputs, 0.0f);
  return {unpool(i - 1, values, task.output), false};
}

at::Tensor WinogradNetwork::backward(Features gradients) {
  const std::size_t last = units().size() - 1;
  int turn = 0;
  Flow flow{unpool(last, gradient_of(last, gradients), nullptr), false};
  for (std::size_t i = last; i > 0; --i) flow = run_unit_back(i, flow, gradients, turn);
  at::Tensor picture = at::empty({1, 3, plan_.height, plan_.width}, at::kFloat);
  run_first_back(flow.gradient, picture);
  return picture;
}

}  // namespace

std::optional<std::string> objection_to_winograd(const Model& model,
                                                 const std::vector<std::string>& layer_names) {
  const Model cut = cut_after_deepest(model, layer_names);
  for (std::size_t i = 0; i < cut.layers.size(); ++i) {
    const Layer& layer = cut.layers[i];
    const bool asked =
        std::find(layer_names.begin(), layer_names.end(), layer.name) != layer_names.end();
    if (asked && layer.kind != LayerKind::kRelu) return layer.name + " is not the output of a ReLU";
    if (is_pooling(layer.kind) && cut.layers[i - 1].kind != LayerKind::kRelu) {
      return layer.name + " does not follow a ReLU";
    }
    if (layer.kind != LayerKind::kConvolution) continue;
    if (layer.weight.size(0) % 32 != 0) {
      return layer.name + " has " + std::to_string(layer.weight.size(0)) +
             " channels, which is no multiple of 32";
    }
    if (i + 1 == cut.layers.size() || cut.layers[i + 1].kind != LayerKind::kRelu) {
      return layer.name + " is not followed by a ReLU";
    }
  }
  return {};
}

std::unique_ptr<Network> make_winograd_network(const Model& model,
                                               const std::vector<std::string>& layer_names) {
  if (const auto objection = objection_to_winograd(model, layer_names)) {
    throw Error(ErrorKind::kModel, model.path.string() + ": " + *objection +
                                       ", as the winograd backend needs; use --backend torch");
  }
  return std::make_unique<WinogradNetwork>(model, layer_names);
}

}  // namespace stylize
