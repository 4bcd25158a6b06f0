#include "model_defaults.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "machine/bounded_json.h"
#include "model_notes.h"
#include "network/official_defaults.json.h"
#include "stylize/error.h"

namespace stylize {
namespace {

using nlohmann::json;
using Layers = std::vector<LayerWeight>;

bool has_layer(const Model& model, const std::string& name) {
  return std::any_of(model.layers.begin(), model.layers.end(),
                     [&](const Layer& layer) { return layer.name == name; });
}

std::optional<std::string> missing_layer(const Model& model, const Layers& list) {
  for (const LayerWeight& entry : list) {
    if (!has_layer(model, entry.layer)) return entry.layer;
  }
  return std::nullopt;
}

// Checks that the model has the layers of a list. Defaults of a newer version may name layers that
// this version does not know: their list is then dropped.
void check_layers(const Model& model, Layers& list, bool newer) {
  const auto missing = missing_layer(model, list);
  if (!missing) return;
  if (!newer) {
    throw Error(ErrorKind::kModel, model.path.string() + ": defaults.json inside names " +
                                       missing->substr(0, 100) + ", which it lacks");
  }
  list.clear();
}

std::string last_relu(const Model& model) {
  const auto found = std::find_if(model.layers.rbegin(), model.layers.rend(),
                                  [](const Layer& l) { return l.kind == LayerKind::kRelu; });
  return found == model.layers.rend() ? "" : found->name;
}

// The defaults that scripts/export_vgg19.py wrote before defaults had a version: the paper's
// layers, as far as the network has them.
ObjectiveOverrides former_official(const Model& model) {
  ObjectiveOverrides former;
  for (const char* name : {"relu4_2", "relu3_4", "relu3_3"}) {
    if (former.content_layers.empty() && has_layer(model, name)) former.content_layers = {{name}};
  }
  if (former.content_layers.empty()) former.content_layers = {{last_relu(model)}};
  for (const char* name : {"relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1"}) {
    if (has_layer(model, name)) former.style_layers.push_back({name});
  }
  former.content_weight = 1;
  former.style_weight = 20;
  former.tv_weight = 0.1;
  return former;
}

bool same(const Layers& a, const Layers& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const LayerWeight& one, const LayerWeight& other) {
                      return one.layer == other.layer && one.weight == other.weight;
                    });
}

bool same(const ObjectiveOverrides& a, const ObjectiveOverrides& b) {
  return same(a.content_layers, b.content_layers) && same(a.style_layers, b.style_layers) &&
         a.content_weight == b.content_weight && a.style_weight == b.style_weight &&
         a.tv_weight == b.tv_weight && a.octave_weights == b.octave_weights &&
         a.style_loss == b.style_loss;
}

// The official layers. One that the model lacks is replaced as `instead` says, or left out.
Layers there(const Model& model, const Layers& official, const json& instead) {
  Layers found;
  for (LayerWeight entry : official) {
    if (!has_layer(model, entry.layer)) entry.layer = instead.value(entry.layer, "");
    if (has_layer(model, entry.layer)) found.push_back(entry);
  }
  return found;
}

// Sets what vgg_file.py writes now.
void use_official(Model& model) {
  const auto official = parse_json<json>(kOfficialDefaultsJson);
  ObjectiveOverrides& now = model.recommendation;
  now = parse_defaults(model.path, official.at("defaults").dump()).recommendation;
  for (Layers* list : {&now.content_layers, &now.style_layers}) {
    *list = there(model, *list, official.at("instead"));
  }
  if (now.content_layers.empty()) now.content_layers = {{last_relu(model)}};
  model =
      with_pooling(std::move(model), official.at("pooling") == "max" ? LayerKind::kMaxPooling
                                                                     : LayerKind::kAveragePooling);
}

}  // namespace

void apply_defaults(Model& model, const std::string& text) {
  Defaults defaults = parse_defaults(model.path, text);
  const bool newer = defaults.version > kDefaultsVersion;
  for (Layers* list :
       {&defaults.recommendation.content_layers, &defaults.recommendation.style_layers}) {
    check_layers(model, *list, newer);
  }
  model.recommendation = std::move(defaults.recommendation);
  model.defaults_version = defaults.version;
  if (newer) model.defaults_state = DefaultsState::kNewer;
  if (defaults.version == 0 && same(model.recommendation, former_official(model))) {
    use_official(model);
    model.defaults_state = DefaultsState::kReplaced;
  }
}

}  // namespace stylize
