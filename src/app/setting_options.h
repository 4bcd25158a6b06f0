#pragma once

#include <CLI/CLI.hpp>
#include <deque>
#include <string>
#include <vector>

#include "settings/painting_settings.h"

namespace stylize {

/// The settings of a painting as options of a command line.
class SettingOptions {
 public:
  /// Adds those of kJob, or with kRun all. The help shows the values of `defaults`.
  SettingOptions(CLI::App& app, SettingPlace places, const JobOptions& defaults);

  /// Puts what was given in place; the rest stays. Throws Error (kOption).
  void apply(JobOptions& options) const;

  bool was_given(const std::string& name) const;

 private:
  CLI::Option* add(CLI::App& app, const Setting& setting, const JobOptions& defaults);

  struct Entry {
    const Setting* setting;
    const CLI::Option* option;
  };
  std::vector<Entry> entries_;
  // Where CLI11 puts what was given; a deque's elements stay where they are.
  std::deque<bool> flags_;
  std::deque<std::string> words_;
  std::deque<std::vector<std::string>> lists_;
};

/// The options with those that a jobs file names in their place. Throws Error (kOption) for names
/// and values that the command line would refuse.
JobOptions with_named_options(JobOptions options, const NamedOptions& named);

}  // namespace stylize
