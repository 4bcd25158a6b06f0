#include "model_description.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <vector>

#include "machine/visible_text.h"
#include "stylize/settings/objective_options.h"

namespace stylize {
namespace {

// The convolutions of a block: their number and output channels.
struct Block {
  int64_t convolutions = 0, channels = 0;
};

std::vector<Block> blocks_of(const Model& model) {
  std::vector<Block> blocks;
  bool begins = true;
  for (const Layer& layer : model.layers) {
    begins = begins || is_pooling(layer.kind);
    if (layer.kind != LayerKind::kConvolution) continue;
    if (begins) blocks.emplace_back();
    begins = false;
    ++blocks.back().convolutions;
    blocks.back().channels = layer.weight.size(0);
  }
  return blocks;
}

// Whether these are the first blocks of a VGG with the given number of convolutions in each; the
// last may end early.
bool begins_as(const std::vector<Block>& blocks, const std::array<int64_t, 5>& convolutions,
               bool last_may_end) {
  constexpr std::array<int64_t, 5> kChannels = {64, 128, 256, 512, 512};
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const bool whole = blocks[i].convolutions == convolutions[i];
    const bool cut = last_may_end && i + 1 == blocks.size() && blocks[i].convolutions > 0 &&
                     blocks[i].convolutions < convolutions[i];
    if (blocks[i].channels != kChannels[i] || !(whole || cut)) return false;
  }
  return true;
}

std::string network_name(const std::vector<Block>& blocks) {
  constexpr std::array<int64_t, 5> kVgg19 = {2, 2, 4, 4, 4}, kVgg16 = {2, 2, 3, 3, 3};
  for (const bool last_may_end : {false, true}) {
    const bool is_19 = begins_as(blocks, kVgg19, last_may_end);
    const bool is_16 = begins_as(blocks, kVgg16, last_may_end);
    if (is_19 && is_16) return "VGG16 or VGG19";
    if (is_19) return "VGG19";
    if (is_16) return "VGG16";
  }
  return "a network in VGG's form";
}

std::string network_text(const Model& model) {
  const std::vector<Block> blocks = blocks_of(model);
  int64_t weights = 0;
  for (const Layer& layer : model.layers) {
    if (layer.kind == LayerKind::kConvolution) weights += layer.weight.numel() + layer.bias.numel();
  }
  const std::string count =
      blocks.size() == 1 ? "block 1" : fmt::format("blocks 1 to {}", blocks.size());
  return fmt::format("{}, {}, as far as {}; {:.2g} million weights", network_name(blocks), count,
                     model.layers.back().name, static_cast<double>(weights) / 1e6);
}

std::string size_text(const std::filesystem::path& path) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  return error ? "unknown" : fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

// relu1_1, relu2_1=0.5
std::string layers_text(const std::vector<LayerWeight>& layers) {
  std::string text;
  for (const LayerWeight& layer : layers) {
    text += (text.empty() ? "" : ", ") + layer.layer;
    if (layer.weight != 1) text += fmt::format("={}", layer.weight);
  }
  return text;
}

std::string pooling_text(const Model& model) {
  std::string text;
  for (const Layer& layer : model.layers) {
    if (!is_pooling(layer.kind)) continue;
    const std::string name = layer.kind == LayerKind::kMaxPooling       ? "max"
                             : layer.kind == LayerKind::kAveragePooling ? "average"
                                                                        : "l2";
    if (text.find(name) == std::string::npos) text += (text.empty() ? "" : " and ") + name;
  }
  return text.empty() ? "none" : text;
}

std::string line(const std::string& key, const std::string& what) {
  return "  " + key + ": " + visible_text(what) + "\n";
}

std::string said(const std::string& text) {
  return text.empty() ? "the file does not say" : text;
}

// Empty: nothing to log.
std::string defaults_message(const Model& model) {
  switch (model.defaults_state) {
    case DefaultsState::kReplaced:
      return "its defaults are the official ones of earlier versions; the present ones are used "
             "instead: layers, weights and pooling";
    case DefaultsState::kNewer:
      return fmt::format(
          "its defaults are of version {}, and this program knows {}; what it understands of them "
          "is used",
          model.defaults_version, kDefaultsVersion);
    case DefaultsState::kOfFile:
      break;
  }
  return "";
}

// In the form that --octaves accepts.
std::string octaves_text(const std::vector<double>& weights) {
  const bool same = std::all_of(weights.begin(), weights.end(), [](double w) { return w == 1; });
  if (same) return std::to_string(weights.size());
  std::string text;
  for (const double weight : weights) text += (text.empty() ? "" : ",") + fmt::format("{}", weight);
  return text;
}

}  // namespace

std::string origin_description(const Model& model) {
  const Origin& origin = model.origin;
  std::string text = line("weights", said(origin.weights)) + line("licence", said(origin.licence));
  if (!origin.citation.empty()) text += line("to cite", origin.citation);
  return text;
}

std::string model_description(const Model& model) {
  const ObjectiveOptions objective = recommended_objective(model.recommendation);
  const std::string message = defaults_message(model);
  return line("network", network_text(model)) + line("size", size_text(model.path)) +
         origin_description(model) + line("style layers", layers_text(objective.style_layers)) +
         line("content layers", layers_text(objective.content_layers)) +
         line("weights of content, style, total variation",
              fmt::format("{}, {}, {}", objective.content_weight, objective.style_weight,
                          objective.tv_weight)) +
         line("style loss", name_of(objective.style_loss)) +
         line("octaves", octaves_text(objective.octave_weights)) +
         line("pooling", pooling_text(model)) + (message.empty() ? "" : line("note", message));
}

void tell_of_defaults(const Model& model) {
  if (const std::string text = defaults_message(model); !text.empty()) {
    spdlog::info("{}: {}", model.path.string(), text);
  }
}

}  // namespace stylize
