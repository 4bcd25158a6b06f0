// Prints the layers of the default objective with the bundled model: a line for the content, a line
// for the style.
#include <cstdio>
#include <string>

#include "stylize/network/model.h"
#include "stylize/settings/objective_options.h"

namespace {

std::string joined(const std::vector<stylize::LayerWeight>& layers) {
  std::string names;
  for (const auto& layer : layers) names += (names.empty() ? "" : ",") + layer.layer;
  return names;
}

}  // namespace

int main() {
  const auto objective =
      stylize::recommended_objective(stylize::load_model(BOX_MODEL).recommendation);
  std::printf("%s\n%s\n", joined(objective.content_layers).c_str(),
              joined(objective.style_layers).c_str());
  return 0;
}
