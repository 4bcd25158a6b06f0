#pragma once

#include <cstdint>

#include "stylize/network/model.h"

namespace stylize {

// What of a picture a feature of a model's last layer sees, in pixels (Network::halo()).
struct Reach {
  int64_t halo = 0, stride = 1;
};

Reach reach_of(const Model& model);

}  // namespace stylize
