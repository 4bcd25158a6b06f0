#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <vector>

#include "winograd_units.h"

namespace stylize::winograd {

/// A unit's buffers at one size; null where it needs none.
struct UnitBuffers {
  int64_t height = 0, width = 0;
  at::Tensor feature;        ///< of its ReLU, when it is one that was asked for
  uint8_t* mask = nullptr;   ///< where the ReLU is positive; what counts, if the pooling is fused
  uint8_t* route = nullptr;  ///< of a maximum pooling that is not fused
  float* slope = nullptr;    ///< of an L2 pooling
};

/// Where everything lies for a picture of one size.
struct Plan {
  int64_t height = 0, width = 0;
  std::vector<UnitBuffers> units;
  std::array<float*, 2> ping_pong{};  ///< maps that live from one unit to the next, in turn
};

/// A plan in `memory`, which grows where it must, and then without its contents. With `keep` it has
/// all that the way back needs, and features lie in `memory`, too; without, features have memory of
/// their own and outlive the plan.
Plan make_plan(const std::vector<Unit>& units, int64_t height, int64_t width, bool keep,
               at::Tensor& memory);

/// What make_plan() takes of `memory`, in bytes.
int64_t plan_bytes(const std::vector<Unit>& units, int64_t height, int64_t width, bool keep);

}  // namespace stylize::winograd
