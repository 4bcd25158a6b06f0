#pragma once

#include <CLI/CLI.hpp>
#include <deque>
#include <string>
#include <vector>

#include "settings/painting_settings.h"

namespace stylize {

/// The painting settings as command line options.
class SettingOptions {
 public:
  /// Adds the settings of kJob, or all for kRun. The help shows the values of `defaults`.
  SettingOptions(CLI::App& app, SettingPlace places, const JobOptions& defaults);

  /// Sets the options that were given; the others are unchanged. Throws Error (kOption).
  void apply(JobOptions& options) const;

  bool was_given(const std::string& name) const;

 private:
  CLI::Option* add(CLI::App& app, const Setting& setting, const JobOptions& defaults);

  struct Entry {
    const Setting* setting;
    const CLI::Option* option;
  };
  std::vector<Entry> entries_;
  // Where CLI11 stores the values; the elements of a deque never move.
  std::deque<bool> flags_;
  std::deque<std::string> words_;
  std::deque<std::vector<std::string>> lists_;
};

/// The options, overridden by those that a jobs file names. Throws Error (kOption) for names and
/// values that the command line would refuse.
JobOptions with_named_options(JobOptions options, const NamedOptions& named);

}  // namespace stylize
