#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "settings/setting.h"

namespace stylize {

/// Every setting of a painting, each declared once, here alone: the command line, the columns of
/// jobs files, configuration files and records are made from this table. Records keep its order.
const std::vector<Setting>& painting_settings();

/// What decides about a picture's file, by name, in the order of the table. The objective of the
/// options is settled: what the model recommends is in options.transfer.
nlohmann::ordered_json recorded_settings(const JobOptions& options);

/// Throws SettingError for settings that do not go together.
void check_settings(const JobOptions& options);

/// A line for each setting that was said and changes nothing together with the others. They may
/// stand in a file with settings of other runs too, and so are told and not refused.
std::vector<std::string> settings_without_effect(const JobOptions& options);

}  // namespace stylize
