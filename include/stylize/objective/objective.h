#pragma once

#include <string>
#include <vector>

#include "stylize/network/network.h"
#include "stylize/objective/objective_options.h"

namespace stylize {

/// The terms of the objective, each already multiplied by its weight.
struct Losses {
  double content = 0;
  double style = 0;
  double total_variation = 0;
  double total() const { return content + style + total_variation; }
};

/// The objective of Gatys, Ecker and Bethge (CVPR 2016) with relative losses, so that weights mean
/// the same at every size, for every layer and every network:
///   content = content_weight * mean over layers of ||F - P||^2 / ||P||^2
///   style   = style_weight   * mean over layers of ||G - A||^2 / ||A||^2,  G = F F^T / n
///   total variation = tv_weight * mean squared difference of neighbouring pixels
///   (total_variation.h)
/// F are the features of the picture, P those of the content, A the Gram matrices of the style; the
/// means are weighted by the layers' weights.
class Objective {
 public:
  /// The network must have every layer of layers_of(options) and outlive the objective.
  Objective(const ObjectiveOptions& options, Network& network);

  /// Sets the targets from pictures [1, 3, H, W] on the network's device. The content must have the
  /// size of the pictures that are evaluated later; the style may have any size.
  void set_content(const at::Tensor& picture);
  void set_style(const at::Tensor& picture);

  /// The losses of a picture of the content's size, and d total / d picture in `gradient`.
  /// Both targets must have been set.
  Losses evaluate(const at::Tensor& picture, at::Tensor& gradient);

 private:
  struct Target {
    double content_weight = 0;  // includes the term's weight and the normalization over layers
    double style_weight = 0;
    at::Tensor content;       // P
    at::Tensor style;         // A
    double content_norm = 0;  // ||P||^2
    double style_norm = 0;    // ||A||^2
  };

  at::Tensor add_layer(const Target& target, const at::Tensor& features, Losses& losses);

  Network& network_;
  double tv_weight_;
  std::vector<Target> targets_;  // one for each of network_.layers()
};

}  // namespace stylize
