#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <vector>

#include "winograd_units.h"

namespace stylize::winograd {

/// The buffers of a unit for one size of picture; null if not needed.
struct UnitBuffers {
  int64_t height = 0, width = 0;
  at::Tensor feature;       ///< output of its ReLU, if it is a requested feature
  uint8_t* mask = nullptr;  ///< bits: where the ReLU is positive; if the pooling is fused, which of
                            ///< these values reach its output
  uint8_t* route = nullptr;  ///< bits of a maximum pooling that is not fused: where the maxima are
  float* slope = nullptr;    ///< derivatives of an L2 pooling
};

/// Where everything lies in memory for a picture of one size.
struct Plan {
  int64_t height = 0, width = 0;
  std::vector<UnitBuffers> units;
  /// Maps between units, used alternately. The second may be the memory of the last feature.
  std::array<float*, 2> ping_pong{};
  int first_turn = 0;  ///< the map that a forward pass uses first; a backward pass begins with 0
};

/// A plan whose buffers are in `memory`, which is enlarged if necessary and then loses its
/// contents. With `keep` it has everything that backward() needs, and its features are in `memory`,
/// too; without, features have memory of their own and outlive the plan.
Plan make_plan(const std::vector<Unit>& units, int64_t height, int64_t width, bool keep,
               at::Tensor& memory);

/// The bytes of `memory` that make_plan() needs.
int64_t plan_bytes(const std::vector<Unit>& units, int64_t height, int64_t width, bool keep);

}  // namespace stylize::winograd
