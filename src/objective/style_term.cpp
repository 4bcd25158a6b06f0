#include "stylize/objective/style_term.h"

#include <ATen/ATen.h>

#include "stylize/image/size_of.h"

namespace stylize {

StyleTerm::StyleTerm(StyleLoss loss, std::vector<double> weights)
    : loss_(loss), weights_(std::move(weights)) {}

std::vector<LayerStyle> StyleTerm::target(const Features& features, const at::Tensor& map) const {
  std::vector<StyleMeasure> measures(weights_.size());
  for (std::size_t i = 0; i < measures.size(); ++i) {
    if (weights_[i] == 0) continue;
    measure_style({0, 1, i, size_of(features[i])}, features[i], map, {}, measures);
  }
  return target(measures);
}

void StyleTerm::measure_style(const MapPart& part, const at::Tensor& features,
                              const at::Tensor& map, const Frame& frame,
                              std::vector<StyleMeasure>& measures) const {
  if (weights_[part.layer] == 0) return;
  StyleMeasure& measure = measures[part.layer];
  if (!measure.guide) measure.guide = guide_of(map, part.map, features.options(), frame);
  add_moments(part, features, *measure.guide, measure.moments);
}

// Adds the moments of a part. `guide` is that of the whole map.
void StyleTerm::add_moments(const MapPart& part, const at::Tensor& features, const Guide& guide,
                            MomentSum& moments) const {
  if (guide.blank) return;
  moments.add(
      measured(loss_, features, part_of_guide(guide, part.left, part.top, size_of(features))));
}

std::vector<LayerStyle> StyleTerm::target(const std::vector<StyleMeasure>& measures) const {
  std::vector<LayerStyle> layers(measures.size());
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (!measures[i].moments.empty()) layers[i] = layer_style(loss_, measures[i].moments.total());
  }
  return layers;
}

void StyleTerm::set_margin(const Size& picture, int64_t margin) {
  if (picture == picture_ && margin == margin_) return;
  picture_ = picture;
  margin_ = margin;
  guides_.clear();
}

void StyleTerm::set(std::vector<StyleRegion> regions) {
  regions_ = std::move(regions);
  guides_.clear();
  measures_.clear();
}

std::vector<bool> StyleTerm::layers() const {
  std::vector<bool> layers;
  for (const double weight : weights_) layers.push_back(weight > 0);
  return layers;
}

bool StyleTerm::reads(const MapPart& part) const {
  return weight(part) > 0;
}

// Null if the region has no target there. A style picture may be too small to have this octave.
const LayerStyle* StyleTerm::style_at(const StyleRegion& region, const Place& place) const {
  const auto& octaves = region.style.octaves;
  if (place.first >= octaves.size()) return nullptr;
  const LayerStyle& style = octaves[place.first][place.second];
  return style.norm == 0 ? nullptr : &style;
}

// Guides are made once for a size of picture; set() drops them.
const std::vector<Guide>& StyleTerm::guides_at(const MapPart& part, const at::Tensor& features) {
  std::vector<Guide>& guides = guides_[{part.octave, part.layer}];
  for (std::size_t i = guides.size(); i < regions_.size(); ++i) {
    guides.push_back(guide_of(regions_[i].map, part.map, features.options(),
                              frame_of(picture_, margin_, part.map)));
  }
  return guides;
}

void StyleTerm::measure(const MapPart& part, const at::Tensor& features) {
  const Place place{part.octave, part.layer};
  const std::vector<Guide>& guides = guides_at(part, features);
  std::vector<Measure>& measures = measures_[place];
  measures.resize(regions_.size());
  for (std::size_t i = 0; i < regions_.size(); ++i) {
    if (style_at(regions_[i], place)) {
      add_moments(part, features, guides[i], measures[i].moments);
    }
  }
}

void StyleTerm::add_loss(const MapPart& part, double& loss) {
  const Place place{part.octave, part.layer};
  std::vector<Measure>& measures = measures_[place];
  for (std::size_t i = 0; i < measures.size(); ++i) {
    if (measures[i].moments.empty()) continue;
    StyleGradient own =
        style_gradient(loss_, *style_at(regions_[i], place), measures[i].moments.total(),
                       weight(part) * regions_[i].share);
    loss += own.loss;
    measures[i] = {{}, std::move(own.gradient)};
  }
}

void StyleTerm::add_gradient(const MapPart& part, const at::Tensor& features,
                             LayerGradient& gradient) const {
  const Place place{part.octave, part.layer};
  const std::vector<Measure>& measures = measures_.at(place);
  const std::vector<Guide>& guides = guides_.at(place);
  for (std::size_t i = 0; i < measures.size(); ++i) {
    if (!measures[i].gradient.matrix.defined()) continue;
    gradient.add(measures[i].gradient,
                 part_of_guide(guides[i], part.left, part.top, size_of(features)));
  }
}

}  // namespace stylize
