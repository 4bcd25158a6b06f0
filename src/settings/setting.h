#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "settings/job_options.h"

namespace stylize {

/// Where a setting may be given.
enum class SettingPlace {
  kRun,  ///< the command line and a configuration file, for all jobs of a run
  kJob,  ///< also for a single job, in a column of a jobs file
};

/// What a setting affects.
enum class SettingEffect {
  kNoPixel,         ///< not the picture's file
  kInputFile,       ///< an input file, which is recorded by its hash
  kPicture,         ///< the picture's file; in every record
  kPictureIfGiven,  ///< the same, but recorded only if it is not the default, so that
                    ///< older records without the setting still match the same pictures
};

/// One painting setting: everything that the command line, configuration and jobs files, records
/// and documentation need to know.
struct Setting {
  std::string name;   ///< "style-weight"; preceded by two dashes on the command line
  std::string alias;  ///< another spelling; empty: none
  std::string group;  ///< the heading in the help
  std::string unit;   ///< describes a value: "PIXELS", "lab|luv"; empty: a flag, without a value
  std::string help;   ///< one sentence
  std::string range;  ///< "0 to 32768"; empty: the unit says enough
  SettingPlace place = SettingPlace::kJob;
  SettingEffect effect = SettingEffect::kNoPixel;
  bool flag = false;  ///< true or false
  bool list = false;  ///< values separated by commas, or given separately

  /// Returns what is wrong with one value, such as `"x" is not a number from 0 to 1`, or an empty
  /// text. May rewrite the value into the form that `set` reads. Empty: any text is valid.
  std::function<std::string(std::string& text)> check;

  /// Stores the values (at least one) in the options. Throws Error (kOption) when they conflict.
  std::function<void(const std::vector<std::string>& texts, JobOptions& options)> set;

  /// The values as a user would write them; none: not given. For settings that a model may
  /// recommend, the objective must already include its recommendations.
  std::function<std::vector<std::string>(const JobOptions& options)> texts;

  /// The same for records. Empty if `effect` is kNoPixel or kInputFile.
  std::function<nlohmann::ordered_json(const JobOptions& options)> value;

  /// Whether the model's recommendation applies because nothing else was given. Empty: no model
  /// recommends it.
  std::function<bool(const JobOptions& options)> left_to_model;
};

}  // namespace stylize
