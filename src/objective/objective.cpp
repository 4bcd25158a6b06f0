#include "stylize/objective/objective.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "style_losses.h"
#include "stylize/error.h"
#include "stylize/kernels/vector_math.h"
#include "stylize/objective/octaves.h"
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

Size size_of(const at::Tensor& picture) {
  return {picture.size(3), picture.size(2)};
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
  for (const std::vector<LayerStyle>& layers : target.octaves) {
    for (const LayerStyle& layer : layers) {
      bytes += bytes_of({layer.matrix, layer.mean, layer.spread});
    }
  }
  return bytes;
}

StyleTarget blend(StyleLoss loss, const std::vector<StyleTarget>& targets,
                  const std::vector<std::vector<double>>& weights) {
  StyleTarget result;
  for (std::size_t octave = 0;; ++octave) {
    // Styles of other sizes have other numbers of octaves.
    std::vector<LayerStyle> layers(weights.size());
    bool any = false;
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
      std::vector<LayerStyle> styles;
      std::vector<double> own;
      for (std::size_t i = 0; i < targets.size(); ++i) {
        if (octave >= targets[i].octaves.size()) continue;
        styles.push_back(targets[i].octaves[octave][layer]);
        own.push_back(weights[layer][i]);
      }
      any = any || !styles.empty();
      if (std::all_of(own.begin(), own.end(), [](double w) { return w == 0; })) continue;
      layers[layer] = blend_styles(loss, styles, own);
    }
    if (!any) return result;
    result.octaves.push_back(std::move(layers));
  }
}

