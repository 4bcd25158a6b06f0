#include "config_file.h"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <utility>

#include "settings/value_text.h"
#include "stylize/error.h"

namespace stylize {
namespace {

constexpr const char* kBlanks = " \t";

// Reads a line from left to right and removes what it has read.
class LineReader {
 public:
  LineReader(std::string_view text, std::string place) : rest_(text), place_(std::move(place)) {}

  [[noreturn]] void fail(const std::string& message) const {
    throw Error(ErrorKind::kOption, place_ + message);
  }

  void skip_blanks() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlanks), rest_.size()));
  }

  bool at_end() {
    skip_blanks();
    return rest_.empty() || rest_.front() == '#';
  }

  std::string key() {
    skip_blanks();
    if (rest_.front() == '[') fail("there are no sections; write key = value and no line in [ ]");
    const std::size_t equals = rest_.find('=');
    const std::size_t end = rest_.find_last_not_of(kBlanks, equals - 1);
    if (equals == std::string::npos || equals == 0) fail("is not of the form key = value");
    const std::string key(rest_.substr(0, end + 1));
    rest_.remove_prefix(equals + 1);
    return key;
  }

  std::vector<std::string> values() {
    if (at_end()) fail("has no value; write key = value, and quotes around text with # in it");
    if (rest_.front() == '[') return list();
    return {value("")};
  }

 private:
  std::vector<std::string> list() {
    std::vector<std::string> values;
    take();
    while (true) {
      if (at_end()) fail("the list does not end; close it by ] on the same line");
      if (rest_.front() == ']') break;
      values.push_back(value(",]"));
      if (!at_end() && rest_.front() == ',') {
        take();
      } else if (!at_end() && rest_.front() != ']') {
        fail("two values of the list have no comma between them");
      }
    }
    take();
    if (values.empty()) fail("the list is empty; remove the line");
    return values;
  }

  // A value without quotes ends at any character of `ends`.
  std::string value(const char* ends) {
    const char first = rest_.front();
    const std::string value = first == '"' ? basic() : first == '\'' ? literal() : bare(ends);
    if (value.empty()) fail("an empty value; remove the line");
    const bool in_quotes = first == '"' || first == '\'';
    if (*ends != '\0' && !in_quotes && value.find_first_of(kBlanks) != std::string::npos) {
      fail("two values of the list have no comma between them, or need quotes");
    }
    return value;
  }

  std::string bare(const char* ends) {
    std::size_t end = std::min(rest_.find_first_of(ends), rest_.size());
    for (std::size_t i = 1; i < end; ++i) {
      if (rest_[i] == '#' && (rest_[i - 1] == ' ' || rest_[i - 1] == '\t')) end = i;
    }
    const std::size_t last =
        end == 0 ? std::string::npos : rest_.find_last_not_of(kBlanks, end - 1);
    const std::string value(rest_.substr(0, last + 1));
    rest_.remove_prefix(end);
    return value;
  }

  std::string literal() {
    const std::size_t end = rest_.find('\'', 1);
    if (end == std::string::npos) fail("quotes that do not fit");
    const std::string value(rest_.substr(1, end - 1));
    rest_.remove_prefix(end + 1);
    return value;
  }

  std::string basic() {
    std::string value;
    take();
    while (true) {
      if (rest_.empty()) fail("quotes that do not fit");
      const char character = take();
      if (character == '"') return value;
      value += character == '\\' ? escaped() : character;
    }
  }

  char escaped() {
    constexpr const char* kAdvice =
        "a backslash in \"...\" must be written twice; between '...' it stays as it is";
    if (rest_.empty()) fail(kAdvice);
    switch (take()) {
      case '"':
        return '"';
      case '\\':
        return '\\';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        return control_character();
      default:
        fail(kAdvice);
    }
  }

  // The digits of \u001F; characters beyond control characters are written directly.
  char control_character() {
    unsigned value = 0;
    const std::string digits(rest_.substr(0, 4));
    const bool hexadecimal =
        digits.size() == 4 &&
        digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    if (hexadecimal) value = static_cast<unsigned>(std::stoul(digits, nullptr, 16));
    if (value == 0 || value > 0x7f) fail("\\u is known from \\u0001 to \\u007f only");
    rest_.remove_prefix(4);
    return static_cast<char>(value);
  }

  char take() {
    const char first = rest_.front();
    rest_.remove_prefix(1);
    return first;
  }

  std::string_view rest_;  // of the line that parse_config() holds
  std::string place_;
};

bool is_text(const std::string& line) {
  return std::none_of(line.begin(), line.end(), [](unsigned char character) {
    return (character < 0x20 && character != '\t') || character == 0x7f;
  });
}

std::string value_text(const std::string& value) {
  if (parse_number(value) || value == "true" || value == "false") return value;
  std::string text;
  for (const char character : value) {
    const auto byte = static_cast<unsigned char>(character);
    char escape[8] = {};
    if (byte < 0x20 || byte == 0x7f) {
      std::snprintf(escape, sizeof(escape), "\\u%04x", byte);
      text += escape;
    } else {
      if (character == '"' || character == '\\') text += '\\';
      text += character;
    }
  }
  return "\"" + text + "\"";
}

}  // namespace

std::vector<ConfigLine> parse_config(const std::string& text, const std::string& name) {
  std::vector<ConfigLine> lines;
  std::size_t number = 0;
  std::size_t begin = text.compare(0, 3, "\xEF\xBB\xBF") == 0 ? 3 : 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    begin = text.compare(end, 2, "\r\n") == 0 ? end + 2 : end + 1;
    LineReader reader(line, name + ":" + std::to_string(++number) + ": ");
    if (!is_text(line)) reader.fail("is no text; save the settings as UTF-8 text");
    if (reader.at_end()) continue;
    ConfigLine setting;
    setting.line = number;
    setting.key = reader.key();
    setting.values = reader.values();
    if (!reader.at_end()) reader.fail("text after the value; put all of it in quotes");
    lines.push_back(std::move(setting));
  }
  return lines;
}

std::string config_line(const std::string& key, const std::vector<std::string>& values) {
  if (values.size() == 1) return key + "=" + value_text(values.front()) + "\n";
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ",") + value_text(value);
  return key + "=[" + list + "]\n";
}

}  // namespace stylize
