#include "device_validator.h"

#include <regex>
#include <string>

namespace stylize {

CLI::Validator device_validator() {
  const auto check = [](const std::string& text) {
    static const std::regex pattern("auto|cpu|cuda(:[0-9]{1,2})?");
    return std::regex_match(text, pattern) ? std::string()
                                           : "\"" + text + "\" is not auto, cpu, cuda or cuda:N";
  };
  return CLI::Validator(check, "", "device");
}

}  // namespace stylize
