#include "stylize/objective/objective.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "style_losses.h"
#include "stylize/error.h"
#include "stylize/kernels/vector_math.h"
#include "stylize/objective/style_blend.h"
#include "stylize/objective/total_variation.h"

namespace stylize {
namespace {

// The weight of `layer` in a list, normalized so that the list's weights sum to `term_weight`.
double normalized_weight(const std::vector<LayerWeight>& list, const std::string& layer,
                         double term_weight) {
  double sum = 0, own = 0;
  for (const LayerWeight& entry : list) {
    sum += entry.weight;
    if (entry.layer == layer) own += entry.weight;
  }
  return sum > 0 ? term_weight * own / sum : 0;
}

int64_t bytes_of(const std::vector<at::Tensor>& tensors) {
  int64_t bytes = 0;
  for (const at::Tensor& tensor : tensors) {
    if (tensor.defined()) bytes += static_cast<int64_t>(tensor.nbytes());
  }
  return bytes;
}

double norm_of(const at::Tensor& target) {
  return std::max(dot_product(target, target), kSmallestNorm);
}

// In place. A gradient that vanishes stays as it is.
at::Tensor normalized(at::Tensor gradient, double length) {
  const double own = absolute_sum(gradient);
  return own == 0 ? gradient : gradient.mul_(length / own);
}

}  // namespace

int64_t bytes_of(const ContentTarget& target) {
  return bytes_of(target.features);
}

int64_t bytes_of(const StyleTarget& target) {
  int64_t bytes = 0;
  for (const LayerStyle& layer : target.layers) {
    bytes += bytes_of({layer.matrix, layer.mean, layer.spread});
  }
  return bytes;
}

StyleTarget blend(StyleLoss loss, const std::vector<StyleTarget>& targets,
                  const std::vector<std::vector<double>>& weights) {
  StyleTarget result{std::vector<LayerStyle>(targets.front().layers.size())};
  for (std::size_t layer = 0; layer < result.layers.size(); ++layer) {
    std::vector<LayerStyle> styles;
    for (const StyleTarget& target : targets) styles.push_back(target.layers[layer]);
    const std::vector<double>& own = weights[layer];
    if (std::all_of(own.begin(), own.end(), [](double w) { return w == 0; })) continue;
    result.layers[layer] = blend_styles(loss, styles, own);
  }
  return result;
}

Objective::Objective(const ObjectiveOptions& options, Network& network)
    : network_(network),
      style_loss_(options.style_loss),
      normalize_gradients_(options.normalize_gradients),
      tv_norm_(options.tv_norm),
      tv_weight_(options.tv_weight) {
  for (const std::string& layer : network.layers()) {
    weights_.push_back({normalized_weight(options.content_layers, layer, options.content_weight),
                        normalized_weight(options.style_layers, layer, options.style_weight)});
  }
}

ContentTarget Objective::content_target(const at::Tensor& picture) {
  ContentTarget target{network_.features(picture), std::vector<double>(weights_.size())};
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    if (weights_[i].content > 0) {
      target.norms[i] = norm_of(target.features[i]);
    } else {
      target.features[i].reset();
    }
  }
  return target;
}

StyleTarget Objective::style_target(const at::Tensor& picture) {
  return style_target(picture, {});
}

StyleTarget Objective::style_target(const at::Tensor& picture, const at::Tensor& map) {
  const Features features = network_.features(picture);
  StyleTarget target{std::vector<LayerStyle>(weights_.size())};
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    if (weights_[i].style == 0) continue;
    target.layers[i] = layer_style(style_loss_, features[i], guide_of(map, features[i]));
  }
  return target;
}

void Objective::set_content(ContentTarget target) {
  content_ = std::move(target);
}

void Objective::set_style(StyleTarget target) {
  set_style(std::vector<StyleRegion>{{std::move(target), {}, 1}});
}

void Objective::set_style(std::vector<StyleRegion> regions) {
  styles_.clear();
  for (StyleRegion& region : regions) styles_.push_back({std::move(region), {}});
}

// Once for each size of picture: set_style() begins anew.
void Objective::make_guides(const Features& features) {
  for (GuidedStyle& style : styles_) {
    if (!style.guides.empty()) continue;
    style.guides.resize(features.size());
    for (std::size_t i = 0; i < features.size(); ++i) {
      if (weights_[i].style > 0) style.guides[i] = guide_of(style.region.map, features[i]);
    }
  }
}

// Adds what the regions lack of their styles. The gradient is a map of the features.
GuidedMap Objective::add_style(std::size_t layer, const at::Tensor& features,
                               Losses& losses) const {
  GuidedMap gradient;
  for (const GuidedStyle& style : styles_) {
    const Guide& guide = style.guides[layer];
    const LayerStyle& target = style.region.style.layers[layer];
    if (guide.blank || target.norm == 0) continue;
    const double weight = weights_[layer].style * style.region.share;
    StyleGradient own = style_gradient(style_loss_, target, features, weight, guide);
    losses.style += own.loss;
    gradient.add(std::move(own.gradient), guide);
  }
  return gradient;
}

// With M F + v the gradient of a layer's style term and c = 2 w_c / |P|^2, the gradient of style
// and content terms is M F + v + c (F - P) = (M + c I) F + v - c P: one product, and in place where
// the network allows it.
at::Tensor Objective::add_layer(std::size_t layer, const at::Tensor& features, Losses& losses) {
  const Weights& weights = weights_[layer];
  const at::Tensor& content = content_.features[layer];
  double content_scale = 0;
  if (weights.content > 0) {
    content_scale = weights.content / content_.norms[layer];
    losses.content += content_scale * squared_distance(features, content);
  }
  const bool overwrite = network_.features_may_be_overwritten();
  at::Tensor gradient;
  if (weights.style > 0) {
    GuidedMap style = add_style(layer, features, losses);
    if (weights.content > 0) style.add_identity(2 * content_scale);
    gradient = style(features, overwrite);
  } else {
    gradient = overwrite ? features.mul_(2 * content_scale) : features.mul(2 * content_scale);
  }
  if (weights.content > 0) gradient.sub_(content, 2 * content_scale);
  return gradient;
}

// Each term by itself, so not in one product; the factor 2 c of the content vanishes.
at::Tensor Objective::add_normalized_layer(std::size_t layer, const at::Tensor& features,
                                           Losses& losses) {
  const Weights& weights = weights_[layer];
  const at::Tensor& content = content_.features[layer];
  at::Tensor gradient;
  if (weights.content > 0) {
    losses.content += weights.content / content_.norms[layer] * squared_distance(features, content);
    gradient = normalized(features - content, weights.content);
  }
  if (weights.style > 0) {
    GuidedMap style = add_style(layer, features, losses);
    const at::Tensor own =
        normalized(style(features, network_.features_may_be_overwritten()), weights.style);
    gradient = gradient.defined() ? own.add_(gradient) : own;
  }
  return gradient;
}

Losses Objective::evaluate(const at::Tensor& picture, at::Tensor& gradient) {
  Features features = network_.forward(picture);
  make_guides(features);
  Losses losses;
  for (std::size_t i = 0; i < features.size(); ++i) {
    features[i] = normalize_gradients_ ? add_normalized_layer(i, features[i], losses)
                                       : add_layer(i, features[i], losses);
  }
  gradient.copy_(network_.backward(std::move(features)));
  if (tv_weight_ > 0) {
    losses.total_variation =
        tv_weight_ * add_total_variation(picture, tv_norm_, tv_weight_, gradient);
  }
  return losses;
}

}  // namespace stylize
