#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stylize {

/// What the text of a class in a TorchScript file says. The text is read as lines, never compiled.
struct ClassText {
  std::map<std::string, std::string> constants;  ///< "stride" -> "(1, 1)"
  std::vector<std::string> functions;            ///< their names
  std::string_view body;                         ///< the lines of the functions, within the text
};

/// The class of this name in the text of a file; nothing when it is not there, or there twice.
std::optional<ClassText> find_class(std::string_view text, const std::string& name);

/// The arguments of the only call of `function` in some code; nothing when there is no such call or
/// more than one.
std::optional<std::vector<std::string>> arguments_of_call(std::string_view code,
                                                          const std::string& function);

/// The integers of "2", "(1, 1)" or "[1, 1]"; True and False are 1 and 0. Nothing for anything
/// else.
std::optional<std::vector<int64_t>> integers_in(std::string_view text);

}  // namespace stylize
