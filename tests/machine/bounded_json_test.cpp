#include "machine/bounded_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace stylize {
namespace {

using nlohmann::json;

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

std::string objection(const std::string& text, const JsonLimits& limits = {}) {
  try {
    parse_json<json>(text, limits);
  } catch (const std::invalid_argument& error) {
    return error.what();
  } catch (const json::exception&) {
    return "no JSON";
  }
  return "";
}

TEST(BoundedJson, ParsesTextWithinTheLimits) {
  EXPECT_EQ(parse_json<json>(R"({"a":[1,{"b":"]]]"}]})").at("a").at(0), 1);
  EXPECT_EQ(objection(repeated("[", 64) + repeated("]", 64)), "");
}

TEST(BoundedJson, RefusesTooDeepNesting) {
  for (const char* open : {"[", "{\"a\":", "[{\"a\":"}) {
    EXPECT_EQ(objection(repeated(open, 200000), {16 << 20, 64}), "is nested more than 64 deep");
  }
  EXPECT_EQ(objection(repeated("[", 65) + repeated("]", 65)), "is nested more than 64 deep");
  // Unmatched closing brackets do not compensate for depth that follows.
  EXPECT_EQ(objection(repeated("]", 200000) + repeated("[", 200000)), "no JSON");
}

TEST(BoundedJson, BracketsWithinStringsDoNotCount) {
  EXPECT_EQ(objection("[\"" + repeated("[", 1000) + "\\\"" + repeated("{", 1000) + "\"]"), "");
  EXPECT_EQ(objection("[\"" + repeated("[", 1000)), "no JSON");
  EXPECT_EQ(objection("\"\\"), "no JSON");
}

TEST(BoundedJson, RefusesTooLongText) {
  EXPECT_EQ(objection("[1,2,3]", {6, 64}), "is longer than 6 bytes");
  EXPECT_EQ(objection("[1,2,3]", {7, 64}), "");
}

}  // namespace
}  // namespace stylize
