#include "model_notes.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "machine/bounded_json.h"
#include "stylize/error.h"
#include "stylize/settings/objective_options.h"

namespace stylize {
namespace {

using nlohmann::json;

// Limits. The scripts write 200 bytes, with lists inside of objects.
constexpr JsonLimits kLimits{1 << 16, 8};

// Limits for preprocessing. Pixels are 0..1 or 0..255, and mean and standard deviation are of that
// order. Numbers beyond these limits would wipe out the picture, or become infinite in a later
// layer.
constexpr double kLargest = 1e6;
constexpr double kSmallest = 1e-6;

// The largest weight that the command line accepts as well.
constexpr double kLargestWeight = 1e9;

// Shortens a text from the file, which may contain anything, since a message is one line.
std::string shortened(const std::string& text) {
  constexpr std::size_t kLongest = 160;
  return text.size() <= kLongest ? text : text.substr(0, kLongest) + "...";
}

// Calls `read` with the JSON in `text`, unless it is empty. Throws Error if `read` cannot
// understand it.
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

constexpr int kLargestVersion = 1'000'000;

int version_of(const json& object) {
  if (!object.contains("version")) return 0;
  const json& value = object.at("version");
  if (value.is_number_integer() && value >= 1 && value <= kLargestVersion) return value.get<int>();
  throw std::invalid_argument("version is " + value.dump());
}

// Reads the values of a note's keys.
struct Reader {
  const json& object;
  bool skips;  // values that it cannot read, since a later version may have changed their meaning

  template <typename Value>
  void operator()(Value& value, Value (*parse)(const json&, const char*), const char* key) const {
    try {
      value = parse(object, key);
    } catch (const std::exception&) {
      if (!skips) throw;
    }
  }
};

std::string optional_text(const json& object, const char* key) {
  constexpr std::size_t kLongest = 1000;  // bytes
  if (!object.contains(key)) return "";
  auto text = object.at(key).get<std::string>();
  if (text.size() > kLongest) {
    throw std::invalid_argument(std::string(key) + " has more than 1000 bytes");
  }
  return text;
}

std::vector<double> octave_weights_of(const json& object, const char* key) {
  constexpr std::size_t kMostOctaves = 6;
  std::vector<double> weights;
  if (!object.contains(key)) return weights;
  for (const json& weight : object.at(key)) weights.push_back(weight_of(weight, true));
  if (!object.at(key).is_array() || weights.empty() || weights.size() > kMostOctaves ||
      std::all_of(weights.begin(), weights.end(), [](double w) { return w == 0; })) {
    throw std::invalid_argument("octave_weights is no list of 1 to 6 weights, one above 0");
  }
  return weights;
}

// Neighbours are left out: they do not work with every option.
std::optional<StyleLoss> style_loss_of(const json& object, const char* key) {
  const std::string name = optional_text(object, key);
  if (name.empty()) return {};
  for (const StyleLoss loss :
       {StyleLoss::kGram, StyleLoss::kWhitened, StyleLoss::kStatistics, StyleLoss::kWasserstein}) {
    if (name == name_of(loss)) return loss;
  }
  throw std::invalid_argument(std::string(key) + " is " + name.substr(0, 40));
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

Origin parse_origin(const std::filesystem::path& path, const std::string& text) {
  Origin result;
  read_note(path, "origin.json", text, "it holds weights, licence and citation, each a text",
            [&](const json& object) {
              result.weights = optional_text(object, "weights");
              result.licence = optional_text(object, "licence");
              result.citation = optional_text(object, "citation");
            });
  return result;
}

Defaults parse_defaults(const std::filesystem::path& path, const std::string& text) {
  Defaults result;
  ObjectiveOverrides& found = result.recommendation;
  read_note(path, "defaults.json", text, "it holds layers with weights above 0, and weights",
            [&](const json& object) {
              result.version = version_of(object);
              const Reader read{object, result.version > kDefaultsVersion};
              read(found.content_layers, layers_of, "content_layers");
              read(found.style_layers, layers_of, "style_layers");
              read(found.style_loss, style_loss_of, "style_loss");
              read(found.content_weight, optional_weight, "content_weight");
              read(found.style_weight, optional_weight, "style_weight");
              read(found.tv_weight, optional_weight, "tv_weight");
              read(found.octave_weights, octave_weights_of, "octave_weights");
            });
  return result;
}

}  // namespace stylize
