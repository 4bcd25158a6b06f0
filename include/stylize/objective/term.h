#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/objective/layer_gradient.h"

namespace stylize {

/// Where features come from: a part of the map that a layer has for the picture or one of its
/// octaves. The part is as large as the features.
struct MapPart {
  std::size_t octave = 0;     ///< 0: the picture itself (octaves.h)
  double share = 1;           ///< this octave's part of the style's loss (octave_parts())
  std::size_t layer = 0;      ///< index into Network::layers()
  Size map = {};              ///< size of the layer's whole map
  int64_t left = 0, top = 0;  ///< where the part begins in the map, in its pixels
};

/// The same part of another tensor [1, C, H, W] of the whole map's size, as large as `features`.
/// The result is a view; it is undefined if the tensor is.
at::Tensor part_of_map(const at::Tensor& whole, const MapPart& part, const at::Tensor& features);

/// A term of the objective: a loss and its gradient. A term never needs a whole picture or map at
/// once: it first measures all of it part by part, and then gives gradients part by part. In each
/// evaluation these are called, after clear(), for every layer and octave that the term reads:
///   measure()       for parts that cover the map, with each pixel in exactly one of them;
///   add_loss()      once;
///   add_gradient()  for any parts, which may overlap.
/// A term that reads pixels instead of features overrides add_pixels(), which gets the whole
/// picture: compared with features, pixels take little memory. By default a term reads no map and
/// adds nothing.
class Term {
 public:
  virtual ~Term() = default;

  /// The name of its loss. Terms of the same name are reported as one loss, their sum.
  virtual const char* name() const = 0;

  /// Whether the term reads the map of part.layer in part.octave. The position of the part does not
  /// matter.
  virtual bool reads(const MapPart& part) const;

  /// Forgets what was measured, before a new evaluation.
  virtual void clear();

  /// Measures the features [1, C, H, W] of a part.
  virtual void measure(const MapPart& part, const at::Tensor& features);

  /// Adds the loss of the map that was measured, times the term's weight, to `loss`.
  virtual void add_loss(const MapPart& part, double& loss);

  /// Adds d loss / d features of a part, times the term's weight. Does not change the features.
  virtual void add_gradient(const MapPart& part, const at::Tensor& features,
                            LayerGradient& gradient) const;

  /// The term's weight at this layer and octave: the L1 norm that its gradient gets there when
  /// gradients are normalized.
  virtual double weight(const MapPart& part) const;

  /// Adds the loss of a picture [1, 3, H, W] and its gradient, of the same shape, both times the
  /// term's weight.
  virtual void add_pixels(const at::Tensor& picture, double& loss, at::Tensor& gradient);
};

/// The terms that read this map, in their order.
std::vector<Term*> readers_of(const MapPart& part, const std::vector<std::unique_ptr<Term>>& terms);

/// The gradient of these terms together at a part of a map, by one product. They must have measured
/// the whole map. With `overwrite` it may be written into the memory of the features.
at::Tensor gradient_of(const std::vector<Term*>& terms, const MapPart& part,
                       const at::Tensor& features, bool overwrite);

}  // namespace stylize
