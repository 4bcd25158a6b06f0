#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "stylize/network/network.h"
#include "stylize/objective/guidance.h"
#include "stylize/objective/moments.h"
#include "stylize/objective/style_loss.h"
#include "stylize/objective/style_target.h"
#include "stylize/objective/term.h"

namespace stylize {

/// What of a style's features at a layer was measured part by part.
struct StyleMeasure {
  std::optional<Guide> guide;  ///< of the whole map, once it was made
  MomentSum moments;
};

/// A style loss (style_loss.h) of each layer, of the picture and its octaves, in each of its
/// regions. It measures moments of features, and its gradients are affine maps made of them.
class StyleTerm : public Term {
 public:
  /// `weights` has one for each of the network's layers; 0: not read.
  StyleTerm(StyleLoss loss, std::vector<double> weights);

  /// What the features of an octave of a style ask for, or of a region of it; nothing at layers
  /// that are not read, or where the region has no pixel. The map is as in a StyleRegion.
  std::vector<LayerStyle> target(const Features& features, const at::Tensor& map) const;

  /// The same of features that come in parts, which cover the maps: `measures` has one for each
  /// layer.
  void measure_style(const MapPart& part, const at::Tensor& features, const at::Tensor& map,
                     std::vector<StyleMeasure>& measures) const;
  std::vector<LayerStyle> target(const std::vector<StyleMeasure>& measures) const;

  /// Must be set before an evaluation. Maps are no smaller than the pictures.
  void set(std::vector<StyleRegion> regions);

  /// Which layers are read.
  std::vector<bool> layers() const;

  const char* name() const override { return "style"; }
  bool reads(const MapPart& part) const override;
  void clear() override { measures_.clear(); }
  void measure(const MapPart& part, const at::Tensor& features) override;
  void add_loss(const MapPart& part, double& loss) override;
  void add_gradient(const MapPart& part, const at::Tensor& features,
                    LayerGradient& gradient) const override;
  double weight(const MapPart& part) const override { return weights_[part.layer] * part.share; }

 private:
  using Place = std::pair<std::size_t, std::size_t>;  // octave and layer

  // Of one region; moments until the loss is asked for, and then the gradient.
  struct Measure {
    MomentSum moments;
    AffineMap gradient;
  };

  void add_moments(const MapPart& part, const at::Tensor& features, const Guide& guide,
                   MomentSum& moments) const;
  const LayerStyle* style_at(const StyleRegion& region, const Place& place) const;
  const std::vector<Guide>& guides_at(const MapPart& part, const at::Tensor& features);

  StyleLoss loss_;
  std::vector<double> weights_;
  std::vector<StyleRegion> regions_;
  // One for each region.
  std::map<Place, std::vector<Guide>> guides_;
  std::map<Place, std::vector<Measure>> measures_;
};

}  // namespace stylize
