#include "setting_options.h"

#include <algorithm>
#include <set>

#include "joined.h"
#include "stylize/error.h"
#include "usage.h"
#include "value_validator.h"

namespace stylize {
SettingOptions::SettingOptions(CLI::App& app, SettingPlace places, const JobOptions& defaults) {
  for (const Setting& setting : painting_settings()) {
    if (!setting.set || (places == SettingPlace::kJob && setting.place != places)) continue;
    entries_.push_back({&setting, add(app, setting, defaults)});
  }
}

CLI::Option* SettingOptions::add(CLI::App& app, const Setting& setting,
                                 const JobOptions& defaults) {
  std::string names = "--" + setting.name;
  if (!setting.alias.empty()) names += ",--" + setting.alias;
  if (setting.flag) {
    return app.add_flag(names, flags_.emplace_back(), setting.help)->group(setting.group);
  }
  CLI::Option* option = setting.list ? app.add_option(names, lists_.emplace_back(), setting.help)
                                     : app.add_option(names, words_.emplace_back(), setting.help);
  option->group(setting.group)->type_name(setting.unit);
  if (setting.list) {
    option->delimiter(',')->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
  if (setting.check) option->transform(validator({setting.check, setting.range}));
  if (!setting.left_to_model) option->default_str(joined(setting.texts(defaults), ","));
  return option;
}

void SettingOptions::apply(JobOptions& options) const {
  for (const Entry& entry : entries_) {
    if (entry.option->count() > 0) entry.setting->set(entry.option->reduced_results(), options);
  }
}

bool SettingOptions::was_given(const std::string& name) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.setting->name == name && entry.option->count() > 0;
  });
}

JobOptions with_named_options(JobOptions options, const NamedOptions& named) {
  CLI::App app;
  app.set_help_flag();
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  const SettingOptions settings(app, SettingPlace::kJob, options);
  std::vector<std::string> words;
  std::set<const CLI::Option*> seen;
  for (const auto& [name, value] : named) {
    const CLI::Option* option = option_called(app, name);
    if (!option) {
      throw Error(ErrorKind::kOption,
                  "\"" + name + "\" is no option of a job" + suggestion(app, name, ""));
    }
    if (!seen.insert(option).second) {
      throw Error(ErrorKind::kOption, "\"" + name + "\" is there under two names; remove one");
    }
    words.push_back("--" + name + "=" + value);
  }
  try {
    parse_words(app, words);
  } catch (const CLI::ParseError& error) {
    throw Error(ErrorKind::kOption, plain_text(error));
  }
  settings.apply(options);
  check_settings(options);
  return options;
}

}  // namespace stylize
