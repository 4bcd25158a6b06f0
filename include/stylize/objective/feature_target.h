#pragma once

#include <cstdint>
#include <vector>

#include "stylize/network/network.h"

namespace stylize {

/// Features that those of a picture are to be like (feature_term.h): for each of the network's
/// layers a map of the picture's size, and its squared norm, which the distance is relative to;
/// undefined and 0 for layers where nothing is asked.
struct FeatureTarget {
  Features features;
  std::vector<double> norms;
};

/// With the norms of these features, of which some may be undefined.
FeatureTarget feature_target(Features features);

/// The memory that a target holds.
int64_t bytes_of(const FeatureTarget& target);

}  // namespace stylize
