#include "winograd_units.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "kernels/weights.h"
#include "stylize/network/winograd_network.h"

namespace stylize {
namespace winograd {
namespace {

using kernels::PoolKind;

PoolKind pool_kind(LayerKind pooling) {
  if (pooling == LayerKind::kL2Pooling) return PoolKind::kL2;
  return pooling == LayerKind::kMaxPooling ? PoolKind::kMax : PoolKind::kAverage;
}

// Packs the first convolution's weights: forward [27, outputs]; backward [outputs, 32], padded with
// zeros.
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

// Makes a unit. The caller sets Unit::feature if it is one.
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

}  // namespace

NetworkUnits make_units(const Model& model, const std::vector<std::string>& layer_names,
                        const kernels::KernelTable& kernel) {
  const Model cut = cut_after_deepest(model, layer_names);
  NetworkUnits network;
  for (const Layer& layer : cut.layers) {
    if (layer.kind == LayerKind::kConvolution) {
      network.units.push_back(make_unit(layer, kernel, network.units.empty()));
    } else if (is_pooling(layer.kind)) {
      network.units.back().pool = pool_kind(layer.kind);
    } else if (std::find(layer_names.begin(), layer_names.end(), layer.name) != layer_names.end()) {
      network.units.back().feature = static_cast<int64_t>(network.layers.size());
      network.layers.push_back(layer.name);
    }
  }
  return network;
}

bool pools_apart(const std::vector<Unit>& units, std::size_t i) {
  const PoolKind pool = units[i].pool;
  return pool != PoolKind::kNone &&
         (pool == PoolKind::kL2 || i == 0 || units[i].feature != kNoFeature);
}

}  // namespace winograd

std::optional<std::string> why_winograd_unsupported(const Model& model,
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

}  // namespace stylize
