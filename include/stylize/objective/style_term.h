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

/// What has been measured of a style's features at one layer, part by part.
struct StyleMeasure {
  std::optional<Guide> guide;  ///< of the layer's whole map; empty before the first part
  MomentSum moments;
};

/// A style loss (style_loss.h) at each layer, for the picture and its octaves, in each region. It
/// measures moments of features, from which its gradients follow as affine maps.
class StyleTerm : public Term {
 public:
  /// `weights` has a weight >= 0 for each of the network's layers; a layer with weight 0 is not
  /// read.
  StyleTerm(StyleLoss loss, std::vector<double> weights);

  /// The targets made from the features of one octave of a style, or of a region of it. Layers that
  /// are not read, or in which the region has no pixel, get no target. The map is like that of a
  /// StyleRegion.
  std::vector<LayerStyle> target(const Features& features, const at::Tensor& map) const;

  /// The same for features that come in parts: call measure_style() for parts that cover the maps,
  /// and then target(). `measures` has an entry for each layer, and the frame is that of the whole
  /// map.
  void measure_style(const MapPart& part, const at::Tensor& features, const at::Tensor& map,
                     const Frame& frame, std::vector<StyleMeasure>& measures) const;
  std::vector<LayerStyle> target(const std::vector<StyleMeasure>& measures) const;

  /// From the next evaluation on, pictures have this size and a margin of so many pixels on each
  /// side that does not count (Frame).
  void set_margin(const Size& picture, int64_t margin);

  /// Sets the style of each region. To be called before an evaluation. No side of the maps may be
  /// shorter than the pictures'.
  void set(std::vector<StyleRegion> regions);

  /// Whether each of the network's layers is read.
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

  // For one region: moments until add_loss(), and after it the gradient.
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
  Size picture_ = {};
  int64_t margin_ = 0;
  // In each list an entry for each region.
  std::map<Place, std::vector<Guide>> guides_;
  std::map<Place, std::vector<Measure>> measures_;
};

}  // namespace stylize
