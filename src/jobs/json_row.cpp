#include "json_row.h"

#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "machine/bounded_json.h"

namespace stylize {
namespace {

using Json = nlohmann::ordered_json;

Json parse(const std::string& text) {
  std::set<std::string> keys;
  // The parser itself would silently use the last of two values.
  const auto check_key = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::key && depth == 1 &&
        !keys.insert(parsed.get<std::string>()).second) {
      throw std::invalid_argument("\"" + parsed.get<std::string>() +
                                  "\" is there twice; write each key once");
    }
    return true;
  };
  try {
    check_json_limits(text, {});
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(std::string("the line ") + error.what() +
                                "; write {...} with strings and numbers on each line");
  }
  try {
    return parse_json<Json>(text, {}, check_key);
  } catch (const Json::parse_error& error) {
    throw std::invalid_argument("no JSON object (byte " + std::to_string(error.byte) +
                                " of the line); write a whole {...} in UTF-8 on each line");
  } catch (const Json::out_of_range&) {
    throw std::invalid_argument("a number too large for any option; write a smaller one");
  }
}

std::string joined(const std::string& key, const Json& array) {
  std::string text;
  for (const Json& element : array) {
    if (!element.is_string()) {
      throw std::invalid_argument("\"" + key + "\" has an element that is no string; " +
                                  "write an array of strings");
    }
    if (!text.empty()) text += ',';
    text += element.get<std::string>();
  }
  return text;
}

std::string text_of(const std::string& key, const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  if (value.is_array()) return joined(key, value);
  throw std::invalid_argument("\"" + key + "\" is an object; write a string, a number, true, " +
                              "false or an array of strings");
}

}  // namespace

NamedOptions json_row(const std::string& text) {
  const Json object = parse(text);
  if (!object.is_object()) throw std::invalid_argument("no JSON object; write {...} on each line");
  NamedOptions row;
  for (const auto& [key, value] : object.items()) {
    if (!value.is_null()) row.emplace_back(key, text_of(key, value));
  }
  return row;
}

}  // namespace stylize
