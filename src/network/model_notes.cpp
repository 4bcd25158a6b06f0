#include "model_notes.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "stylize/error.h"

namespace stylize {
namespace {

using nlohmann::json;

// Throws Error unless `text` is empty or `read` takes it.
template <typename Read>
void read_note(const std::filesystem::path& path, const std::string& name, const std::string& text,
               const std::string& needs, const Read& read) {
  if (text.empty()) return;
  try {
    read(json::parse(text));
  } catch (const std::exception& error) {
    throw Error(ErrorKind::kModel, path.string() + ": " + name + " inside cannot be used (" +
                                       error.what() + "); " + needs);
  }
}

double weight_of(const json& value, bool may_be_zero) {
  const auto weight = value.get<double>();
  if (!std::isfinite(weight) || weight < 0 || (weight == 0 && !may_be_zero)) {
    throw std::invalid_argument("a weight is " + value.dump());
  }
  return weight;
}

std::vector<LayerWeight> layers_of(const json& object, const char* key) {
  std::vector<LayerWeight> layers;
  if (!object.contains(key)) return layers;
  for (const auto& [layer, weight] : object.at(key).items()) {
    layers.push_back({layer, weight_of(weight, false)});
  }
  return layers;
}

std::optional<double> optional_weight(const json& object, const char* key) {
  if (!object.contains(key)) return std::nullopt;
  return weight_of(object.at(key), true);
}

}  // namespace

Preprocessing parse_preprocessing(const std::filesystem::path& path, const std::string& text) {
  Preprocessing result;
  read_note(path, "preprocess.json", text, "it needs channels, scale, mean and std",
            [&](const json& object) {
              const auto channels = object.at("channels").get<std::string>();
              if (channels != "RGB" && channels != "BGR") {
                throw std::invalid_argument("channels " + channels);
              }
              result.blue_first = channels == "BGR";
              result.scale = object.at("scale").get<double>();
              result.mean = object.at("mean").get<std::array<double, 3>>();
              result.std = object.at("std").get<std::array<double, 3>>();
              for (double value : result.std) {
                if (!(value > 0)) throw std::invalid_argument("std must be positive");
              }
            });
  return result;
}

Recommendation parse_recommendation(const std::filesystem::path& path, const std::string& text) {
  Recommendation result;
  read_note(path, "defaults.json", text, "it holds layers with weights above 0, and weights",
            [&](const json& object) {
              result.content_layers = layers_of(object, "content_layers");
              result.style_layers = layers_of(object, "style_layers");
              result.content_weight = optional_weight(object, "content_weight");
              result.style_weight = optional_weight(object, "style_weight");
              result.tv_weight = optional_weight(object, "tv_weight");
            });
  return result;
}

}  // namespace stylize
