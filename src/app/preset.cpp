#include "preset.h"

#include <algorithm>

namespace stylize {
namespace {

struct Preset {
  const char* name;
  int iterations;
  double tolerance;
};

// balanced is what the program does without a preset.
constexpr Preset kPresets[] = {
    {"fast", 15, 5e-3},
    {"balanced", 40, 1e-3},
    {"fine", 160, 2e-4},
};

}  // namespace

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const Preset& preset : kPresets) names.emplace_back(preset.name);
  return names;
}

void apply_preset(const std::string& name, JobOptions& options) {
  const auto* preset = std::find_if(std::begin(kPresets), std::end(kPresets),
                                    [&](const Preset& each) { return name == each.name; });
  options.transfer.iterations = preset->iterations;
  options.transfer.coarser_iterations.clear();
  options.transfer.tolerance = preset->tolerance;
}

}  // namespace stylize
