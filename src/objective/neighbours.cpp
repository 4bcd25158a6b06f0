#include "stylize/objective/neighbours.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "kernels/one_thread.h"
#include "style_losses.h"
#include "stylize/image/size_of.h"

namespace stylize {
namespace {

constexpr int64_t kBlock = 1024;          // places that are compared with as many others at a time
constexpr double kLeastDeviation = 1e-4;  // least deviation, relative to the layer's largest
constexpr double kHalf = 0.5;             // part of a place that must belong to a region

// How many pixels of the picture, along a side, one pixel of a layer stands for: a power of two.
int64_t step_of(const at::Tensor& features, const Size& picture) {
  const double ratio = static_cast<double>(picture.width) / static_cast<double>(features.size(3));
  return int64_t{1} << std::llround(std::log2(ratio));
}

Size grid_of(const Size& picture) {
  return {picture.width / kPlace, picture.height / kPlace};
}

// 0, 1, 2, ..., each repeated `times` times, but none above `most`; `length` numbers.
at::Tensor repeated(int64_t length, int64_t times, int64_t most, const at::Tensor& like) {
  const auto numbers = at::TensorOptions(at::kLong).device(like.device());
  return at::arange(length, numbers).div(times, "floor").clamp_max(most);
}

// The features of each place: [1, C, places down, places across].
at::Tensor at_places(const at::Tensor& features, const Size& picture) {
  const Size grid = grid_of(picture);
  const int64_t step = step_of(features, picture);
  if (step > kPlace) {
    const int64_t times = step / kPlace;
    return features.index_select(2, repeated(grid.height, times, features.size(2) - 1, features))
        .index_select(3, repeated(grid.width, times, features.size(3) - 1, features));
  }
  const int64_t side = kPlace / step;
  const at::Tensor averaged = side == 1 ? features : at::avg_pool2d(features, side);
  return averaged.narrow(2, 0, grid.height).narrow(3, 0, grid.width);
}

// The features of places as [places, C], each channel with mean 0 and deviation 1, and divided by
// the root of C so that a place's vector has a length of about 1, whatever C is.
at::Tensor standardized(const at::Tensor& features) {
  const int64_t channels = features.size(1);
  const at::Tensor rows = features.permute({0, 2, 3, 1}).reshape({-1, channels}).contiguous();
  const OneThread alone;  // the sums must not depend on the number of threads
  const at::Tensor centred = rows - rows.mean(0, true);
  const at::Tensor deviation = centred.square().mean(0, true).sqrt_();
  const at::Tensor least = (deviation.max() * kLeastDeviation).clamp_min(kSmallestNorm);
  return centred / at::maximum(deviation, least) / std::sqrt(static_cast<double>(channels));
}

// The hypercolumns as [places, channels of all style layers], each of length 1.
at::Tensor hypercolumns(const Features& features, const std::vector<bool>& style_layers,
                        const Size& picture) {
  std::vector<at::Tensor> layers;
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (style_layers[i]) layers.push_back(standardized(at_places(features[i], picture)));
  }
  const at::Tensor all = at::cat(layers, 1);
  const OneThread alone;
  return all / all.square().sum(1, true).sqrt_().clamp_min_(kSmallestNorm);
}

// The part of each place that belongs to a map, as a list of places.
at::Tensor part_of_places(const at::Tensor& map, const Size& grid) {
  return at::adaptive_avg_pool2d(map, {grid.height, grid.width}).flatten();
}

struct Neighbours {
  at::Tensor likeness, rows;  // for each place: the cosine, and the neighbour's index
};

// Finds for each of `rows` the most similar one of `others`. Their products are computed as a
// convolution with the others as filters, which needs no BLAS.
Neighbours nearest(const at::Tensor& rows, const at::Tensor& others) {
  const at::Tensor pixels = rows.t().contiguous().unsqueeze(0).unsqueeze(2);
  Neighbours best;
  for (int64_t first = 0; first < others.size(0); first += kBlock) {
    const int64_t count = std::min(kBlock, others.size(0) - first);
    const at::Tensor filters = others.narrow(0, first, count).unsqueeze(2).unsqueeze(3);
    const at::Tensor products = at::conv2d(pixels, filters.contiguous())[0].squeeze(1);
    auto [likeness, found] = products.max(0);
    found = found + first;
    if (!best.rows.defined()) {
      best = {likeness, found};
      continue;
    }
    best.rows = at::where(likeness > best.likeness, found, best.rows);
    best.likeness = at::maximum(best.likeness, likeness);
  }
  return best;
}

// The same, with blocks of rows in parallel.
Neighbours nearest_in_blocks(const at::Tensor& rows, const at::Tensor& others) {
  if (!rows.device().is_cpu()) return nearest(rows, others);
  const int64_t count = (rows.size(0) + kBlock - 1) / kBlock;
  std::vector<at::Tensor> likeness(static_cast<std::size_t>(count)), found(likeness.size());
  at::parallel_for(0, count, 1, [&](int64_t begin, int64_t end) {
    const OneThread alone;
    for (int64_t block = begin; block < end; ++block) {
      const int64_t first = block * kBlock;
      Neighbours own =
          nearest(rows.narrow(0, first, std::min(kBlock, rows.size(0) - first)), others);
      likeness[static_cast<std::size_t>(block)] = std::move(own.likeness);
      found[static_cast<std::size_t>(block)] = std::move(own.rows);
    }
  });
  return {at::cat(likeness), at::cat(found)};
}

// How the pixels of a layer relate to places, along a side. Pixels may be finer or coarser than
// places.
struct Steps {
  int64_t fine, coarse;  // pixels per place, places per pixel; one of the two is 1
};

Steps steps_of(int64_t step) {
  return {std::max<int64_t>(kPlace / step, 1), std::max<int64_t>(step / kPlace, 1)};
}

// The index of the place of each pixel of a layer. A pixel that covers several places gets the one
// in its middle.
at::Tensor places_of_pixels(const Steps& steps, const Size& layer, const Size& grid) {
  const auto place = [&](int64_t length, int64_t places) {
    const at::Tensor line = at::arange(length, at::TensorOptions(at::kLong));
    return (line.div(steps.fine, "floor") * steps.coarse + steps.coarse / 2).clamp_max(places - 1);
  };
  return (place(layer.height, grid.height).unsqueeze(1) * grid.width +
          place(layer.width, grid.width))
      .flatten();
}

// For each of `pixels` (of a layer of the picture), the pixel of the style's layer to copy from: at
// the same position within the style's place as the picture's pixel has within its own. `places`
// are the style's places.
at::Tensor pixels_in_places(const at::Tensor& places, int64_t places_a_row, const Steps& steps,
                            const at::Tensor& pixels, int64_t pixels_a_row, const Size& layer) {
  const auto along = [&](const at::Tensor& place, const at::Tensor& pixel, int64_t length) {
    return (place * steps.fine)
        .div(steps.coarse, "floor")
        .add_(pixel.remainder(steps.fine))
        .clamp_max_(length - 1);
  };
  const at::Tensor y =
      along(places.div(places_a_row, "floor"), pixels.div(pixels_a_row, "floor"), layer.height);
  const at::Tensor x =
      along(places.remainder(places_a_row), pixels.remainder(pixels_a_row), layer.width);
  return y * layer.width + x;
}

// The pixels of a map [1, C, H, W] as rows [H * W, C]; a view if the layout is channels-last.
at::Tensor rows_of_pixels(const at::Tensor& map) {
  return map.permute({0, 2, 3, 1}).reshape({-1, map.size(1)});
}

}  // namespace

