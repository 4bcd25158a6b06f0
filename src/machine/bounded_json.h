#pragma once

#include <cstddef>
#include <string>

namespace stylize {

/// How large a JSON text from a file may be. Whoever walks through parsed JSON, copies it or writes
/// it again does so by recursion, so the depth is what the stack must hold.
struct JsonLimits {
  std::size_t bytes = std::size_t{1} << 20;
  int depth = 64;  ///< of arrays and objects within each other
};

/// Throws std::invalid_argument that says which limit the text exceeds ("is nested more than 64
/// deep"). Looks at brackets and quotes only: whether the text is JSON is for the parser to say.
void check_json_limits(const std::string& text, const JsonLimits& limits);

/// Parses what a file holds, as Json::parse(text, more...), within the limits; every JSON that was
/// not made by this very process comes through here. `Json` is nlohmann::json or ordered_json.
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
