#include "stylize/objective/objective.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "stylize/error.h"
#include "stylize/objective/gram_matrix.h"
#include "stylize/objective/total_variation.h"

namespace stylize {
namespace {

// Keeps relative losses finite where a target vanishes (a layer that is silent on a flat picture).
constexpr double kSmallestNorm = 1e-12;

double squared_norm(const at::Tensor& a) {
  return a.square().sum(at::kDouble).item<double>();
}

void accumulate(at::Tensor& sum, const at::Tensor& term) {
  if (sum.defined()) {
    sum.add_(term);
  } else {
    sum = term;
  }
}

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

}  // namespace

std::vector<std::string> layers_of(const ObjectiveOptions& options) {
  std::vector<std::string> names;
  for (const auto* list : {&options.style_layers, &options.content_layers}) {
    for (const LayerWeight& entry : *list) {
      if (std::find(names.begin(), names.end(), entry.layer) == names.end()) {
        names.push_back(entry.layer);
      }
    }
  }
  return names;
}

Objective::Objective(const ObjectiveOptions& options, Network& network)
    : network_(network), tv_weight_(options.tv_weight) {
  for (const std::string& layer : network.layers()) {
    Target target;
    target.content_weight =
        normalized_weight(options.content_layers, layer, options.content_weight);
    target.style_weight = normalized_weight(options.style_layers, layer, options.style_weight);
    targets_.push_back(std::move(target));
  }
}

void Objective::set_content(const at::Tensor& picture) {
  Features features = network_.features(picture);
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    if (targets_[i].content_weight == 0) continue;
    targets_[i].content = std::move(features[i]);
    targets_[i].content_norm = std::max(squared_norm(targets_[i].content), kSmallestNorm);
  }
}

void Objective::set_style(const at::Tensor& picture) {
  const Features features = network_.features(picture);
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    if (targets_[i].style_weight == 0) continue;
    targets_[i].style = gram_matrix(features[i]);
    targets_[i].style_norm = std::max(squared_norm(targets_[i].style), kSmallestNorm);
  }
}

double Objective::add_content(const Target& target, const at::Tensor& features,
                              at::Tensor& gradient) {
  at::Tensor difference = features - target.content;
  const double scale = target.content_weight / target.content_norm;
  const double loss = scale * squared_norm(difference);
  accumulate(gradient, difference.mul_(2 * scale));
  return loss;
}

double Objective::add_style(const Target& target, const at::Tensor& features,
                            at::Tensor& gradient) {
  at::Tensor difference = gram_matrix(features).sub_(target.style);
  const auto pixels = static_cast<double>(features.size(2) * features.size(3));
  const double scale = target.style_weight / target.style_norm;
  const double loss = scale * squared_norm(difference);
  accumulate(gradient, multiply_features(difference.mul_(4 * scale / pixels), features));
  return loss;
}

Losses Objective::evaluate(const at::Tensor& picture, at::Tensor& gradient) {
  const Features features = network_.forward(picture);
  Features feature_gradients(features.size());
  Losses losses;
  for (std::size_t i = 0; i < features.size(); ++i) {
    const Target& target = targets_[i];
    if (target.style_weight > 0) {
      losses.style += add_style(target, features[i], feature_gradients[i]);
    }
    if (target.content_weight > 0) {
      losses.content += add_content(target, features[i], feature_gradients[i]);
    }
  }
  gradient.copy_(network_.backward(std::move(feature_gradients)));
  if (tv_weight_ > 0) {
    losses.total_variation = tv_weight_ * add_total_variation(picture, tv_weight_, gradient);
  }
  return losses;
}

}  // namespace stylize
