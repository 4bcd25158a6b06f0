#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "settings/setting.h"
#include "settings/value_check.h"
#include "settings/value_text.h"

namespace stylize {

// Kinds of settings, each made from its name and the member for its value in a job's options. Their
// effect is kPicture unless changed.

// Gives access to a member of the job's options or of one of their parts.
template <typename Value>
Value& part_of(JobOptions& options, Value JobOptions::*member) {
  return options.*member;
}
template <typename Value>
Value& part_of(JobOptions& options, Value TransferOptions::*member) {
  return options.transfer.*member;
}
template <typename Value>
Value& part_of(JobOptions& options, Value ObjectiveOptions::*member) {
  return options.transfer.objective.*member;
}
template <typename Value>
Value& part_of(JobOptions& options, Value SequenceOptions::*member) {
  return options.sequence.*member;
}
template <typename Value>
Value& part_of(JobOptions& options, Value WriteOptions::*member) {
  return options.write.*member;
}
template <typename Value, typename Part>
const Value& part_of(const JobOptions& options, Value Part::*member) {
  return part_of(const_cast<JobOptions&>(options), member);  // only read here
}

inline void check_values_by(ValueCheck check, Setting& setting) {
  setting.check = std::move(check.problem);
  setting.range = std::move(check.range);
}

// A setting that decides about the picture, whose values this check takes.
inline Setting picture_setting(const std::string& name, ValueCheck check) {
  Setting setting;
  setting.name = name;
  setting.effect = SettingEffect::kPicture;
  check_values_by(std::move(check), setting);
  return setting;
}

// The same of a list of values.
inline Setting picture_list(const std::string& name, ValueCheck check) {
  Setting setting = picture_setting(name, std::move(check));
  setting.list = true;
  return setting;
}

// Texts that number_check() let pass, and back.
inline std::vector<double> parse_numbers(const std::vector<std::string>& texts) {
  std::vector<double> numbers;
  for (const std::string& text : texts) numbers.push_back(parse_number(text).value());
  return numbers;
}

inline std::vector<std::string> number_texts(const std::vector<double>& numbers) {
  std::vector<std::string> texts;
  for (const double number : numbers) texts.push_back(number_text(number));
  return texts;
}

template <typename Value, typename Part>
Setting whole_number(const std::string& name, Value Part::*member, uint64_t lowest,
                     uint64_t highest) {
  Setting setting = picture_setting(name, whole_number_check(lowest, highest));
  setting.set = [member](const std::vector<std::string>& texts, JobOptions& options) {
    part_of(options, member) = static_cast<Value>(parse_whole_number(texts.back()).value());
  };
  setting.texts = [member](const JobOptions& options) {
    return std::vector<std::string>{std::to_string(part_of(options, member))};
  };
  setting.value = [member](const JobOptions& options) {
    return nlohmann::ordered_json(part_of(options, member));
  };
  return setting;
}

template <typename Part>
Setting number(const std::string& name, double Part::*member, double lowest, double highest) {
  Setting setting = picture_setting(name, number_check(lowest, highest));
  setting.set = [member](const std::vector<std::string>& texts, JobOptions& options) {
    part_of(options, member) = parse_number(texts.back()).value();
  };
  setting.texts = [member](const JobOptions& options) {
    return std::vector<std::string>{number_text(part_of(options, member))};
  };
  setting.value = [member](const JobOptions& options) {
    return nlohmann::ordered_json(part_of(options, member));
  };
  return setting;
}

// A choice between words that stand for values.
template <typename Value, typename Part>
Setting choice(const std::string& name, Value Part::*member,
               const std::vector<std::pair<std::string, Value>>& choices) {
  std::vector<std::string> words;
  for (const auto& [word, value] : choices) words.push_back(word);
  Setting setting = picture_setting(name, choice_check(words));
  for (const std::string& word : words) setting.unit += (setting.unit.empty() ? "" : "|") + word;
  setting.set = [member, choices](const std::vector<std::string>& texts, JobOptions& options) {
    for (const auto& [word, value] : choices) {
      if (word == texts.back()) part_of(options, member) = value;
    }
  };
  const auto word_of = [member, choices](const JobOptions& options) {
    for (const auto& [word, value] : choices) {
      if (value == part_of(options, member)) return word;
    }
    return std::string();
  };
  setting.texts = [word_of](const JobOptions& options) {
    return std::vector<std::string>{word_of(options)};
  };
  if constexpr (std::is_integral_v<Value>) {
    setting.value = [member](const JobOptions& options) {
      return nlohmann::ordered_json(part_of(options, member));
    };
  } else {
    setting.value = [word_of](const JobOptions& options) {
      return nlohmann::ordered_json(word_of(options));
    };
  }
  return setting;
}

// A flag that sets the member to `when_given`.
template <typename Part>
Setting flag(const std::string& name, bool Part::*member, bool when_given = true) {
  Setting setting;
  setting.name = name;
  setting.effect = SettingEffect::kPicture;
  setting.flag = true;
  setting.set = [member, when_given](const std::vector<std::string>& texts, JobOptions& options) {
    part_of(options, member) = (texts.back() == "true") == when_given;
  };
  setting.texts = [member, when_given](const JobOptions& options) {
    const bool given = part_of(options, member) == when_given;
    return std::vector<std::string>{given ? "true" : "false"};
  };
  setting.value = [member, when_given](const JobOptions& options) {
    return nlohmann::ordered_json(part_of(options, member) == when_given);
  };
  return setting;
}

// The following functions complete a setting: described(number(...), ...).

inline Setting described(Setting setting, const std::string& group, const std::string& unit,
                         const std::string& help) {
  setting.group = group;
  if (!unit.empty()) setting.unit = unit;
  setting.help = help;
  return setting;
}

inline Setting also_called(const std::string& alias, Setting setting) {
  setting.alias = alias;
  return setting;
}

inline Setting of_run(Setting setting) {
  setting.place = SettingPlace::kRun;
  return setting;
}

inline Setting of_no_pixel(Setting setting) {
  setting.effect = SettingEffect::kNoPixel;
  setting.value = {};
  return setting;
}

inline Setting recorded_if_given(Setting setting) {
  setting.effect = SettingEffect::kPictureIfGiven;
  return setting;
}

}  // namespace stylize
