#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stylize {

/// What the text of a class in a TorchScript file says. It is read line by line as text, never
/// compiled.
struct ClassText {
  std::map<std::string, std::string> constants;  ///< "stride" -> "(1, 1)"
  std::vector<std::string> functions;            ///< their names
  std::string_view body;                         ///< the lines of the functions; refers to the text
};

/// The class of this name in a file's text; nothing if it is missing or occurs twice.
std::optional<ClassText> find_class(std::string_view text, const std::string& name);

/// The arguments of the only call of `function` in this code; nothing if there is none, or more
/// than one.
std::optional<std::vector<std::string>> arguments_of_call(std::string_view code,
                                                          const std::string& function);

/// The integers in "2", "(1, 1)" or "[1, 1]", where True and False count as 1 and 0. Nothing for
/// any other text.
std::optional<std::vector<int64_t>> integers_in(std::string_view text);

}  // namespace stylize
