#include "style_files.h"

#include <algorithm>
#include <string>

#include "stylize/error.h"

namespace stylize {
namespace {

void check_count(const std::string& setting, std::size_t count, std::size_t styles) {
  if (count == 0 || count == styles) return;
  throw SettingError(setting, "has " + std::to_string(count) + " entries for " +
                                  std::to_string(styles) + (styles == 1 ? " style" : " styles") +
                                  "; give one for each style");
}

void check_masks(const JobOptions& options, std::size_t styles) {
  check_count("style-mask", options.styles.masks.size(), styles);
  if (options.content_mask.has_value() != options.styles.masks.empty()) return;
  if (!options.content_mask) {
    throw SettingError("content-mask",
                       "missing; " + setting_name("style-mask") + " says nothing without it");
  }
  throw SettingError("style-mask",
                     "missing; with " + setting_name("content-mask") + " give one for each style");
}

}  // namespace

std::vector<StyleFile> style_files(const std::vector<std::filesystem::path>& files,
                                   const JobOptions& options) {
  const auto& [scales, weights, end_weights, blocks, masks] = options.styles;
  if (scales.size() != 1) check_count("style-scale", scales.size(), files.size());
  check_count("style-blend", weights.size(), files.size());
  check_count("style-blend-end", end_weights.size(), files.size());
  check_count("style-blocks", blocks.size(), files.size());
  check_masks(options, files.size());
  const auto is_zero = [](double weight) { return weight == 0; };
  if (!weights.empty() && std::all_of(weights.begin(), weights.end(), is_zero)) {
    throw SettingError("style-blend", "all weights are 0; raise one");
  }
  if (!end_weights.empty() && std::all_of(end_weights.begin(), end_weights.end(), is_zero)) {
    throw SettingError("style-blend-end", "all weights are 0; raise one");
  }
  std::vector<StyleFile> styles(files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    styles[i].file = files[i];
    styles[i].use.scale = scales.size() == 1 ? scales.front() : scales[i];
    if (!weights.empty()) styles[i].use.weight = weights[i];
    if (!blocks.empty()) styles[i].use.blocks = blocks[i];
    if (!masks.empty()) styles[i].mask = masks[i];
  }
  return styles;
}

}  // namespace stylize
