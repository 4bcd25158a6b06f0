#pragma once

#include <cstdint>

#include "stylize/network/model.h"

namespace stylize {

// How much of a picture a feature of the model's last layer depends on, in pixels: see
// Network::halo() and stride().
struct Reach {
  int64_t halo = 0, stride = 1;
};

Reach reach_of(const Model& model);

}  // namespace stylize
