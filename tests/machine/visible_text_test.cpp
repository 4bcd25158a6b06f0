#include "machine/visible_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

namespace stylize {
namespace {

TEST(VisibleText, KeepsPrintableText) {
  for (const std::string text :
       {"", "a b.jpg", "Große Brücke – 橋.png", "\U0001F469\u200D\U0001F33E"}) {
    EXPECT_EQ(visible_text(text), text);
  }
}

TEST(VisibleText, EscapesControlCharacters) {
  EXPECT_EQ(visible_text("\x1b]0;x\x07"), "\\x1b]0;x\\x07");
  EXPECT_EQ(visible_text("a\nb\rc\td\x7f"), "a\\nb\\rc\\td\\x7f");
  EXPECT_EQ(visible_text("\xc2\x9b"
                         "31m"),
            "\\u009b31m");
  EXPECT_EQ(visible_text(std::string("\0", 1)), "\\x00");
}

TEST(VisibleText, EscapesDirectionMarksAndLineBreaks) {
  for (const char* mark :
       {"\u061c", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066",
        "\u2067", "\u2068", "\u2069", "\u2028", "\u2029", "\ufeff"}) {
    const std::string text = visible_text(mark);
    EXPECT_EQ(text.compare(0, 2, "\\u"), 0) << text;
    EXPECT_EQ(text.size(), 6u) << text;
  }
}

TEST(VisibleText, EscapesInvalidUtf8) {
  EXPECT_EQ(visible_text("caf\xe9"), "caf\\xe9");
  EXPECT_EQ(visible_text("\xc0\xaf"), "\\xc0\\xaf");           // an overlong encoding
  EXPECT_EQ(visible_text("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(visible_text("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
  EXPECT_EQ(visible_text("\xe2\x82"), "\\xe2\\x82");  // truncated
}

TEST(VisibleText, DifferentBytesGiveDifferentTexts) {
  std::set<std::string> visible, utf8;
  const std::string names[] = {"a\xff", "a\xfe", "a\\xff",  "a\\\\xff",
                               "a\n",   "a\\n",  "a\u202e", "a\\u202e"};
  for (const std::string& name : names) {
    visible.insert(visible_text(name));
    utf8.insert(utf8_text(name));
    EXPECT_EQ(bytes_of_utf8_text(utf8_text(name)), name);
  }
  EXPECT_EQ(visible.size(), std::size(names));
  EXPECT_EQ(utf8.size(), std::size(names));
}

TEST(VisibleText, Utf8TextIsUtf8AndCanBeInverted) {
  std::string bytes;
  for (int byte = 1; byte < 256; ++byte) bytes += static_cast<char>(byte);
  bytes += "Ü\\x41";
  EXPECT_NO_THROW(nlohmann::json(utf8_text(bytes)).dump());  // which throws for other text
  EXPECT_EQ(bytes_of_utf8_text(utf8_text(bytes)), bytes);
}

TEST(VisibleText, VisibleJsonKeepsValues) {
  const nlohmann::json json = {{"name", "a\u009b\u202e\x1b\x7fü"}};
  const std::string text = visible_json(json.dump());
  EXPECT_EQ(text, R"({"name":"a\u009b\u202e\u001b\u007fü"})");
  EXPECT_EQ(nlohmann::json::parse(text), json);
}

TEST(VisibleText, CountsColumns) {
  EXPECT_EQ(columns_of("Brücke"), 6u);
}

}  // namespace
}  // namespace stylize
