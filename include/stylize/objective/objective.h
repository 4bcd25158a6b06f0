#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "stylize/network/network.h"
#include "stylize/objective/feature_term.h"
#include "stylize/objective/losses.h"
#include "stylize/objective/neighbours.h"
#include "stylize/objective/style_term.h"
#include "stylize/objective/term.h"
#include "stylize/settings/objective_options.h"

namespace stylize {

/// How StyleLoss::kNeighbours divides the style's weight: kGramPart of it is the weight of the Gram
/// matrices' loss, and kNeighbourPart of it that of the distance to the neighbours. The picture
/// then stays as close to its content as with Gram matrices alone. A larger part for the neighbours
/// turns pictures into patchworks in which the content's lines fade; with a smaller one, strokes do
/// not follow what is painted.
constexpr double kGramPart = 0.4, kNeighbourPart = 0.004;

/// The objective of Gatys, Ecker and Bethge (CVPR 2016): a weighted sum of losses. The losses are
/// relative, so that a weight means the same at every size, for every layer and every network:
///   content         = content_weight * mean over layers of ||F - P||^2 / ||P||^2
///   style           = style_weight * mean over layers of ||G - A||^2 / ||A||^2,  G = F F^T / n
///   total_variation = tv_weight * mean squared (or absolute) difference of neighbouring pixels
///   (total_variation.h)
/// F are the features of the picture, P those of the content, G and A the Gram matrices of the
/// picture and the style. Means over layers are weighted by the layers' weights.
///
/// Options change the style's loss:
/// - Other style losses (style_loss.h) replace the distance of Gram matrices by another relative
///   distance.
/// - With regions it is the sum of each region's loss, guided by the region's map (guidance.h),
///   times the region's share of the picture.
/// - With octaves (octaves.h) it is the sum of each octave's loss times the octave's part.
/// - With StyleLoss::kNeighbours it is kGramPart times the loss above, plus kNeighbourPart times
///   ||F - N||^2 / ||N||^2 with the features N of the nearest neighbours (neighbours.h).
///
/// Pictures that do not fit into memory are evaluated window by window (windows.h). Losses and
/// gradients are then the same except for rounding. This takes longer: windows overlap, and an
/// evaluation runs the network forward at least twice on each of them instead of once. A picture
/// that fits into one window is evaluated as a whole.
class Objective {
 public:
  /// The network must have every layer of layers_of(options) and outlive the objective. `window` is
  /// the longest side in pixels of what the network is given at a time, at least smallest_window();
  /// 0: the whole picture. Neighbours are always searched in whole pictures.
  Objective(const ObjectiveOptions& options, Network& network, int64_t window = 0);

  /// From now on the outermost `pixels` on each side of every picture, those of styles too, are a
  /// margin that does not belong to it. It does not count in the style (Frame), and in all else
  /// like the rest. At first there is none.
  void set_margin(int64_t pixels) { margin_ = pixels; }

  /// The targets made from a picture [1, 3, H, W], 0..1, on the network's device. They depend on
  /// the layers of the options but not on the layers' weights, and the style's also on the style
  /// loss; so they serve every objective with the same network, layers and style loss. With a
  /// store, the content's features are kept there rather than in memory. Throws Error when the
  /// store cannot be written.
  FeatureTarget content_target(const at::Tensor& picture, VectorStore* store = nullptr);
  StyleTarget style_target(const at::Tensor& picture);

  /// The style target made from one region of a picture. Layers in which the region has no pixel
  /// get no target. The map is like that of a StyleRegion; no side of it may be shorter than the
  /// picture's.
  StyleTarget style_target(const at::Tensor& picture, const at::Tensor& map);

  /// Adds a term to those that the options ask for.
  void add_term(std::unique_ptr<Term> term);

  /// Sets the targets. That of the content must be made from a picture of the size of those that
  /// are evaluated later; that of the style from one of any size.
  void set_content(FeatureTarget target);
  void set_style(StyleTarget target);

  /// Sets a style for each region. No side of the regions' maps may be shorter than that of the
  /// pictures that are evaluated later.
  void set_style(std::vector<StyleRegion> regions);

  /// Sets the features that each place of the picture should take on (NeighbourSearch::target()).
  /// With StyleLoss::kNeighbours call it before the first evaluation, and again when the picture
  /// has changed a lot.
  void set_neighbours(FeatureTarget target);

  /// Begins a search for the neighbours of a picture of the content's size, for each of its
  /// regions. NeighbourSearch::look_in() then takes the features that the network gives for each
  /// style.
  NeighbourSearch neighbour_search(const at::Tensor& picture,
                                   const std::vector<RegionMap>& regions);

  /// The value 0 for every term, with the names and the order of what evaluate() returns.
  Losses no_losses() const;

  /// The losses of a picture [1, 3, H, W] of the content's size. `gradient` becomes d total /
  /// d picture, contiguous; its memory is used again if it has the picture's shape, or given back.
  /// After an exception it may be undefined. The targets of content and style must have been set,
  /// and with StyleLoss::kNeighbours the neighbours, too.
  ///
  /// With options.normalize_gradients `gradient` is something else: as in neural-style, the
  /// gradient that each term has at the features of each layer is first scaled so that its L1 norm
  /// is the term's weight there, and no layer drowns out another. The result is not the gradient of
  /// any function, so a line search along it may find no lower loss.
  Losses evaluate(const at::Tensor& picture, at::Tensor& gradient);

  /// Has evaluate() call `told`, with the part that is done, 0 to 1, after each window. A picture
  /// that is evaluated whole tells nothing.
  void set_progress(std::function<void(double)> told) { told_ = std::move(told); }

 private:
  at::Tensor layer_gradient(const MapPart& part, const at::Tensor& features, Losses& losses);
  at::Tensor normalized_gradient(const std::vector<Term*>& terms, const MapPart& part,
                                 const at::Tensor& features) const;
  at::Tensor evaluate_octave(const at::Tensor& picture, std::size_t octave, double share,
                             at::Tensor memory, Losses& losses);
  std::function<void(double)> told_of(std::size_t octave) const;
  at::Tensor evaluate_whole(const at::Tensor& octave_picture, std::size_t octave, double share,
                            Losses& losses);

  Network& network_;
  const int64_t window_;
  std::vector<double> octave_weights_;
  int64_t margin_ = 0;
  std::function<void(double)> told_;  // of the part of an evaluation that is done
  bool normalize_gradients_;
  // In the order in which their losses are listed and their gradients added.
  std::vector<std::unique_ptr<Term>> terms_;
  FeatureTerm *content_, *neighbours_;  // owned by terms_
  StyleTerm* style_;
};

}  // namespace stylize
