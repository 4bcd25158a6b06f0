#include "effective_config.h"

#include <spdlog/fmt/fmt.h>

#include <vector>

#include "config_file.h"
#include "model_description.h"
#include "model_location.h"
#include "stylize/batch/studio.h"
#include "stylize/network/model.h"

namespace stylize {
namespace {

std::vector<std::string> value_texts(double number) {
  return {fmt::format("{}", number)};
}

std::vector<std::string> value_texts(const std::vector<double>& numbers) {
  std::vector<std::string> texts;
  for (const double number : numbers) texts.push_back(fmt::format("{}", number));
  return texts;
}

// relu1_1=1, relu2_1=0.5
std::vector<std::string> value_texts(const std::vector<LayerWeight>& layers) {
  std::vector<std::string> texts;
  for (const LayerWeight& layer : layers) {
    texts.push_back(fmt::format("{}={}", layer.layer, layer.weight));
  }
  return texts;
}

}  // namespace

std::string effective_config(const ProgramOptions& options) {
  const Model model = load_model(locate_model(options.model));
  tell_of_defaults(model);
  const Recommendation& given = options.request.common.objective;
  const ObjectiveOptions objective = settled_options(options.request.common, model).objective;
  std::string text = options.config + "# What " + model.path.filename().string() +
                     " recommends, unless it was given:\n";
  const auto add = [&](bool is_given, const char* name, const auto& value) {
    if (!is_given) text += config_line(name, value_texts(value));
  };
  add(given.content_weight.has_value(), "content-weight", objective.content_weight);
  add(given.style_weight.has_value(), "style-weight", objective.style_weight);
  add(given.tv_weight.has_value(), "tv-weight", objective.tv_weight);
  add(!given.content_layers.empty(), "content-layers", objective.content_layers);
  add(!given.style_layers.empty(), "style-layers", objective.style_layers);
  add(!given.octave_weights.empty(), "octaves", objective.octave_weights);
  return text;
}

}  // namespace stylize
