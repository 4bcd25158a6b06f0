#include "video/frame_pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace stylize {
namespace {

std::string name(const std::string& pattern, int64_t number) {
  return FramePattern::parse(pattern).value().name(number).string();
}

TEST(FramePattern, NamesNumberedFiles) {
  EXPECT_EQ(name("frames/%04d.png", 7), "frames/0007.png");
  EXPECT_EQ(name("%d.png", 12), "12.png");
  EXPECT_EQ(name("a_%02d_b.jpg", 123), "a_123_b.jpg");
  EXPECT_EQ(name("100%%_%03d", 0), "100%_000");
  EXPECT_EQ(name("50%/%01d.png", 3), "50%/3.png");  // a folder's name is a name
}

TEST(FramePattern, IsNothingElse) {
  for (const char* text : {"photo.png", "%s.png", "%4d.png", "%0d.png", "%d%d.png", "100%.png", "%",
                           "%d/photo.png", "%%d.png", "%n", "%0", "%04", "%010d.png", ""}) {
    EXPECT_FALSE(FramePattern::parse(text)) << text;
  }
}

}  // namespace
}  // namespace stylize
