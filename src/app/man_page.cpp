#include "man_page.h"

#include <algorithm>

#include "stylize/version.h"

namespace stylize {
namespace {

// For troff a backslash, and a dot or quote where a line begins, are its own.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char character : text) {
    if ((character == '.' || character == '\'') && (result.empty() || result.back() == '\n')) {
      result += "\\&";
    }
    if (character == '\\') {
      result += "\\e";
    } else if (character == '-') {
      result += "\\-";
    } else {
      result += character;
    }
  }
  return result;
}

std::string upper_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
  return text;
}

std::string with_dashes(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

std::string option_entry(const OptionText& option) {
  std::string text = ".TP\n";
  for (const std::string& name : option.names) {
    text += (&name == &option.names.front() ? "" : ", ") + ("\\fB" + escaped(name) + "\\fR");
  }
  if (!option.unit.empty()) {
    text += (option.names.empty() ? "" : " ") + ("\\fI" + escaped(option.unit) + "\\fR");
  }
  return text + "\n" + escaped(option.help) + "\n";
}

// Headings in the order in which options have them first.
std::string option_sections(const CommandText& command) {
  std::vector<std::string> groups;
  for (const OptionText& option : command.options) {
    if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) {
      groups.push_back(option.group);
    }
  }
  std::string text = ".SH OPTIONS\n";
  for (const std::string& group : groups) {
    if (groups.size() > 1) text += ".SS \"" + escaped(group) + "\"\n";
    for (const OptionText& option : command.options) {
      if (option.group == group) text += option_entry(option);
    }
  }
  return text;
}

std::string synopsis(const CommandText& command) {
  std::string text = ".SH SYNOPSIS\n.B " + escaped(command.name) + "\n[options]";
  for (const OptionText& option : command.options) {
    if (option.names.empty()) text += " \\fI" + escaped(option.unit) + "\\fR";
  }
  return text + "\n";
}

}  // namespace

std::string man_page_name(const CommandText& command) {
  return with_dashes(command.name) + ".1";
}

std::string man_page(const CommandText& command, const std::vector<CommandText>& others) {
  const std::string name = with_dashes(command.name);
  std::string text = ".TH " + escaped(upper_case(name)) +
                     " 1 \"" STYLIZE_VERSION_DATE "\" \"stylize " STYLIZE_VERSION
                     "\" \"User Commands\"\n.SH NAME\n" +
                     escaped(name) + " \\- " + escaped(command.description) + "\n" +
                     synopsis(command) + option_sections(command) + ".SH NOTES\n.nf" +
                     escaped(command.footer) + "\n.fi\n.SH SEE ALSO\n";
  for (const CommandText& other : others) {
    if (other.name == command.name) continue;
    text += ".BR " + escaped(with_dashes(other.name)) + " (1)\n";
  }
  return text;
}

}  // namespace stylize
