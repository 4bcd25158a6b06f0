#include "stylize/transfer/regions.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstdlib>

#include "stylize/error.h"

namespace stylize {
namespace {

int difference(const LabelColour& a, const LabelColour& b) {
  return std::abs(a.red - b.red) + std::abs(a.green - b.green) + std::abs(a.blue - b.blue);
}

std::optional<std::size_t> find_label(const std::vector<LabelColour>& labels,
                                      const LabelColour& wanted) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!same_label(labels[i], wanted)) continue;
    if (!found || difference(labels[i], wanted) < difference(labels[*found], wanted)) found = i;
  }
  return found;
}

std::string list_of(const std::vector<LabelColour>& labels) {
  std::string text;
  for (const LabelColour& label : labels) text += (text.empty() ? "" : ", ") + text_of(label);
  return text;
}

[[noreturn]] void fail_unmatched(const LabelColour& label, const std::vector<StyleInput>& styles) {
  std::vector<LabelColour> all;
  for (const StyleInput& style : styles) {
    for (const LabelColour& other : style.mask->labels) {
      if (!find_label(all, other)) all.push_back(other);
    }
  }
  throw Error(ErrorKind::kOption, "no style of a weight above 0 has the label " + text_of(label) +
                                      ", only " + list_of(all) + "; give one " +
                                      setting_name("style-mask") + " " + text_of(label).substr(1));
}

}  // namespace

std::vector<Region> match_regions(const LabelMap& content, const std::vector<StyleInput>& styles) {
  const auto has_mask = [](const StyleInput& style) { return style.mask.has_value(); };
  const auto masks = std::count_if(styles.begin(), styles.end(), has_mask);
  if (static_cast<std::size_t>(masks) != styles.size()) {
    throw SettingError("style-mask", std::to_string(masks) + " masks for " +
                                         std::to_string(styles.size()) +
                                         " styles; give one for each");
  }
  std::vector<Region> regions;
  for (std::size_t label = 0; label < content.labels.size(); ++label) {
    const at::Tensor part = content.parts[0][static_cast<int64_t>(label)];
    regions.push_back({label, part.mean(at::kDouble).item<double>(), {}});
    bool found = false;
    for (const StyleInput& style : styles) {
      auto source = find_label(style.mask->labels, content.labels[label]);
      if (style.use.weight == 0) source.reset();
      found = found || source;
      regions.back().sources.push_back(source);
    }
    if (!found) fail_unmatched(content.labels[label], styles);
  }
  return regions;
}

std::vector<std::string> unused_labels(const LabelMap& content,
                                       const std::vector<StyleInput>& styles) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < styles.size(); ++i) {
    for (const LabelColour& label : styles[i].mask->labels) {
      if (find_label(content.labels, label)) continue;
      lines.push_back("the label " + text_of(label) + " of style " + std::to_string(i + 1) +
                      " is nowhere in the content's mask, so that part of the style is not used");
    }
  }
  return lines;
}

}  // namespace stylize
