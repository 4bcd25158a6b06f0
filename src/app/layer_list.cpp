#include "layer_list.h"

#include <optional>

#include "number_text.h"

namespace stylize {
namespace {

// Empty: the text is not of the form LAYER or LAYER=WEIGHT.
std::optional<LayerWeight> parse_layer(const std::string& text) {
  const auto equals = text.find('=');
  LayerWeight layer{text.substr(0, equals)};
  if (layer.layer.empty()) return std::nullopt;
  if (equals == std::string::npos) return layer;
  const auto weight = parse_number(text.substr(equals + 1));
  if (!weight || *weight <= 0) return std::nullopt;
  layer.weight = *weight;
  return layer;
}

}  // namespace

CLI::Validator layer_validator() {
  const auto check = [](const std::string& text) {
    return parse_layer(text)
               ? std::string()
               : "\"" + text + "\" is not LAYER or LAYER=WEIGHT with a weight above 0";
  };
  return CLI::Validator(check, "", "layer");
}

std::vector<LayerWeight> parse_layers(const std::vector<std::string>& texts) {
  std::vector<LayerWeight> layers;
  for (const std::string& text : texts) layers.push_back(parse_layer(text).value());
  return layers;
}

}  // namespace stylize
