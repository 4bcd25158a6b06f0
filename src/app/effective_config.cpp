#include "effective_config.h"

#include <spdlog/fmt/fmt.h>

#include <sstream>
#include <vector>

#include "model_location.h"
#include "stylize/batch/studio.h"
#include "stylize/network/model.h"

namespace stylize {
namespace {

std::string value_text(double number) {
  return fmt::format("{}", number);
}

// ["relu1_1=1","relu2_1=0.5"]
std::string value_text(const std::vector<LayerWeight>& layers) {
  std::string text;
  for (const LayerWeight& layer : layers) {
    text += fmt::format("{}\"{}={}\"", text.empty() ? "" : ",", layer.layer, layer.weight);
  }
  return "[" + text + "]";
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// CLI11 also writes what was not given and has no default.
std::string without_blanks(const std::string& config) {
  std::istringstream lines(config);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    if (!ends_with(line, "=\"\"") && !ends_with(line, "=false")) result += line + "\n";
  }
  return result;
}

}  // namespace

std::string effective_config(const ProgramOptions& options) {
  const Model model = load_model(locate_model(options.model));
  const Recommendation& given = options.request.common.objective;
  const ObjectiveOptions objective = settled_options(options.request.common, model).objective;
  std::string text = without_blanks(options.config) + "# What " + model.path.filename().string() +
                     " recommends, unless it was given:\n";
  const auto add = [&](bool is_given, const char* name, const auto& value) {
    if (!is_given) text += fmt::format("{}={}\n", name, value_text(value));
  };
  add(given.content_weight.has_value(), "content-weight", objective.content_weight);
  add(given.style_weight.has_value(), "style-weight", objective.style_weight);
  add(given.tv_weight.has_value(), "tv-weight", objective.tv_weight);
  add(!given.content_layers.empty(), "content-layers", objective.content_layers);
  add(!given.style_layers.empty(), "style-layers", objective.style_layers);
  return text;
}

}  // namespace stylize
