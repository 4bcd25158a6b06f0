#include "model_notes.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "stylize/error.h"
#include "stylize/machine/bounded_json.h"

namespace stylize {
namespace {

using nlohmann::json;

// What the scripts write has 200 bytes and lists within objects.
constexpr JsonLimits kLimits{1 << 16, 8};

// Pixels are 0..1 or 0..255, and so are mean and standard deviation: numbers beyond these would
// leave nothing of the picture, or become infinite in a later layer.
constexpr double kLargest = 1e6;
constexpr double kSmallest = 1e-6;

// As the command line takes them.
constexpr double kLargestWeight = 1e9;

// The file may hold anything; a message is one line.
std::string shortened(const std::string& text) {
  constexpr std::size_t kLongest = 160;
  return text.size() <= kLongest ? text : text.substr(0, kLongest) + "...";
}

// Throws Error unless `text` is empty or `read` takes it.
template <typename Read>
void read_note(const std::filesystem::path& path, const std::string& name, const std::string& text,
               const std::string& needs, const Read& read) {
  if (text.empty()) return;
  try {
    const auto object = parse_json<json>(text, kLimits);
    if (!object.is_object()) throw std::invalid_argument("is no JSON object");
    read(object);
  } catch (const std::exception& error) {
    throw Error(ErrorKind::kModel, path.string() + ": " + name + " inside cannot be used (" +
                                       shortened(error.what()) + "); " + needs);
  }
}

double weight_of(const json& value, bool may_be_zero) {
  const auto weight = value.get<double>();
  if (!(weight >= 0 && weight <= kLargestWeight) || (weight == 0 && !may_be_zero)) {
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

double number_within(const json& value, double least, double largest, const char* name) {
  const auto number = value.get<double>();
  if (number >= least && number <= largest) return number;
  throw std::invalid_argument(std::string(name) + " is " + value.dump());
}

std::array<double, 3> numbers_within(const json& list, double least, double largest,
                                     const char* name) {
  if (!list.is_array() || list.size() != 3) {
    throw std::invalid_argument(std::string(name) + " is no list of 3 numbers");
  }
  std::array<double, 3> numbers = {};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = number_within(list[i], least, largest, name);
  }
  return numbers;
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
              result.scale = number_within(object.at("scale"), kSmallest, kLargest, "scale");
              result.mean = numbers_within(object.at("mean"), -kLargest, kLargest, "mean");
              result.std = numbers_within(object.at("std"), kSmallest, kLargest, "std");
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
