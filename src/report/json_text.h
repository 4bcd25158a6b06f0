#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "stylize/report/job_report.h"

namespace stylize {

/// An object whose members keep the order in which they were put in.
using Json = nlohmann::ordered_json;

Json to_json(const RunInfo& run);
Json to_json(const JobReport& job);
Json to_json(const RunSummary& summary);

/// On one line, in printable characters. NaN and infinity become null; bytes that are not UTF-8
/// (names are already converted) become U+FFFD.
std::string to_text(const Json& json);

/// The report is json_head, then jobs with kJobSeparator between them, then json_tail.
std::string json_head(const Json& run);
std::string json_tail(const Json& summary);
constexpr const char* kJobSeparator = ",\n";

}  // namespace stylize
