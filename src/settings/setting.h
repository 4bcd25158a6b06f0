#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "settings/job_options.h"

namespace stylize {

/// Where a setting may be said.
enum class SettingPlace {
  kRun,  ///< the command line and a configuration file, for all jobs of a run
  kJob,  ///< there, and for one job in a column of a jobs file
};

/// What a setting decides.
enum class SettingEffect {
  kNoPixel,         ///< nothing of the picture's file
  kInputFile,       ///< a file that is read, which counts by its hash
  kPicture,         ///< the picture's file: in every record
  kPictureIfGiven,  ///< the same. Recorded only where it is not the default, so that records from
                    ///< before there was this setting are still those of the same pictures
};

/// One setting of a painting: all that command line, configuration and jobs files, records and
/// documentation must know of it.
struct Setting {
  std::string name;   ///< "style-weight"; on the command line after two dashes
  std::string alias;  ///< another spelling of it; empty: none
  std::string group;  ///< the heading that it is explained under
  std::string unit;   ///< what a value is: "PIXELS", "lab|luv"; empty: a flag, without one
  std::string help;   ///< one sentence
  std::string range;  ///< "0 to 32768"; empty: the unit says all
  SettingPlace place = SettingPlace::kJob;
  SettingEffect effect = SettingEffect::kNoPixel;
  bool flag = false;  ///< true or false
  bool list = false;  ///< values separated by commas, or given one by one

  /// Says what is wrong with one value, as `"x" is not a number from 0 to 1`; empty: nothing. May
  /// rewrite the value into the form that `set` reads. Empty: any text will do.
  std::function<std::string(std::string& text)> check;

  /// Puts the values, of which there is at least one, in place. Throws Error (kOption) when they do
  /// not go together.
  std::function<void(const std::vector<std::string>& texts, JobOptions& options)> set;

  /// The values as they would be written, of options whose objective is settled where the model has
  /// a say; none: nothing was said.
  std::function<std::vector<std::string>(const JobOptions& options)> texts;

  /// The same for records. Empty where `effect` is kNoPixel or kInputFile.
  std::function<nlohmann::ordered_json(const JobOptions& options)> value;

  /// Whether the model's own recommendation takes effect, since nothing else was said. Empty: no
  /// model recommends it.
  std::function<bool(const JobOptions& options)> left_to_model;
};

}  // namespace stylize