NeighbourSearch::NeighbourSearch(const Features& features, std::vector<bool> style_layers,
                                 const Size& picture, const std::vector<RegionMap>& regions)
    : style_layers_(std::move(style_layers)),
      picture_(picture),
      grid_(grid_of(picture)),
      columns_(hypercolumns(features, style_layers_, picture)),
      likeness_(at::full({columns_.size(0)}, -2, columns_.options())),
      features_(features.size()) {
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (!style_layers_[i]) continue;
    features_[i] = at::zeros_like(features[i], {}, at::MemoryFormat::ChannelsLast);
  }
  if (regions.size() == 1) {
    regions_.push_back(at::arange(columns_.size(0), at::TensorOptions(at::kLong)));
    return;
  }
  std::vector<at::Tensor> parts;
  for (const RegionMap& map : regions) parts.push_back(part_of_places(map, grid_));
  const at::Tensor owner = at::stack(parts).argmax(0);
  for (std::size_t i = 0; i < regions.size(); ++i) {
    regions_.push_back(owner.eq(static_cast<int64_t>(i)).nonzero().flatten());
  }
}

void NeighbourSearch::look_in(const Features& features, const Size& style,
                              const std::vector<Source>& sources) {
  const at::Tensor columns = hypercolumns(features, style_layers_, style);
  for (std::size_t i = 0; i < regions_.size(); ++i) {
    if (!sources[i].used || regions_[i].numel() == 0) continue;
    at::Tensor allowed;
    if (sources[i].map.defined()) {
      const at::Tensor part = part_of_places(sources[i].map, grid_of(style));
      const double least = std::min(kHalf, part.max().item<double>());
      allowed = part.ge(least).nonzero().flatten().to(columns.device());
    }
    const at::Tensor places = regions_[i].to(columns.device());
    Neighbours found =
        nearest_in_blocks(columns_.index_select(0, places),
                          allowed.defined() ? columns.index_select(0, allowed) : columns);
    if (allowed.defined()) found.rows = allowed.index_select(0, found.rows);
    const at::Tensor before = likeness_.index_select(0, places);
    const at::Tensor better = (found.likeness > before).nonzero().flatten();
    likeness_.index_copy_(0, places, at::maximum(before, found.likeness));
    take(features, style, places.index_select(0, better), found.rows.index_select(0, better));
  }
}

// Copies the features of `neighbours`, places of the style, to `places` of the picture.
void NeighbourSearch::take(const Features& features, const Size& style, const at::Tensor& places,
                           const at::Tensor& neighbours) {
  constexpr int64_t kNone = -1;
  at::Tensor taken = at::full({columns_.size(0)}, kNone, at::TensorOptions(at::kLong));
  taken.index_copy_(0, places.cpu(), neighbours.cpu());
  for (std::size_t i = 0; i < features_.size(); ++i) {
    if (!style_layers_[i]) continue;
    const Size layer = size_of(features_[i]);
    const Steps steps = steps_of(step_of(features_[i], picture_));
    const at::Tensor of_pixels = taken.index_select(0, places_of_pixels(steps, layer, grid_));
    const at::Tensor pixels = of_pixels.ne(kNone).nonzero().flatten();
    const at::Tensor sources =
        pixels_in_places(of_pixels.index_select(0, pixels), grid_of(style).width, steps, pixels,
                         layer.width, size_of(features[i]));
    const at::Device device = features[i].device();
    rows_of_pixels(features_[i])
        .index_copy_(0, pixels.to(device),
                     rows_of_pixels(features[i]).index_select(0, sources.to(device)));
  }
}

FeatureTarget NeighbourSearch::target() const {
  return feature_target(features_);
}

}  // namespace stylize
