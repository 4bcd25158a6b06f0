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
/// Neural Networks", CVPR 2016): each place of a picture is given the features of the most similar
/// place of the style as its target, so that strokes follow what is painted.
///
/// A place is a square of kPlace x kPlace pixels. Its hypercolumn is the vector of the features
/// that all style layers have there: averaged where a layer has several pixels in a place, repeated
/// where one of its pixels covers several places. Each channel is standardized (its mean over the
/// picture subtracted, divided by its standard deviation), and each layer is scaled so that all
/// layers count about the same. The similarity of two places is the cosine of their hypercolumns.
constexpr int64_t kPlace = 4;

/// The part 0..1 of each pixel of a picture that belongs to a region: float32 [1, 1, H, W] on the
/// CPU; undefined: the region is the whole picture.
using RegionMap = at::Tensor;

/// Finds the neighbours of a picture's places in one style after the other. Results do not depend
/// on the number of threads, bit for bit.
class NeighbourSearch {
 public:
  /// `features` are those of the picture, one map for each of the network's layers. `style_layers`
  /// says for each layer whether it is part of hypercolumns. `picture` is the picture's size. With
  /// several regions each place belongs to the region that covers most of it.
  NeighbourSearch(const Features& features, std::vector<bool> style_layers, const Size& picture,
                  const std::vector<RegionMap>& regions);

  /// Where a region may look for neighbours in a style: among the places of which at least half
  /// belongs to the map, or if there are none, those of which the largest part does. Not at all if
  /// `used` is false.
  struct Source {
    bool used = true;
    RegionMap map;
  };

  /// Looks for neighbours in a style with these features and this size, for region i within
  /// sources[i]. In at least one of the styles the source of each region must be used.
  void look_in(const Features& features, const Size& style, const std::vector<Source>& sources);

  /// The features of all neighbours, each at its place of the picture. To be called after look_in()
  /// for the last style.
  FeatureTarget target() const;

 private:
  void take(const Features& features, const Size& style, const at::Tensor& places,
            const at::Tensor& neighbours);

  std::vector<bool> style_layers_;
  Size picture_, grid_;               // grid: the numbers of places across and down
  at::Tensor columns_;                // [places, channels of all layers]
  std::vector<at::Tensor> regions_;   // for each region, the indices of its places
  at::Tensor likeness_;               // [places], cosine with the best neighbour so far
  std::vector<at::Tensor> features_;  // of each layer [1, C, H, W], from the best neighbours so far
};

}  // namespace stylize
