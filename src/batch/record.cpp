#include "stylize/batch/record.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "stylize/machine/visible_text.h"

#include "stylize/machine/bounded_json.h"

namespace stylize {
namespace {

using nlohmann::ordered_json;

ordered_json layers_json(const std::vector<LayerWeight>& layers) {
  ordered_json object = ordered_json::object();
  for (const LayerWeight& layer : layers) object[layer.layer] = layer.weight;
  return object;
}

ordered_json blocks_json(const std::vector<BlockRange>& ranges) {
  ordered_json list = ordered_json::array();
  for (const BlockRange& range : ranges) list.push_back({range.first, range.last});
  return list;
}

// One scale for all is a number.
ordered_json scales_json(const std::vector<double>& scales) {
  return scales.size() == 1 ? ordered_json(scales.front()) : ordered_json(scales);
}

const char* start_name(Start start) {
  switch (start) {
    case Start::kContent:
      return "content";
    case Start::kNoise:
      return "noise";
    case Start::kPicture:
      break;
  }
  return "picture";
}

const char* colour_name(ColourControl colour) {
  switch (colour) {
    case ColourControl::kMatch:
      return "match";
    case ColourControl::kKeep:
      return "keep";
    case ColourControl::kStyle:
      break;
  }
  return "style";
}

const char* colour_space_name(ColourSpace space) {
  switch (space) {
    case ColourSpace::kYcrcb:
      return "ycrcb";
    case ColourSpace::kLuv:
      return "luv";
    case ColourSpace::kLab:
      break;
  }
  return "lab";
}

// By the names of the command line.
ordered_json settings_json(const Studio& studio, const Job& job, const TransferOptions& options) {
  const ObjectiveOptions& objective = options.objective;
  const bool adam = options.optimizer == OptimizerKind::kAdam;
  ordered_json settings = {{"size", options.size},
                           {"style-scale", scales_json(options.style_scales)},
                           {"style-blend", options.style_blend},
                           {"style-blocks", blocks_json(options.style_blocks)},
                           {"colour", colour_name(options.colour)},
                           {"colour-space", colour_space_name(options.colour_space)},
                           {"content-weight", objective.content_weight},
                           {"style-weight", objective.style_weight},
                           {"tv-weight", objective.tv_weight},
                           {"tv-norm", name_of(objective.tv_norm)},
                           {"style-loss", name_of(objective.style_loss)},
                           {"normalize-gradients", objective.normalize_gradients},
                           {"content-layers", layers_json(objective.content_layers)},
                           {"style-layers", layers_json(objective.style_layers)},
                           {"iterations", options.iterations},
                           {"coarser-iterations", "twice"},
                           {"optimizer", adam ? "adam" : "lbfgs"},
                           {"learning-rate", options.learning_rate},
                           {"history", options.history},
                           {"scales", options.scales},
                           {"init", start_name(options.start)},
                           {"init-noise", options.start_noise},
                           {"seed", options.seed},
                           {"tolerance", options.tolerance},
                           {"quality", job.options.write.quality},
                           {"bit-depth", job.options.write.bit_depth}};
  // Where there is no mean and one octave, records are as they were before there could be others.
  if (options.averaging > 0) settings["averaging"] = options.averaging;
  if (objective.octave_weights != std::vector<double>{1}) {
    settings["octaves"] = objective.octave_weights;
  }
  for (const auto& [name, value] : studio.settings(objective)) settings[name] = value;
  return settings;
}

// File names may be any bytes; JSON is UTF-8.
std::string name_of(const std::filesystem::path& path) {
  return utf8_text(path.filename().native());
}

std::string text_of(const ordered_json& json) {
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

const char* outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kFinished:
      return "finished";
    case Outcome::kDiverged:
      return "diverged";
    case Outcome::kStopped:
      break;
  }
  return "stopped";
}

}  // namespace

std::string record_key(const Studio& studio, const Job& job, const TransferOptions& options,
                       const InputHashes& hashes) {
  ordered_json key = {{"content", hashes.content},
                      {"style", hashes.style},
                      {"more-styles", hashes.more_styles},
                      {"initial", hashes.initial}};
  // Only where there are masks, so that the records of all other pictures stay as they were.
  if (!hashes.content_mask.empty()) {
    key["content-mask"] = hashes.content_mask;
    key["style-masks"] = hashes.style_masks;
  }
  key["model"] = studio.model_sha256;
  key["settings"] = settings_json(studio, job, options);
  return text_of(key);
}

std::string settings_of_key(const std::string& key) {
  return text_of(ordered_json::parse(key).at("settings"));
}

std::string make_record(const std::string& key, const Studio& studio, const Job& job,
                        const TransferResult& result) {
  ordered_json scales = ordered_json::array();
  for (const ScaleReport& scale : result.scales) {
    scales.push_back({{"width", scale.size.width},
                      {"height", scale.size.height},
                      {"iterations", scale.iterations},
                      {"loss", scale.losses.total()}});
  }
  return text_of({{"stylize", studio.version},
                  {"content", name_of(job.content)},
                  {"style", name_of(job.style)},
                  {"model", name_of(studio.model.path)},
                  {"outcome", outcome_name(result.outcome)},
                  {"scales", scales},
                  {"key", ordered_json::parse(key)}});
}

bool is_record_of(const std::string& record, const std::string& key) {
  try {
    const auto parsed = parse_json<ordered_json>(record);
    return parsed.at("outcome") == "finished" && text_of(parsed.at("key")) == key;
  } catch (const std::invalid_argument&) {
    return false;  // a picture from elsewhere may carry anything
  } catch (const ordered_json::exception&) {
    return false;
  }
}

}  // namespace stylize
