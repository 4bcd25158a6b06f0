#include "pictures.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <optional>
#include <utility>

#include "stylize/image/colour_transfer.h"
#include "stylize/image/resize.h"

namespace stylize {
namespace {

// Matching makes a different style for each content and each size of it, so the style gets a name
// of its own in the cache of targets.
void match_to_content(Pictures& pictures, const TransferContext& context, StyleInput& style) {
  style.image = match_colours(style.image, pictures.content);
  style.name += " matched to " + context.content_name + " " + std::to_string(pictures.full.width) +
                "x" + std::to_string(pictures.full.height);
}

// Without masks there is one region, which uses the whole of every style.
void set_regions(const std::optional<LabelMap>& content_mask, Pictures& pictures) {
  std::vector<StyleInput>& styles = pictures.styles;
  if (!content_mask) {
    for (StyleInput& style : styles) style.mask.reset();
    pictures.regions.push_back({0, 1, std::vector<std::optional<std::size_t>>(styles.size(), 0)});
    return;
  }
  pictures.mask = *content_mask;
  if (pictures.mask.labels.size() > 1) pictures.mask = resize(pictures.mask, pictures.full);
  pictures.regions = match_regions(pictures.mask, styles);
  for (StyleInput& style : styles) {
    if (style.mask->labels.size() > 1) style.mask = resize(*style.mask, style.image.size());
  }
}

}  // namespace

Pictures prepare_pictures(TransferInputs inputs, const TransferOptions& options,
                          const TransferContext& context) {
  Pictures pictures;
  pictures.full = output_size(inputs.content.size(), options);
  pictures.content = resize(inputs.content, pictures.full);
  inputs.content = {};
  if (inputs.initial) pictures.initial = resize(*inputs.initial, pictures.full);
  if (inputs.held) pictures.held = resize(*inputs.held, pictures.full);
  for (StyleInput& style : inputs.styles) {
    style.image =
        resize(style.image, style_size(style.image.size(), pictures.full, style.use.scale));
    if (options.colour == ColourControl::kMatch) match_to_content(pictures, context, style);
    pictures.styles.push_back(std::move(style));
  }
  set_regions(inputs.content_mask, pictures);
  return pictures;
}

at::Tensor part_of(const LabelMap& map, std::size_t label, const Size& size) {
  if (map.labels.size() < 2) return {};
  const auto index = static_cast<int64_t>(label);
  return resize({{map.labels[label]}, map.parts.narrow(1, index, 1)}, size).parts;
}

}  // namespace stylize
