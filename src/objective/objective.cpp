#include "stylize/objective/objective.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "kernels/vector_math.h"
#include "stylize/image/size_of.h"
#include "stylize/objective/octaves.h"
#include "stylize/objective/total_variation_term.h"
#include "stylize/objective/windows.h"
#include "windowed_evaluation.h"

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

// The same for each of these layers.
std::vector<double> normalized_weights(const std::vector<LayerWeight>& list,
                                       const std::vector<std::string>& layers, double term_weight) {
  std::vector<double> weights;
  for (const std::string& layer : layers) {
    weights.push_back(normalized_weight(list, layer, term_weight));
  }
  return weights;
}

std::vector<double> multiplied(std::vector<double> weights, double factor) {
  for (double& weight : weights) weight *= factor;
  return weights;
}

// Scales a gradient in place to this L1 norm. A gradient of zeros stays as it is.
at::Tensor normalized(at::Tensor gradient, double length) {
  const double own = absolute_sum(gradient);
  return own == 0 ? gradient : gradient.mul_(length / own);
}

}  // namespace

Objective::Objective(const ObjectiveOptions& options, Network& network, int64_t window)
    : network_(network),
      window_(window),
      octave_weights_(options.octave_weights),
      normalize_gradients_(options.normalize_gradients) {
  const auto add = [&](auto term) {
    auto* const added = term.get();
    add_term(std::move(term));
    return added;
  };
  const bool neighbours = options.style_loss == StyleLoss::kNeighbours;
  const std::vector<double> style =
      normalized_weights(options.style_layers, network.layers(), options.style_weight);
  content_ = add(std::make_unique<FeatureTerm>(
      "content",
      normalized_weights(options.content_layers, network.layers(), options.content_weight)));
  neighbours_ = add(
      std::make_unique<FeatureTerm>("style", multiplied(style, neighbours ? kNeighbourPart : 0)));
  style_ = add(std::make_unique<StyleTerm>(options.style_loss,
                                           multiplied(style, neighbours ? kGramPart : 1)));
  add_term(std::make_unique<TotalVariationTerm>(options.tv_norm, options.tv_weight));
}

void Objective::add_term(std::unique_ptr<Term> term) {
  terms_.push_back(std::move(term));
}

FeatureTarget Objective::content_target(const at::Tensor& picture, VectorStore* store) {
  FeatureTarget target;
  target.features.resize(network_.layers().size());
  see_features(network_, picture, windows_of(size_of(picture), window_, network_), 0, 1,
               [&](const MapPart& part, const at::Tensor& features) {
                 content_->keep(part, features, store, target);
               });
  set_norms(target);
  return target;
}

StyleTarget Objective::style_target(const at::Tensor& picture) {
  return style_target(picture, {});
}

StyleTarget Objective::style_target(const at::Tensor& picture, const at::Tensor& map) {
  StyleTarget target;
  const std::size_t octaves = octave_parts(octave_weights_, size_of(picture)).size();
  for (std::size_t octave = 0; octave < octaves; ++octave) {
    const at::Tensor pixels = octave_of(picture, octave);
    std::vector<StyleMeasure> measures(network_.layers().size());
    see_features(network_, pixels, windows_of(size_of(pixels), window_, network_), octave, 1,
                 [&](const MapPart& part, const at::Tensor& features) {
                   style_->measure_style(part, features, map,
                                         frame_of(size_of(picture), margin_, part.map), measures);
                 });
    target.octaves.push_back(style_->target(measures));
  }
  return target;
}

void Objective::set_content(FeatureTarget target) {
  content_->set(std::move(target));
}

void Objective::set_style(StyleTarget target) {
  set_style(std::vector<StyleRegion>{{std::move(target), {}, 1}});
}

void Objective::set_style(std::vector<StyleRegion> regions) {
  style_->set(std::move(regions));
}

void Objective::set_neighbours(FeatureTarget target) {
  neighbours_->set(std::move(target));
}

NeighbourSearch Objective::neighbour_search(const at::Tensor& picture,
                                            const std::vector<RegionMap>& regions) {
  return {network_.features(picture), style_->layers(), size_of(picture), regions};
}

