#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "stylize/network/network.h"
#include "stylize/objective/feature_term.h"
#include "stylize/objective/losses.h"
#include "stylize/objective/neighbours.h"
#include "stylize/objective/style_term.h"
#include "stylize/objective/term.h"
#include "stylize/settings/objective_options.h"

namespace stylize {

/// What StyleLoss::kNeighbours makes of the style's weight: so much for the Gram matrices, and so
/// much for the distance to the neighbours. The picture then is as near to its content as with Gram
/// matrices alone. With more for the neighbours pictures are patchworks and the content's lines
/// fade; with less, strokes do not follow what is painted.
constexpr double kGramPart = 0.4, kNeighbourPart = 0.004;

/// The objective of Gatys, Ecker and Bethge (CVPR 2016) with relative losses, so that weights mean
/// the same at every size, for every layer and every network:
///   content = content_weight * mean over layers of ||F - P||^2 / ||P||^2
///   style   = style_weight   * mean over layers of a relative distance of the features of picture
///   and style, by default of their Gram matrices: ||G - A||^2 / ||A||^2,  G = F F^T / n; others
///   are in style_loss.h; with regions the sum of each region's, guided by its map (guidance.h),
///   times its share; with octaves the sum of each octave's (octaves.h), times its part; with
///   StyleLoss::kNeighbours kGramPart times the Gram matrices' and kNeighbourPart times
///   ||F - N||^2 / ||N||^2 with the features N of the nearest neighbours (neighbours.h)
///   total variation = tv_weight * mean squared (or absolute) difference of neighbouring pixels
///   (total_variation.h)
/// F are the features of the picture, P those of the content, A the Gram matrices of the style; the
/// means are weighted by the layers' weights.
///
/// Pictures larger than memory are looked at window by window (windows.h): what is asked of them,
/// losses and gradients are the same but for rounding. Their cost grows with what windows have in
/// common, and each is looked at twice in an evaluation. A picture that is one window is evaluated
/// at once.
class Objective {
 public:
  /// The network must have every layer of layers_of(options) and outlive the objective. `window` is
  /// the longest side of what the network is given at a time, at least smallest_window(); 0: the
  /// whole picture. Neighbours are always looked for in whole pictures.
  Objective(const ObjectiveOptions& options, Network& network, int64_t window = 0);

  /// The targets that pictures [1, 3, H, W] on the network's device give. They depend on the
  /// layers, not on their weights, that of the style also on the style loss, and serve every
  /// objective with the same layers and network.
  /// That of the content may be put in a store, which must outlive it, rather than in memory.
  FeatureTarget content_target(const at::Tensor& picture, VectorStore* store = nullptr);
  StyleTarget style_target(const at::Tensor& picture);

  /// What a region of a picture asks for as style; nothing at layers where it has no pixel. The map
  /// is as in a StyleRegion and no smaller than the picture.
  StyleTarget style_target(const at::Tensor& picture, const at::Tensor& map);

  /// Adds a term to those of the options.
  void add_term(std::unique_ptr<Term> term);

  /// Sets the targets. The content must have the size of the pictures that are evaluated later; the
  /// style may have any size.
  void set_content(FeatureTarget target);
  void set_style(StyleTarget target);

  /// The style of each region. Maps are no smaller than the pictures that are evaluated later.
  void set_style(std::vector<StyleRegion> regions);

  /// Where each place of the picture is to take its features from: with StyleLoss::kNeighbours to
  /// be set as well, and anew when the picture has changed much.
  void set_neighbours(FeatureTarget target);

  /// Begins a search for the neighbours of a picture of the content's size, in its regions; of a
  /// style `look_in` takes features(style).
  NeighbourSearch neighbour_search(const at::Tensor& picture,
                                   const std::vector<RegionMap>& regions);

  /// 0 for every term: those that evaluate() gives have the same names, in this order.
  Losses no_losses() const;

  /// The losses of a picture of the content's size, and d total / d picture in `gradient`.
  /// Both targets must have been set. With options.normalize_gradients the gradient is another: as
  /// in neural-style, the gradient of the features that each term has at each layer is first scaled
  /// to an L1 norm of its weight, so no layer drowns another. It is then the gradient of no
  /// objective, and a line search along it may find no lower loss.
  Losses evaluate(const at::Tensor& picture, at::Tensor& gradient);

 private:
  Network& network_of(std::size_t octave);
  at::Tensor layer_gradient(const MapPart& part, const at::Tensor& features, Losses& losses);
  at::Tensor normalized_gradient(const std::vector<Term*>& terms, const MapPart& part,
                                 const at::Tensor& features) const;
  at::Tensor evaluate_octave(const at::Tensor& picture, std::size_t octave, double share,
                             at::Tensor memory, Losses& losses);
  at::Tensor evaluate_whole(const at::Tensor& octave_picture, std::size_t octave, double share,
                            Losses& losses);

  Network& network_;
  const int64_t window_;
  // Those of octaves 1, 2, ...: each keeps the buffers of its size, where memory is not dear.
  std::vector<std::unique_ptr<Network>> octave_networks_;
  std::vector<double> octave_weights_;
  bool normalize_gradients_;
  // In the order of their losses, which is that in which gradients are added, too.
  std::vector<std::unique_ptr<Term>> terms_;
  FeatureTerm *content_, *neighbours_;  // among the terms
  StyleTerm* style_;
};

}  // namespace stylize
