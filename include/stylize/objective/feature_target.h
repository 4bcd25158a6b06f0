#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "stylize/network/network.h"
#include "stylize/objective/term.h"

namespace stylize {

class StoredVector;

/// The features P that those of a picture should resemble (feature_term.h). `features` and `norms`
/// have an entry for each of the network's layers: a map [1, C, H, W] of the same size as the
/// picture's, and ||P||^2 (at least 1e-12), by which the distance is divided. A layer without a
/// target has an undefined map and the norm 0.
struct FeatureTarget {
  Features features;
  std::vector<double> norms;
  /// Maps kept in a store (kernels/vector_store.h) rather than in memory: an entry for each layer,
  /// null where the map is not stored. The channels of a pixel are adjacent (channels-last). Empty
  /// if no map is stored.
  std::vector<std::shared_ptr<StoredVector>> stored = {};
};

/// The target made of these features, some of which may be undefined, with their norms.
FeatureTarget feature_target(Features features);

/// Computes the norms of all maps of the target. Throws Error when a stored map cannot be read.
void set_norms(FeatureTarget& target);

/// The part of the target at the place of `part`, as large as `features`, which are the picture's
/// features there. Undefined if the layer has no target. A map in memory is not copied: the result
/// is a view. Throws Error when a stored map cannot be read.
at::Tensor part_of_target(const FeatureTarget& target, const MapPart& part,
                          const at::Tensor& features);

/// Bytes of memory that the target's maps take. Stored maps do not count.
int64_t bytes_of(const FeatureTarget& target);

}  // namespace stylize
