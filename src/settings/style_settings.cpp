#include "style_settings.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>

#include "label_colour_text.h"
#include "machine/lower_case.h"
#include "setting_kinds.h"
#include "stylize/error.h"

namespace stylize {
namespace {

using nlohmann::ordered_json;
using Texts = std::vector<std::string>;

constexpr const char* kEqual = "equal";

// A number >= 0, or the single word "equal" for all.
ValueCheck blend_check() {
  const auto number_problem = number_check(0, 1e9).problem;
  return {[number_problem](std::string& text) {
    if (lower_case(text) != kEqual) return number_problem(text);
    text = kEqual;
    return std::string();
  }};
}

// A block or a range of blocks: 4, 1-3.
ValueCheck blocks_check() {
  return {[](const std::string& text) {
    static const std::regex pattern("[1-5](-[1-5])?");
    if (std::regex_match(text, pattern) && text.front() <= text.back()) return std::string();
    return "\"" + text + "\" is not a block from 1 to 5, or a range of them like 1-3";
  }};
}

// Colours become ff0000, since "#" begins a comment in shells. Text that begins with "#" but is not
// a colour is a mistake, and so is a word that is not an existing file.
ValueCheck style_mask_check() {
  return {[](std::string& text) {
    const auto colour = parse_label_colour(text);
    const bool marked = !text.empty() && text.front() == '#';
    if (colour && marked) text = text_of(*colour).substr(1);
    std::error_code ignored;
    const bool word = text.find_first_of("./") == std::string::npos;
    if (colour || !(marked || (word && !std::filesystem::exists(text, ignored)))) {
      return std::string();
    }
    return "\"" + text + "\" is neither a file nor a colour; colours are white, black, and all " +
           "others as six hexadecimal digits: ff0000 is red";
  }};
}

}  // namespace

Setting style_scale_setting() {
  Setting setting = picture_list("style-scale", number_check(0.05, 10));
  setting.set = [](const Texts& texts, JobOptions& options) {
    options.styles.scales = parse_numbers(texts);
  };
  setting.texts = [](const JobOptions& options) { return number_texts(options.styles.scales); };
  // A single scale for all is recorded as a number.
  setting.value = [](const JobOptions& options) {
    const std::vector<double>& scales = options.styles.scales;
    return scales.size() == 1 ? ordered_json(scales.front()) : ordered_json(scales);
  };
  return setting;
}

Setting style_blend_setting() {
  Setting setting = picture_list("style-blend", blend_check());
  setting.set = [](const Texts& texts, JobOptions& options) {
    options.styles.weights.clear();
    if (texts == Texts{kEqual}) return;
    for (const std::string& text : texts) {
      if (text == kEqual) throw SettingError("style-blend", "give weights or equal");
    }
    options.styles.weights = parse_numbers(texts);
  };
  setting.texts = [](const JobOptions& options) { return number_texts(options.styles.weights); };
  setting.value = [](const JobOptions& options) { return ordered_json(options.styles.weights); };
  return setting;
}

Setting style_blend_end_setting() {
  Setting setting = picture_list("style-blend-end", number_check(0, 1e9));
  setting.set = [](const Texts& texts, JobOptions& options) {
    options.styles.end_weights = parse_numbers(texts);
  };
  setting.texts = [](const JobOptions& options) {
    return number_texts(options.styles.end_weights);
  };
  setting.value = [](const JobOptions& options) {
    return ordered_json(options.styles.end_weights);
  };
  return setting;
}

Setting style_blocks_setting() {
  Setting setting = picture_list("style-blocks", blocks_check());
  setting.set = [](const Texts& texts, JobOptions& options) {
    options.styles.blocks.clear();
    for (const std::string& text : texts) {
      options.styles.blocks.push_back({text.front() - '0', text.back() - '0'});
    }
  };
  setting.texts = [](const JobOptions& options) {
    Texts texts;
    for (const BlockRange& range : options.styles.blocks) {
      texts.push_back(std::to_string(range.first) + "-" + std::to_string(range.last));
    }
    return texts;
  };
  setting.value = [](const JobOptions& options) {
    ordered_json list = ordered_json::array();
    for (const BlockRange& range : options.styles.blocks) {
      list.push_back({range.first, range.last});
    }
    return list;
  };
  return setting;
}

Setting style_mask_setting() {
  Setting setting = picture_list("style-mask", style_mask_check());
  setting.effect = SettingEffect::kInputFile;
  setting.set = [](const Texts& texts, JobOptions& options) {
    options.styles.masks.clear();
    for (const std::string& text : texts) {
      const auto colour = parse_label_colour(text);
      options.styles.masks.push_back(colour ? StyleMask{{}, *colour} : StyleMask{text, {}});
    }
  };
  setting.texts = [](const JobOptions& options) {
    Texts texts;
    for (const StyleMask& mask : options.styles.masks) {
      texts.push_back(mask.file.empty() ? text_of(mask.colour).substr(1) : mask.file.string());
    }
    return texts;
  };
  return setting;
}

}  // namespace stylize
