#include "help_formatter.h"

#include <algorithm>
#include <sstream>
#include <string>

namespace stylize {
namespace {

constexpr std::size_t kFirstColumn = 34, kTextWidth = 64;

// Breaks a description into lines; CLI11 indents them.
std::string wrapped(const std::string& text) {
  std::istringstream words(text);
  std::string result, word;
  std::size_t width = 0;
  while (words >> word) {
    if (width > 0 && width + 1 + word.size() > kTextWidth) {
      result += "\n";
      width = 0;
    } else if (width > 0) {
      result += ' ';
      ++width;
    }
    result += word;
    width += word.size();
  }
  return result;
}

}  // namespace

HelpFormatter::HelpFormatter() {
  column_width(kFirstColumn);
}

// The type's name alone: the names of validators follow it after a colon.
std::string HelpFormatter::unit(const CLI::Option& option) const {
  if (option.get_type_size() == 0) return "";
  const std::string type = option.get_type_name();
  return type.substr(0, type.find(':'));
}

std::string HelpFormatter::explanation(const CLI::Option& option) const {
  const std::string type = option.get_type_name();
  const auto colon = type.find(':');
  std::string details = option.get_required() ? "required" : "";
  if (colon != std::string::npos) details += type.substr(colon + 1);
  std::string standard = option.get_default_str();
  if (option.get_delimiter() != '\0') {
    std::replace(standard.begin(), standard.end(), ' ', option.get_delimiter());
  }
  if (!standard.empty()) details += (details.empty() ? "" : "; ") + ("default " + standard);
  return option.get_description() + (details.empty() ? "" : " (" + details + ")");
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
  const std::string text = unit(*option);
  return text.empty() ? "" : " " + text;
}

std::string HelpFormatter::make_option_desc(const CLI::Option* option) const {
  return wrapped(explanation(*option));
}

}  // namespace stylize
