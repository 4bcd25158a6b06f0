#include "targets.h"

#include <ATen/ATen.h>

#include <cstdio>
#include <utility>

#include "blended_target.h"
#include "canvas.h"
#include "style_weights.h"
#include "stylize/image/resize.h"
#include "stylize/objective/octaves.h"

namespace stylize {
namespace {

std::string exact_text(double number) {
  char text[32];
  std::snprintf(text, sizeof(text), "%a", number);
  return text;
}

}  // namespace

// Targets depend on the set of layers, not on the layers' weights. The key includes the size of
// `image`, since the picture is scaled down from it and other sizes would give other pixels; and
// the window, since windows give other rounding errors.
std::string Targets::cache_key(const std::string& name, const Image& image, const Size& size,
                               const std::vector<LayerWeight>& layers) const {
  std::string key = name;
  for (const Size& step : {image.size(), size}) {
    key += " " + std::to_string(step.width) + "x" + std::to_string(step.height);
  }
  for (const std::string& layer : network_.layers()) key += " " + layer;
  key += " of";
  for (const LayerWeight& layer : layers) key += " " + layer.layer;
  if (options_.window > 0) key += " in windows of " + std::to_string(options_.window);
  return key;
}

at::Tensor Targets::style_pixels(std::size_t number, const Size& scaled) const {
  return pixels_of(pictures_.styles[number].image, scaled).to(network_.device());
}

// The map of a region on the canvas; undefined: the region is everything.
at::Tensor Targets::map_of(const Region& region, const Size& size) const {
  const at::Tensor part = part_of(pictures_.mask, region.label, size);
  return part.defined() ? on_canvas(part) : part;
}

void Targets::set_content(const Size& size) {
  const Image& content = pictures_.content;
  if (temporal_) set_held(size);
  VectorStore* const store = options_.stores_features ? context_.store.get() : nullptr;
  const auto make = [&] {
    return objective_.content_target(canvas_of(content, size).to(network_.device()), store);
  };
  if (store) objective_.set_content({});  // frees its place in the store for the new one
  objective_.set_content(
      context_.targets && !store
          ? *context_.targets->content(
                cache_key(context_.content_name, content, size, options_.objective.content_layers),
                make)
          : make());
}

// The map of a label in a style's mask; undefined: the whole picture has it.
at::Tensor Targets::style_part(const StyleInput& style, std::size_t label, const Size& size) const {
  return style.mask ? part_of(*style.mask, label, size) : at::Tensor();
}

std::string Targets::style_key(std::size_t number, std::size_t label, const Size& scaled) const {
  const StyleInput& style = pictures_.styles[number];
  const ObjectiveOptions& objective = options_.objective;
  std::string key = cache_key(style.name, style.image, scaled, objective.style_layers) + " by " +
                    name_of(objective.style_loss) + " in " +
                    std::to_string(octave_parts(objective.octave_weights, scaled).size());
  if (style.mask && style.mask->labels.size() > 1) {
    key += " in " + text_of(style.mask->labels[label]) + " of " + style.mask_name;
  }
  return key;
}

StyleTarget Targets::style_target(std::size_t number, std::size_t label, const Size& size) {
  const StyleInput& style = pictures_.styles[number];
  const Size scaled = style_size(style.image.size(), size, style.use.scale);
  const auto make = [&] {
    const at::Tensor part = style_part(style, label, scaled);
    return objective_.style_target(on_canvas(style_pixels(number, scaled)),
                                   part.defined() ? on_canvas(part) : part);
  };
  if (!context_.targets) return make();
  return *context_.targets->style(style_key(number, label, scaled), make);
}

// The blend of all styles of a region. It has its own entry in the cache, so that the next picture
// needs none of the styles in it.
StyleTarget Targets::blended_target(const Region& region, const Size& size) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < pictures_.styles.size(); ++i) {
    if (region.sources[i]) numbers.push_back(i);
  }
  const auto make = [&] {
    std::vector<StyleTarget> targets;
    for (const std::size_t i : numbers) {
      targets.push_back(style_target(i, *region.sources[i], size));
    }
    std::vector<std::vector<double>> weights;
    for (const std::string& layer : network_.layers()) {
      weights.emplace_back();
      for (const std::size_t i : numbers) {
        weights.back().push_back(style_weight(layer, pictures_.styles[i].use));
      }
    }
    return blend(options_.objective.style_loss, targets, weights);
  };
  if (!context_.targets || numbers.size() < 2) return make();
  std::string key = kBlendedTarget;
  for (const std::size_t i : numbers) {
    const StyleInput& style = pictures_.styles[i];
    const Size scaled = style_size(style.image.size(), size, style.use.scale);
    key += " of " + style_key(i, *region.sources[i], scaled);
    for (const std::string& layer : network_.layers()) {
      key += " " + exact_text(style_weight(layer, style.use));
    }
  }
  return *context_.targets->style(key, make);
}

StyleRegion Targets::style_region(const Region& region, const Size& size) {
  return {blended_target(region, size), map_of(region, size), region.share};
}

// Scaling weights each pixel by its reliability, which is the alpha.
void Targets::set_held(const Size& size) {
  const Image held = resize(pictures_.held, size);
  temporal_->set(on_canvas(held.colour).to(network_.device()),
                 on_canvas(held.alpha).to(network_.device()));
}

void Targets::set_style(const Size& size) {
  std::vector<StyleRegion> regions;
  for (const Region& region : pictures_.regions) regions.push_back(style_region(region, size));
  objective_.set_style(std::move(regions));
}

void Targets::look_in(std::size_t number, const Size& size, NeighbourSearch& search) {
  const StyleInput& style = pictures_.styles[number];
  const Size scaled = style_size(style.image.size(), size, style.use.scale);
  std::vector<NeighbourSearch::Source> sources;
  bool used = false;
  for (const Region& region : pictures_.regions) {
    const auto& label = region.sources[number];
    used = used || label;
    sources.push_back(
        {label.has_value(), label ? style_part(style, *label, scaled) : at::Tensor()});
  }
  if (used) search.look_in(network_.features(style_pixels(number, scaled)), scaled, sources);
}

void Targets::set_neighbours(const at::Tensor& picture, const Size& size) {
  std::vector<RegionMap> maps;
  for (const Region& region : pictures_.regions) maps.push_back(map_of(region, size));
  NeighbourSearch search = objective_.neighbour_search(picture, maps);
  for (std::size_t i = 0; i < pictures_.styles.size(); ++i) {
    if (pictures_.styles[i].use.weight > 0) look_in(i, size, search);
  }
  objective_.set_neighbours(search.target());
}

}  // namespace stylize
