#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "settings/setting.h"

namespace stylize {

/// Every painting setting, each declared only once, in this table: the command line, the columns of
/// jobs files, configuration files and records are made from it. Records keep its order.
const std::vector<Setting>& painting_settings();

/// The settings that determine a picture's file, by name, in the order of the table. The objective
/// in options.transfer must already include the model's recommendations.
nlohmann::ordered_json recorded_settings(const JobOptions& options);

/// Throws SettingError for settings that conflict.
void check_settings(const JobOptions& options);

/// A line for each setting that was given but has no effect in combination with the others. They
/// are only reported, not refused, since a configuration file may serve several runs.
std::vector<std::string> settings_without_effect(const JobOptions& options);

}  // namespace stylize
