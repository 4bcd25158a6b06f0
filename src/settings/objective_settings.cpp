#include "objective_settings.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "layer_list.h"
#include "setting_kinds.h"
#include "stylize/error.h"

namespace stylize {
namespace {

using nlohmann::ordered_json;
using Texts = std::vector<std::string>;

Setting weight(const std::string& name, std::optional<double> ObjectiveOverrides::*chosen,
               double ObjectiveOptions::*settled) {
  Setting setting = number(name, settled, 0, 1e9);
  setting.set = [chosen](const Texts& texts, JobOptions& options) {
    options.objective.*chosen = parse_number(texts.back());
  };
  setting.left_to_model = [chosen](const JobOptions& options) {
    return !(options.objective.*chosen).has_value();
  };
  return setting;
}

Setting layers(const std::string& name, const std::string& paper,
               std::vector<LayerWeight> ObjectiveOverrides::*chosen,
               std::vector<LayerWeight> ObjectiveOptions::*settled) {
  Setting setting = picture_list(name, layer_check(paper));
  setting.set = [chosen](const Texts& texts, JobOptions& options) {
    options.objective.*chosen = parse_layers(texts);
  };
  setting.texts = [settled](const JobOptions& options) {
    return layer_texts(options.transfer.objective.*settled);
  };
  setting.value = [settled](const JobOptions& options) {
    ordered_json object = ordered_json::object();
    for (const LayerWeight& layer : options.transfer.objective.*settled) {
      object[layer.layer] = layer.weight;
    }
    return object;
  };
  setting.left_to_model = [chosen](const JobOptions& options) {
    return (options.objective.*chosen).empty();
  };
  return setting;
}

// A single number is the number of equally weighted octaves.
std::vector<double> octave_weights(const Texts& texts) {
  const std::vector<double> given = parse_numbers(texts);
  const double count = given.front();
  const bool is_count = given.size() == 1 && count >= 1 && count == std::floor(count);
  if (is_count && count <= kMostOctaves) {
    return std::vector<double>(static_cast<std::size_t>(count), 1);
  }
  const bool any = std::any_of(given.begin(), given.end(), [](double w) { return w > 0; });
  if (given.size() > 1 && given.size() <= static_cast<std::size_t>(kMostOctaves) && any) {
    return given;
  }
  throw SettingError("octaves", "takes a whole number from 1 to " + std::to_string(kMostOctaves) +
                                    ", or weights for as many, one of them above 0");
}

}  // namespace

Setting content_weight_setting() {
  return weight("content-weight", &ObjectiveOverrides::content_weight,
                &ObjectiveOptions::content_weight);
}

Setting style_weight_setting() {
  return weight("style-weight", &ObjectiveOverrides::style_weight, &ObjectiveOptions::style_weight);
}

Setting tv_weight_setting() {
  return weight("tv-weight", &ObjectiveOverrides::tv_weight, &ObjectiveOptions::tv_weight);
}

Setting style_loss_setting() {
  Setting setting = choice("style-loss", &ObjectiveOptions::style_loss,
                           {{"gram", StyleLoss::kGram},
                            {"whitened", StyleLoss::kWhitened},
                            {"statistics", StyleLoss::kStatistics},
                            {"wasserstein", StyleLoss::kWasserstein},
                            {"neighbours", StyleLoss::kNeighbours}});
  setting.set = [set = setting.set](const Texts& texts, JobOptions& options) {
    set(texts, options);
    options.objective.style_loss = options.transfer.objective.style_loss;
  };
  setting.left_to_model = [](const JobOptions& options) {
    return !options.objective.style_loss.has_value();
  };
  return setting;
}

Setting content_layers_setting() {
  return layers("content-layers", paper_content_layers(), &ObjectiveOverrides::content_layers,
                &ObjectiveOptions::content_layers);
}

Setting style_layers_setting() {
  return layers("style-layers", paper_style_layers(), &ObjectiveOverrides::style_layers,
                &ObjectiveOptions::style_layers);
}

Setting octaves_setting() {
  Setting setting = recorded_if_given(picture_list("octaves", number_check(0, 1e9)));
  setting.set = [](const Texts& texts, JobOptions& options) {
    options.objective.octave_weights = octave_weights(texts);
  };
  setting.texts = [](const JobOptions& options) {
    return number_texts(options.transfer.objective.octave_weights);
  };
  setting.value = [](const JobOptions& options) {
    return ordered_json(options.transfer.objective.octave_weights);
  };
  setting.left_to_model = [](const JobOptions& options) {
    return options.objective.octave_weights.empty();
  };
  return setting;
}

}  // namespace stylize
