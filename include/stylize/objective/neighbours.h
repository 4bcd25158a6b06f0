#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/network/network.h"
#include "stylize/objective/feature_target.h"

namespace stylize {

/// Nearest neighbours of features (Kolkin, Kucera, Paris, Sykora, Shechtman, Shakhnarovich, "Neural
/// Neighbor Style Transfer", 2022; Li and Wand, "Combining Markov Random Fields and Convolutional
/// Neural Networks", CVPR 2016): every place of a picture is to have the features of that place of
/// the style that looks most like it, so that strokes follow what is painted.
///
/// A place is a square of kPlace x kPlace pixels. Its hypercolumn are the features of all style
/// layers there, averaged or repeated, each channel less its mean over the picture and divided by
/// its standard deviation, and every layer of the same length; places are as much alike as the
/// cosine of their hypercolumns.
constexpr int64_t kPlace = 4;

/// A region of the picture. Maps are float32 [1, 1, H, W] on the CPU with the part 0..1 of each
/// pixel that belongs to the region; undefined: the whole picture.
using RegionMap = at::Tensor;

/// Looks for the neighbours of a picture's places, in one style after the other. The same for every
/// number of threads, bit for bit.
class NeighbourSearch {
 public:
  /// `features` are the picture's, of the network's layers; `style_layers` says which of them make
  /// hypercolumns. With several regions a place belongs to that which has most of it.
  NeighbourSearch(const Features& features, std::vector<bool> style_layers, const Size& picture,
                  const std::vector<RegionMap>& regions);

  /// Where a region may take its neighbours from a style: the places of which at least half
  /// belongs to the map, or as much as in any; nowhere.
  struct Source {
    bool used = true;
    RegionMap map;
  };

  /// Looks in a style, for each region in that source. At least one style must be used for each.
  void look_in(const Features& features, const Size& style, const std::vector<Source>& sources);

  /// After all styles: what the picture is to be like, place by place.
  FeatureTarget target() const;

 private:
  void take(const Features& features, const Size& style, const at::Tensor& places,
            const at::Tensor& neighbours);

  std::vector<bool> style_layers_;
  Size picture_, grid_;               // grid: of places
  at::Tensor columns_;                // [places, channels of all layers]
  std::vector<at::Tensor> regions_;   // the numbers of the places of each
  at::Tensor likeness_;               // of each place to its neighbour so far
  std::vector<at::Tensor> features_;  // of each layer [1, C, H, W]: the neighbours' so far
};

}  // namespace stylize
