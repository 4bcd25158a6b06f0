#pragma once

#include <cstddef>
#include <string>

namespace stylize {

/// How large a JSON text from a file may be. Walking through parsed JSON, copying and writing it
/// are recursive, so the depth bounds the stack.
struct JsonLimits {
  std::size_t bytes = std::size_t{1} << 20;
  int depth = 64;  ///< of nested arrays and objects
};

/// Throws std::invalid_argument, saying which limit the text exceeds ("is nested more than 64
/// deep"). Looks at brackets and quotes only: whether the text is valid JSON is left to the parser.
void check_json_limits(const std::string& text, const JsonLimits& limits);

/// Parses the contents of a file, as Json::parse(text, more...), within the limits; all JSON that
/// this process did not write itself is parsed here. `Json` is nlohmann::json or ordered_json.
/// Throws std::invalid_argument as check_json_limits() does, and what Json::parse throws.
template <typename Json, typename... More>
Json parse_json(const std::string& text, const JsonLimits& limits, More&&... more) {
  check_json_limits(text, limits);
  return Json::parse(text, more...);
}

template <typename Json>
Json parse_json(const std::string& text) {
  return parse_json<Json>(text, JsonLimits{});
}

}  // namespace stylize
