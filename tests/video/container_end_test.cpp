#include "video/container_end.h"

#include <gtest/gtest.h>

#include <string>

namespace stylize {
namespace {

TEST(ContainerEnd, ComparesAnAviWithItsHeader) {
  const std::string begin(
      "RIFF\x00\x01\x00\x00"
      "AVI ",
      12);
  EXPECT_EQ(missing_bytes(begin, 'x', 264), "");
  EXPECT_EQ(missing_bytes(begin, 'x', 1000), "");
  EXPECT_EQ(missing_bytes(begin, 'x', 263), "it has 263 bytes of 264");
  EXPECT_EQ(missing_bytes("RIFF\xff\xff\xff\xff"
                          "AVI ",
                          'x', 1000),
            "");
  EXPECT_EQ(missing_bytes(begin.substr(0, 8) + "WAVE", 'x', 20), "");
}

TEST(ContainerEnd, MissesTheTrailerOfAGif) {
  EXPECT_EQ(missing_bytes("GIF89a123456", ';', 100), "");
  EXPECT_NE(missing_bytes("GIF89a123456", 'x', 100), "");
}

TEST(ContainerEnd, KnowsNothingOfOtherFiles) {
  EXPECT_EQ(missing_bytes("", 'x', 0), "");
  EXPECT_EQ(missing_bytes("OggS12345678", 'x', 100), "");
  EXPECT_EQ(missing_bytes("/no/such/file"), "");
}

}  // namespace
}  // namespace stylize
