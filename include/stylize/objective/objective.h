#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "stylize/network/network.h"
#include "stylize/objective/guidance.h"
#include "stylize/objective/neighbours.h"
#include "stylize/objective/objective_options.h"
#include "stylize/objective/style_loss.h"

namespace stylize {

/// The terms of the objective, each already multiplied by its weight.
struct Losses {
  double content = 0;
  double style = 0;
  double total_variation = 0;
  double total() const { return content + style + total_variation; }
};

/// What a picture asks for as content: for each of the network's layers the features P and
/// ||P||^2; undefined and 0 for layers that are no content layers.
struct ContentTarget {
  Features features;
  std::vector<double> norms;
};

/// What a picture asks for as style: for each octave (octaves.h) one for each of the network's
/// layers.
struct StyleTarget {
  std::vector<std::vector<LayerStyle>> octaves;
};

/// What a region of the picture takes its style from.
struct StyleRegion {
  StyleTarget style;
  at::Tensor map;  ///< float32 [1, 1, H, W] on the CPU, the part 0..1 of each pixel that belongs to
                   ///< the region; undefined: the whole picture, for a region that is alone
  double share = 1;  ///< the part of the picture's area
};

/// What several styles ask for together; see blend_styles. `weights` has a list for each layer, in
/// it a weight for each style; a layer where all are 0 asks for nothing. So does an octave that
/// none of the styles has.
StyleTarget blend(StyleLoss loss, const std::vector<StyleTarget>& targets,
                  const std::vector<std::vector<double>>& weights);

/// The memory that a target holds.
int64_t bytes_of(const ContentTarget& target);
int64_t bytes_of(const StyleTarget& target);

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
class Objective {
 public:
  /// The network must have every layer of layers_of(options) and outlive the objective.
  Objective(const ObjectiveOptions& options, Network& network);

  /// The targets that pictures [1, 3, H, W] on the network's device give. They depend on the
  /// layers, not on their weights, that of the style also on the style loss, and serve every
  /// objective with the same layers and network.
  ContentTarget content_target(const at::Tensor& picture);
  StyleTarget style_target(const at::Tensor& picture);

  /// What a region of a picture asks for as style; nothing at layers where it has no pixel. The map
  /// is as in a StyleRegion and no smaller than the picture.
  StyleTarget style_target(const at::Tensor& picture, const at::Tensor& map);

  /// Sets the targets. The content must have the size of the pictures that are evaluated later; the
  /// style may have any size.
  void set_content(ContentTarget target);
  void set_style(StyleTarget target);

  /// The style of each region. Maps are no smaller than the pictures that are evaluated later.
  void set_style(std::vector<StyleRegion> regions);

  /// Where each place of the picture is to take its features from: with StyleLoss::kNeighbours to
  /// be set as well, and anew when the picture has changed much.
  void set_neighbours(NeighbourTarget target);

  /// Begins a search for the neighbours of a picture of the content's size, in its regions; of a
  /// style `look_in` takes features(style).
  NeighbourSearch neighbour_search(const at::Tensor& picture,
                                   const std::vector<RegionMap>& regions);

  /// The losses of a picture of the content's size, and d total / d picture in `gradient`.
  /// Both targets must have been set. With options.normalize_gradients the gradient is another: as
  /// in neural-style, the gradient of the features that each term has at each layer is first scaled
  /// to an L1 norm of its weight, so no layer drowns another. It is then the gradient of no
  /// objective, and a line search along it may find no lower loss.
  Losses evaluate(const at::Tensor& picture, at::Tensor& gradient);

 private:
  // Of one layer; they include the term's weight and the normalization over layers.
  struct Weights {
    double content = 0;
    double style = 0;       // of what style_gradient() gives
    double neighbours = 0;  // 0: none are asked for
  };

  // Of one region, with its guides for each octave and each of network_.layers() of the pictures
  // evaluated.
  struct GuidedStyle {
    StyleRegion region;
    std::vector<std::vector<Guide>> guides;
  };

  // One layer of an octave, whose style counts `part` of what the layer's does.
  struct Place {
    std::size_t octave, layer;
    double part;
  };

  // Features that those of a layer are to be like: scale * ||F - features||^2.
  struct Pull {
    const at::Tensor& features;
    double scale, weight;
    double Losses::*loss;
  };

  std::vector<Pull> pulls(const Place& place) const;
  void make_guides(std::size_t octave, const Features& features);
  GuidedMap add_style(const Place& place, const at::Tensor& features, Losses& losses) const;
  at::Tensor add_layer(const Place& place, const at::Tensor& features, Losses& losses);
  at::Tensor add_normalized_layer(const Place& place, const at::Tensor& features, Losses& losses);
  Network& network_of(std::size_t octave);
  at::Tensor evaluate_octave(const at::Tensor& picture, std::size_t octave, double part,
                             Losses& losses);

  Network& network_;
  // Those of octaves 1, 2, ...: each keeps the buffers of its size.
  std::vector<std::unique_ptr<Network>> octave_networks_;
  std::vector<double> octave_weights_;
  StyleLoss style_loss_;
  bool normalize_gradients_;
  TvNorm tv_norm_;
  double tv_weight_;
  std::vector<Weights> weights_;  // one for each of network_.layers()
  ContentTarget content_;
  NeighbourTarget neighbours_;
  std::vector<GuidedStyle> styles_;
};

}  // namespace stylize
