#include "number_validator.h"

#include <spdlog/fmt/fmt.h>

#include <cstdlib>
#include <string>

namespace stylize {

CLI::Validator number_validator(double lowest, double highest) {
  const std::string range = fmt::format("{:.15g} to {:.15g}", lowest, highest);
  const auto check = [=](const std::string& text) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    const bool whole = !text.empty() && *end == '\0';
    // Written so that NaN fails.
    if (whole && value >= lowest && value <= highest) return std::string();
    return "\"" + text + "\" is not a number from " + range;
  };
  return CLI::Validator(check, range, "number");
}

}  // namespace stylize
