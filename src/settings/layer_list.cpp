#include "layer_list.h"

#include <optional>
#include <sstream>

#include "machine/lower_case.h"
#include "settings/value_text.h"

namespace stylize {
namespace {

constexpr const char* kPaper = "paper";

// nullopt: the text is not of the form LAYER or LAYER=WEIGHT.
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

const char* paper_content_layers() {
  return "relu4_2";
}

const char* paper_style_layers() {
  return "relu1_1,relu2_1,relu3_1,relu4_1,relu5_1";
}

ValueCheck layer_check(const std::string& paper) {
  return {[paper](std::string& text) {
    if (lower_case(text) == kPaper) {
      text = paper;
      return std::string();
    }
    const auto layer = parse_layer(text);
    if (!layer) return "\"" + text + "\" is not LAYER or LAYER=WEIGHT with a weight above 0";
    if (lower_case(layer->layer) != kPaper) return std::string();
    return "\"" + text + "\": " + kPaper + " takes no weight; it stands for " + paper;
  }};
}

std::vector<LayerWeight> parse_layers(const std::vector<std::string>& texts) {
  std::vector<LayerWeight> layers;
  for (const std::string& text : texts) {
    std::istringstream parts(text);  // several if it replaced the word "paper"
    for (std::string part; std::getline(parts, part, ',');) {
      layers.push_back(parse_layer(part).value());
    }
  }
  return layers;
}

std::vector<std::string> layer_texts(const std::vector<LayerWeight>& layers) {
  std::vector<std::string> texts;
  for (const LayerWeight& layer : layers) {
    texts.push_back(layer.layer + "=" + number_text(layer.weight));
  }
  return texts;
}

}  // namespace stylize
