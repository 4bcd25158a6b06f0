#include "pictures.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <optional>
#include <utility>

#include "stylize/image/colour_transfer.h"
#include "stylize/image/resize.h"

namespace stylize {
namespace {

// Its name in the cache; "" where the context has none.
std::string style_name(const TransferContext& context, std::size_t number) {
  if (number == 0) return context.style_name;
  const auto& names = context.more_style_names;
  return number <= names.size() ? names[number - 1] : std::string();
}

// A style that was matched to a content's colours is another one for each content, and for each
// size of it.
void add_style(Pictures& pictures, const Image& image, const TransferOptions& options,
               const TransferContext& context) {
  const std::size_t number = pictures.styles.size();
  const Size size = style_size(image.size(), pictures.full, options, number);
  StylePicture style{resize(image, size), style_name(context, number), {}, {}};
  if (options.colour == ColourControl::kMatch) {
    style.image = match_colours(style.image, pictures.content);
    style.name += " matched to " + context.content_name + " " +
                  std::to_string(pictures.full.width) + "x" + std::to_string(pictures.full.height);
  }
  pictures.styles.push_back(std::move(style));
}

// Without masks one region takes all of every style.
void set_regions(Pictures& pictures, const std::optional<Masks>& masks,
                 const TransferOptions& options, const TransferContext& context) {
  std::vector<StylePicture>& styles = pictures.styles;
  if (!masks) {
    pictures.regions.push_back({0, 1, std::vector<std::optional<std::size_t>>(styles.size(), 0)});
    return;
  }
  Masks scaled = *masks;
  if (scaled.content.labels.size() > 1) scaled.content = resize(scaled.content, pictures.full);
  pictures.regions = match_regions(scaled, styles.size(), options.style_blend);
  pictures.mask = scaled.content;
  for (std::size_t i = 0; i < styles.size(); ++i) {
    const auto& names = context.mask_names;
    styles[i].mask = scaled.styles[i];
    if (i < names.size()) styles[i].mask_name = names[i];
    if (scaled.styles[i].labels.size() < 2) continue;
    styles[i].mask = resize(scaled.styles[i], styles[i].image.size());
  }
}

}  // namespace

Pictures prepare_pictures(const TransferInputs& inputs, const TransferOptions& options,
                          const TransferContext& context) {
  Pictures pictures;
  pictures.full = output_size(inputs.content.size(), options);
  pictures.content = resize(inputs.content, pictures.full);
  if (inputs.initial) pictures.initial = resize(*inputs.initial, pictures.full);
  for (const Image* style : styles_of(inputs)) add_style(pictures, *style, options, context);
  set_regions(pictures, inputs.masks, options, context);
  return pictures;
}

std::vector<const Image*> styles_of(const TransferInputs& inputs) {
  std::vector<const Image*> styles = {&inputs.style};
  for (const Image& style : inputs.more_styles) styles.push_back(&style);
  return styles;
}

at::Tensor part_of(const LabelMap& map, std::size_t label, const Size& size) {
  if (map.labels.size() < 2) return {};
  const auto index = static_cast<int64_t>(label);
  return resize({{map.labels[label]}, map.parts.narrow(1, index, 1)}, size).parts;
}

}  // namespace stylize
