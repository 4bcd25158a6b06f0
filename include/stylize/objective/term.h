#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/objective/layer_gradient.h"

namespace stylize {

/// Where some features come from: a part of the map of a layer, of the picture or of one of its
/// octaves. The part's size is that of the features.
struct MapPart {
  std::size_t octave = 0;     ///< octaves.h
  double share = 1;           ///< what this octave counts among all (octave_parts())
  std::size_t layer = 0;      ///< one of Network::layers()
  Size map = {};              ///< of the whole map
  int64_t left = 0, top = 0;  ///< of the part in the map
};

/// That part of a tensor [1, C, H, W] of the map's size, as large as `features`; a view.
at::Tensor part_of_map(const at::Tensor& whole, const MapPart& part, const at::Tensor& features);

/// A term of the objective: a loss, and its gradient. It never asks for a picture or a map that is
/// whole, but first for all that is in it, part by part, and then gives gradients part by part. In
/// each evaluation, after clear(), come for every layer and octave that it reads
///   measure()       of parts that cover the map, each pixel in one of them;
///   add_loss()      once;
///   add_gradient()  of any parts, which may overlap.
/// Or it reads the picture itself, which is whole: pixels are few beside features.
class Term {
 public:
  virtual ~Term() = default;

  /// The name of its loss. Terms of the same name are one to whoever looks at losses.
  virtual const char* name() const = 0;

  /// Whether it reads a map, of which layer and octave matter.
  virtual bool reads(const MapPart& part) const;

  /// Forgets what was measured.
  virtual void clear();
  virtual void measure(const MapPart& part, const at::Tensor& features);

  /// Adds the loss of what was measured of a map, times its weight.
  virtual void add_loss(const MapPart& part, double& loss);

  /// Adds d loss / d features of a part, times its weight.
  virtual void add_gradient(const MapPart& part, const at::Tensor& features,
                            LayerGradient& gradient) const;

  /// What it counts at a layer: the length of its gradient where gradients are normalized.
  virtual double weight(const MapPart& part) const;

  /// Adds loss and gradient, times its weight, of a picture [1, 3, H, W].
  virtual void add_pixels(const at::Tensor& picture, double& loss, at::Tensor& gradient);
};

/// The terms that read a map, in their order.
std::vector<Term*> readers_of(const MapPart& part, const std::vector<std::unique_ptr<Term>>& terms);

/// The gradient of some terms together at a part of a map, in one product; in the features' memory,
/// where that is possible, if `overwrite`. They have measured all of the map.
at::Tensor gradient_of(const std::vector<Term*>& terms, const MapPart& part,
                       const at::Tensor& features, bool overwrite);

}  // namespace stylize
