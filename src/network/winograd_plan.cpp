#include "winograd_plan.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "arena_layout.h"

namespace stylize::winograd {
namespace {

using kernels::PoolKind;

// A map at `memory`; if that is null, in newly allocated memory.
at::Tensor map_of(int64_t channels, int64_t height, int64_t width, uint8_t* memory) {
  if (!memory) {
    return at::empty({1, channels, height, width}, at::TensorOptions().dtype(at::kFloat),
                     at::MemoryFormat::ChannelsLast);
  }
  return at::from_blob(memory, {1, channels, height, width},
                       {height * width * channels, 1, width * channels, channels}, at::kFloat);
}

// How often a forward pass takes one of the two maps between units.
int64_t maps_between(const std::vector<Unit>& units) {
  int64_t maps = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    maps += int64_t{units[i].feature == kNoFeature} + int64_t{pools_apart(units, i)};
  }
  return maps;
}

// Decides where everything lies. Features that are kept for backward() are in the arena's block,
// too; others get memory of their own later (make_plan()) and outlive the plan.
Plan lay_out(const std::vector<Unit>& units, int64_t height, int64_t width, bool keep,
             ArenaLayout& arena) {
  Plan plan;
  plan.height = height;
  plan.width = width;
  int64_t largest_map = 0, last_feature = 0;
  uint8_t* last_memory = nullptr;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const Unit& unit = units[i];
    UnitBuffers buffers;
    buffers.height = height;
    buffers.width = width;
    const int64_t values = height * width * unit.outputs;
    if (unit.feature != kNoFeature && keep) {
      last_feature = values;
      last_memory = arena.take(values * int64_t{sizeof(float)});
      if (last_memory) buffers.feature = map_of(unit.outputs, height, width, last_memory);
    }
    if (keep) buffers.mask = arena.take(values / 8);
    if (keep && pools_apart(units, i) && unit.pool == PoolKind::kMax) {
      buffers.route = arena.take(values / 8);
    }
    if (keep && unit.pool == PoolKind::kL2) {
      buffers.slope = reinterpret_cast<float*>(arena.take(values * int64_t{sizeof(float)}));
    }
    const bool fused = unit.pool != PoolKind::kNone && !pools_apart(units, i);
    if (unit.pool != PoolKind::kNone) largest_map = std::max(largest_map, values / 4);
    if (unit.feature == kNoFeature && !fused) largest_map = std::max(largest_map, values);
    plan.units.push_back(std::move(buffers));
    if (unit.pool != PoolKind::kNone) height /= 2, width /= 2;
  }
  // The last feature's memory is free until the last unit writes it, and again once its gradient
  // has gone one unit back. So it serves as the second map, if the first is the one beside it.
  plan.ping_pong[0] = reinterpret_cast<float*>(arena.take(largest_map * int64_t{sizeof(float)}));
  plan.first_turn = static_cast<int>((maps_between(units) + 1) % 2);
  plan.ping_pong[1] =
      last_feature >= largest_map
          ? reinterpret_cast<float*>(last_memory)
          : reinterpret_cast<float*>(arena.take(largest_map * int64_t{sizeof(float)}));
  return plan;
}

}  // namespace

Plan make_plan(const std::vector<Unit>& units, int64_t height, int64_t width, bool keep,
               at::Tensor& memory) {
  const int64_t bytes = plan_bytes(units, height, width, keep);
  if (!memory.defined() || memory.numel() < bytes) {
    memory.reset();  // free the old block before a larger one is allocated
    memory = at::empty({bytes}, at::kByte);
  }
  ArenaLayout arena(memory.data_ptr<uint8_t>());
  Plan plan = lay_out(units, height, width, keep, arena);
  for (std::size_t i = 0; !keep && i < units.size(); ++i) {
    const UnitBuffers& buffers = plan.units[i];
    if (units[i].feature == kNoFeature) continue;
    plan.units[i].feature = map_of(units[i].outputs, buffers.height, buffers.width, nullptr);
  }
  return plan;
}

int64_t plan_bytes(const std::vector<Unit>& units, int64_t height, int64_t width, bool keep) {
  ArenaLayout count(nullptr);
  lay_out(units, height, width, keep, count);
  return count.taken();
}

}  // namespace stylize::winograd
