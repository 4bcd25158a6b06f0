#include "stylize/objective/objective.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "stylize/error.h"
#include "stylize/kernels/vector_math.h"
#include "stylize/objective/gram_matrix.h"
#include "stylize/objective/total_variation.h"

namespace stylize {
namespace {

// Keeps relative losses finite where a target vanishes (a layer that is silent on a flat picture).
constexpr double kSmallestNorm = 1e-12;

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
    targets_[i].content_norm =
        std::max(dot_product(targets_[i].content, targets_[i].content), kSmallestNorm);
  }
}

void Objective::set_style(const at::Tensor& picture) {
  const Features features = network_.features(picture);
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    if (targets_[i].style_weight == 0) continue;
    targets_[i].style = gram_matrix(features[i]);
    targets_[i].style_norm =
        std::max(dot_product(targets_[i].style, targets_[i].style), kSmallestNorm);
  }
}

// With D = 4 w_s (G - A) / (n |A|^2) and c = 2 w_c / |P|^2, the gradient of a layer's style and
// content terms is D F + c (F - P) = (D + c I) F - c P: one product, and in place where the network
// allows it.
at::Tensor Objective::add_layer(const Target& target, const at::Tensor& features, Losses& losses) {
  const double content_scale = target.content_weight / std::max(target.content_norm, kSmallestNorm);
  if (target.content_weight > 0) {
    losses.content += content_scale * squared_distance(features, target.content);
  }
  const bool overwrite = network_.features_may_be_overwritten();
  at::Tensor gradient;
  if (target.style_weight > 0) {
    at::Tensor matrix = gram_matrix(features).sub_(target.style);
    const auto pixels = static_cast<double>(features.size(2) * features.size(3));
    const double scale = target.style_weight / target.style_norm;
    losses.style += scale * dot_product(matrix, matrix);
    matrix.mul_(4 * scale / pixels);
    if (target.content_weight > 0) matrix.diagonal().add_(2 * content_scale);
    gradient =
        overwrite ? multiply_and_overwrite(matrix, features) : multiply_features(matrix, features);
  } else {
    gradient = overwrite ? features.mul_(2 * content_scale) : features.mul(2 * content_scale);
  }
  if (target.content_weight > 0) gradient.sub_(target.content, 2 * content_scale);
  return gradient;
}

Losses Objective::evaluate(const at::Tensor& picture, at::Tensor& gradient) {
  Features features = network_.forward(picture);
  Losses losses;
  for (std::size_t i = 0; i < features.size(); ++i) {
    features[i] = add_layer(targets_[i], features[i], losses);
  }
  gradient.copy_(network_.backward(std::move(features)));
  if (tv_weight_ > 0) {
    losses.total_variation = tv_weight_ * add_total_variation(picture, tv_weight_, gradient);
  }
  return losses;
}

}  // namespace stylize
