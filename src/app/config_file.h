#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace stylize {

/// One setting of a configuration file.
struct ConfigLine {
  std::size_t line = 0;  // from 1
  std::string key;
  std::vector<std::string> values;  // one or more, none empty
};

/// Reads one `key = value` per line, in the form of TOML: values are "text" (with \" \\ \n \r \t
/// and \u00XX inside), literal 'text', a list of values [a, b], or text without quotes and brackets
/// up to the end of the line. "#" begins a comment at the start of a line and after spaces. Blank
/// lines and a byte order mark are skipped; lines end in LF, CRLF or CR. Throws Error (kOption)
/// "NAME:LINE: ..." for everything else.
std::vector<ConfigLine> parse_config(const std::string& text, const std::string& name);

/// "key=value\n" as parse_config() reads it; several values become a list.
std::string config_line(const std::string& key, const std::vector<std::string>& values);

}  // namespace stylize
