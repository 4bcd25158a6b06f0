#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "stylize/network/network.h"
#include "stylize/objective/term.h"

namespace stylize {

class StoredVector;

/// Features that those of a picture are to be like (feature_term.h): for each of the network's
/// layers a map of the picture's size, and its squared norm, which the distance is relative to;
/// undefined and 0 for layers where nothing is asked.
struct FeatureTarget {
  Features features;
  std::vector<double> norms;
  /// Maps that are in a store (kernels/vector_store.h) rather than in memory, pixel by pixel. Empty
  /// where none is.
  std::vector<std::shared_ptr<StoredVector>> stored = {};
};

/// With the norms of these features, of which some may be undefined.
FeatureTarget feature_target(Features features);

/// Sets the norms of what is in it.
void set_norms(FeatureTarget& target);

/// Those of a part of a map that are asked for, for `features` of the picture there; undefined
/// where nothing is.
at::Tensor part_of_target(const FeatureTarget& target, const MapPart& part,
                          const at::Tensor& features);

/// The memory that a target holds.
int64_t bytes_of(const FeatureTarget& target);

}  // namespace stylize
