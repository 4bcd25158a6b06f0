#include "stylize/setting_name.h"

namespace stylize {
namespace {

std::string& beginning() {
  static std::string text;
  return text;
}

}  // namespace

std::string setting_name(const std::string& name) {
  return beginning() + name;
}

void begin_setting_names_with(const std::string& text) {
  beginning() = text;
}

}  // namespace stylize
