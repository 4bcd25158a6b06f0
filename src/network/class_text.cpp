#include "class_text.h"

#include <utility>

#include "beginning.h"

namespace stylize {
namespace {

std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// Reads a line such as "  stride : Final[Tuple[int, int]] = (1, 1)".
void add_constant(std::string_view line, ClassText& result) {
  const auto colon = line.find(" : Final[");
  const auto equals = line.find("] = ");
  if (colon == std::string_view::npos || equals == std::string_view::npos || equals < colon) return;
  result.constants.emplace(line.substr(2, colon - 2), line.substr(equals + 4));
}

// Reads a class. `text` begins after the line with the class's name; `end` becomes what is left of
// it after the class.
ClassText read_class(std::string_view text, std::string_view& end) {
  constexpr std::string_view kFunction = "  def ";
  ClassText result;
  const std::string_view whole = text;
  std::size_t functions_begin = std::string_view::npos;
  while (!text.empty() && (begins_with(text, "  ") || text.front() == '\n')) {
    const std::size_t place = whole.size() - text.size();
    const std::string_view line = take_line(text);
    if (begins_with(line, kFunction)) {
      if (functions_begin == std::string_view::npos) functions_begin = place;
      const std::string_view rest = line.substr(kFunction.size());
      result.functions.emplace_back(rest.substr(0, rest.find('(')));
    } else if (functions_begin == std::string_view::npos) {
      add_constant(line, result);
    }
  }
  end = text;
  const std::size_t size = whole.size() - text.size();
  if (functions_begin != std::string_view::npos) {
    result.body = whole.substr(functions_begin, size - functions_begin);
  }
  return result;
}

}  // namespace

std::optional<ClassText> find_class(std::string_view text, const std::string& name) {
  const std::string beginning = "class " + name + "(";
  std::optional<ClassText> found;
  while (!text.empty()) {
    if (!begins_with(take_line(text), beginning)) continue;
    if (found) return std::nullopt;
    found = read_class(text, text);
  }
  return found;
}

std::optional<std::vector<std::string>> arguments_of_call(std::string_view code,
                                                          const std::string& function) {
  const std::string beginning = function + "(";
  const auto place = code.find(beginning);
  if (place == std::string_view::npos) return std::nullopt;
  code.remove_prefix(place + beginning.size());
  if (code.find(beginning) != std::string_view::npos) return std::nullopt;
  std::vector<std::string> arguments(1);
  int depth = 0;
  for (const char c : code) {
    if (c == '(' || c == '[') ++depth;
    if ((c == ')' || c == ']') && depth-- == 0) return arguments;
    if (c == ',' && depth == 0) {
      arguments.emplace_back();
    } else if (c != ' ' || !arguments.back().empty()) {
      arguments.back() += c;
    }
  }
  return std::nullopt;
}

std::optional<std::vector<int64_t>> integers_in(std::string_view text) {
  if (text == "True") return std::vector<int64_t>{1};
  if (text == "False") return std::vector<int64_t>{0};
  std::vector<int64_t> numbers;
  bool within = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      if (!within) numbers.push_back(0);
      numbers.back() = 10 * numbers.back() + (c - '0');
      if (numbers.back() > 1'000'000) return std::nullopt;
      within = true;
      continue;
    }
    if (c != ' ' && c != ',' && c != '(' && c != ')' && c != '[' && c != ']') return std::nullopt;
    within = false;
  }
  if (numbers.empty()) return std::nullopt;
  return numbers;
}

}  // namespace stylize