Objective::Objective(const ObjectiveOptions& options, Network& network)
    : network_(network),
      octave_weights_(options.octave_weights),
      style_loss_(options.style_loss),
      normalize_gradients_(options.normalize_gradients),
      tv_norm_(options.tv_norm),
      tv_weight_(options.tv_weight) {
  const bool neighbours = style_loss_ == StyleLoss::kNeighbours;
  for (const std::string& layer : network.layers()) {
    const double style = normalized_weight(options.style_layers, layer, options.style_weight);
    weights_.push_back({normalized_weight(options.content_layers, layer, options.content_weight),
                        neighbours ? style * kGramPart : style,
                        neighbours ? style * kNeighbourPart : 0});
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
  StyleTarget target;
  const std::size_t octaves = octave_parts(octave_weights_, size_of(picture)).size();
  for (std::size_t octave = 0; octave < octaves; ++octave) {
    const Features features = network_.features(octave_of(picture, octave));
    target.octaves.emplace_back(weights_.size());
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      if (weights_[i].style == 0) continue;
      target.octaves.back()[i] = layer_style(style_loss_, features[i], guide_of(map, features[i]));
    }
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

void Objective::set_neighbours(NeighbourTarget target) {
  neighbours_ = std::move(target);
}

NeighbourSearch Objective::neighbour_search(const at::Tensor& picture,
                                            const std::vector<RegionMap>& regions) {
  std::vector<bool> style_layers;
  for (const Weights& weights : weights_) style_layers.push_back(weights.style > 0);
  return {network_.features(picture), style_layers, size_of(picture), regions};
}

// Once for each size of picture: set_style() begins anew.
void Objective::make_guides(std::size_t octave, const Features& features) {
  for (GuidedStyle& style : styles_) {
    if (style.guides.size() <= octave) style.guides.resize(octave + 1);
    std::vector<Guide>& guides = style.guides[octave];
    if (!guides.empty()) continue;
    guides.resize(features.size());
    for (std::size_t i = 0; i < features.size(); ++i) {
      if (weights_[i].style > 0) guides[i] = guide_of(style.region.map, features[i]);
    }
  }
}

// Only the picture itself has a content and neighbours.
std::vector<Objective::Pull> Objective::pulls(const Place& place) const {
  std::vector<Pull> pulls;
  if (place.octave > 0) return pulls;
  const std::size_t i = place.layer;
  const Weights& weights = weights_[i];
  if (weights.content > 0) {
    pulls.push_back({content_.features[i], weights.content / content_.norms[i], weights.content,
                     &Losses::content});
  }
  if (weights.neighbours > 0) {
    pulls.push_back({neighbours_.features[i], weights.neighbours / neighbours_.norms[i],
                     weights.neighbours, &Losses::style});
  }
  return pulls;
}

// Adds what the regions lack of their styles. The gradient is a map of the features.
GuidedMap Objective::add_style(const Place& place, const at::Tensor& features,
                               Losses& losses) const {
  GuidedMap gradient;
  for (const GuidedStyle& style : styles_) {
    // A style picture may be too small for an octave of this one.
    const auto& octaves = style.region.style.octaves;
    if (place.octave >= octaves.size()) continue;
    const Guide& guide = style.guides[place.octave][place.layer];
    const LayerStyle& target = octaves[place.octave][place.layer];
    if (guide.blank || target.norm == 0) continue;
    const double weight = weights_[place.layer].style * place.part * style.region.share;
    StyleGradient own = style_gradient(style_loss_, target, features, weight, guide);
    losses.style += own.loss;
    gradient.add(std::move(own.gradient), guide);
  }
  return gradient;
}

// With M F + v the gradient of a layer's Gram term and c = w / |P|^2 of each pull, the gradient of
// all terms is M F + v + sum of 2 c (F - P) = (M + 2 c I) F + v - 2 c P: one product, and in place
// where the network allows it.
at::Tensor Objective::add_layer(const Place& place, const at::Tensor& features, Losses& losses) {
  const std::vector<Pull> pulls = this->pulls(place);
  double scale = 0;
  for (const Pull& pull : pulls) {
    scale += pull.scale;
    losses.*pull.loss += pull.scale * squared_distance(features, pull.features);
  }
  const bool overwrite = network_.features_may_be_overwritten();
  at::Tensor gradient;
  if (weights_[place.layer].style > 0) {
    GuidedMap style = add_style(place, features, losses);
    if (scale > 0) style.add_identity(2 * scale);
    gradient = style(features, overwrite);
  } else {
    gradient = overwrite ? features.mul_(2 * scale) : features.mul(2 * scale);
  }
  for (const Pull& pull : pulls) gradient.sub_(pull.features, 2 * pull.scale);
  return gradient;
}

// Each term by itself, so not in one product; the factors 2 c of the pulls vanish.
at::Tensor Objective::add_normalized_layer(const Place& place, const at::Tensor& features,
                                           Losses& losses) {
  const Weights& weights = weights_[place.layer];
  at::Tensor gradient;
  const auto add = [&](const at::Tensor& own) {
    gradient = gradient.defined() ? gradient.add_(own) : own;
  };
  for (const Pull& pull : pulls(place)) {
    losses.*pull.loss += pull.scale * squared_distance(features, pull.features);
    add(normalized(features - pull.features, pull.weight));
  }
  if (weights.style > 0) {
    GuidedMap style = add_style(place, features, losses);
    add(normalized(style(features, network_.features_may_be_overwritten()),
                   weights.style * place.part));
  }
  return gradient;
}

Network& Objective::network_of(std::size_t octave) {
  if (octave == 0) return network_;
  while (octave_networks_.size() < octave) octave_networks_.push_back(network_.clone());
  return *octave_networks_[octave - 1];
}

// Adds the losses of an octave; gives d total / d octave.
at::Tensor Objective::evaluate_octave(const at::Tensor& picture, std::size_t octave, double part,
                                      Losses& losses) {
  Network& network = network_of(octave);
  Features features = network.forward(octave_of(picture, octave));
  make_guides(octave, features);
  for (std::size_t i = 0; i < features.size(); ++i) {
    const Place place{octave, i, part};
    if ((part == 0 || weights_[i].style == 0) && pulls(place).empty()) {
      features[i].reset();
      continue;
    }
    features[i] = normalize_gradients_ ? add_normalized_layer(place, features[i], losses)
                                       : add_layer(place, features[i], losses);
  }
  return network.backward(std::move(features));
}

Losses Objective::evaluate(const at::Tensor& picture, at::Tensor& gradient) {
  const std::vector<double> parts = octave_parts(octave_weights_, size_of(picture));
  Losses losses;
  gradient.copy_(evaluate_octave(picture, 0, parts[0], losses));
  for (std::size_t octave = 1; octave < parts.size(); ++octave) {
    if (parts[octave] == 0) continue;
    add_octave_gradient(evaluate_octave(picture, octave, parts[octave], losses), octave, gradient);
  }
  if (tv_weight_ > 0) {
    losses.total_variation =
        tv_weight_ * add_total_variation(picture, tv_norm_, tv_weight_, gradient);
  }
  return losses;
}

}  // namespace stylize