Losses Objective::no_losses() const {
  Losses losses;
  for (const auto& term : terms_) losses[term->name()] = 0;
  return losses;
}

// Each term's gradient is scaled separately, so they cannot be one product.
at::Tensor Objective::normalized_gradient(const std::vector<Term*>& terms, const MapPart& part,
                                          const at::Tensor& features) const {
  at::Tensor sum;
  for (const Term* term : terms) {
    const bool overwrite = term == terms.back() && network_.features_may_be_overwritten();
    LayerGradient gradient;
    term->add_gradient(part, features, gradient);
    const at::Tensor own = normalized(gradient.direction(features, overwrite), term->weight(part));
    sum = sum.defined() ? sum.add_(own) : own;
  }
  return sum;
}

// The gradient of all terms together: one product, in place if the network allows it. Undefined if
// no term reads the layer.
at::Tensor Objective::layer_gradient(const MapPart& part, const at::Tensor& features,
                                     Losses& losses) {
  const std::vector<Term*> terms = readers_of(part, terms_);
  if (terms.empty()) return {};
  for (Term* term : terms) {
    term->measure(part, features);
    term->add_loss(part, losses[term->name()]);
  }
  if (normalize_gradients_) return normalized_gradient(terms, part, features);
  return gradient_of(terms, part, features, network_.features_may_be_overwritten());
}

// Adds the losses of an octave and returns d total / d octave. If the octave has several windows,
// the gradient is written to `memory`, which has the octave's shape or is undefined; otherwise it
// has memory of its own, and `memory` is free for the network.
at::Tensor Objective::evaluate_octave(const at::Tensor& picture, std::size_t octave, double share,
                                      at::Tensor memory, Losses& losses) {
  const at::Tensor pixels = octave_of(picture, octave);
  std::vector<Window> windows = windows_of(size_of(pixels), window_, network_);
  if (windows.size() == 1) {
    memory.reset();
    return evaluate_whole(pixels, octave, share, losses);
  }
  WindowedEvaluation evaluation(network_, terms_, pixels, octave, share, std::move(windows),
                                told_of(octave));
  if (!memory.defined()) memory = at::empty_like(pixels);
  if (normalize_gradients_) {
    evaluation.evaluate_normalized(losses, memory);
  } else {
    evaluation.evaluate(losses, memory);
  }
  return memory;
}

// Maps the part of an octave's evaluation that is done to that of all octaves: each has a quarter
// of the pixels of the one before.
std::function<void(double)> Objective::told_of(std::size_t octave) const {
  if (!told_) return {};
  double before = 0, all = 0, own = 1;
  for (std::size_t i = 0; i < std::max<std::size_t>(octave_weights_.size(), 1); ++i) {
    const double pixels = std::ldexp(1.0, -2 * static_cast<int>(i));
    if (i < octave) before += pixels;
    if (i == octave) own = pixels;
    all += pixels;
  }
  return [this, before, own, all](double part) { told_((before + own * part) / all); };
}

// Evaluates the octave as a whole: each layer's map is a single part.
at::Tensor Objective::evaluate_whole(const at::Tensor& octave_picture, std::size_t octave,
                                     double share, Losses& losses) {
  Features features = network_.forward(octave_picture);
  for (std::size_t i = 0; i < features.size(); ++i) {
    network_.check();
    const MapPart part{octave, share, i, size_of(features[i])};
    features[i] = layer_gradient(part, features[i], losses);
  }
  return network_.backward(std::move(features));
}

Losses Objective::evaluate(const at::Tensor& picture, at::Tensor& gradient) {
  const std::vector<double> shares = octave_parts(octave_weights_, size_of(picture));
  Losses losses = no_losses();
  for (const auto& term : terms_) term->clear();
  style_->set_margin(size_of(picture), margin_);
  gradient = evaluate_octave(picture, 0, shares[0], std::move(gradient), losses).contiguous();
  for (std::size_t octave = 1; octave < shares.size(); ++octave) {
    if (shares[octave] == 0) continue;
    add_octave_gradient(evaluate_octave(picture, octave, shares[octave], {}, losses), octave,
                        gradient);
  }
  for (const auto& term : terms_) term->add_pixels(picture, losses[term->name()], gradient);
  return losses;
}

}  // namespace stylize
