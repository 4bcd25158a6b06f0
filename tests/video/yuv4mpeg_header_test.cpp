#include "video/yuv4mpeg_header.h"

#include <gtest/gtest.h>

#include <string>

namespace stylize {
namespace {

TEST(Yuv4mpegHeader, SaysTheRate) {
  const Yuv4mpegHeader header = parse_yuv4mpeg_header("YUV4MPEG2 W4 H2 F30000:1001 Ip A1:1\n");
  EXPECT_EQ(header.rate.numerator, 30000);
  EXPECT_EQ(header.rate.denominator, 1001);
  for (const char* line : {"YUV4MPEG2 W4 H2\n", "YUV4MPEG2 F0:0\n", "YUV4MPEG2 F-1:5\n", ""}) {
    EXPECT_EQ(parse_yuv4mpeg_header(line).rate.numerator, 25) << line;
  }
}

// As ffmpeg's muxer writes them: bytes of a file of one frame less its two lines.
TEST(Yuv4mpegHeader, KnowsTheBytesOfAFrame) {
  const auto bytes = [](const std::string& colours) {
    return parse_yuv4mpeg_header("YUV4MPEG2 W5 H3 " + colours + "\n").frame_bytes;
  };
  EXPECT_EQ(bytes(""), 15u + 2 * 3 * 2);
  EXPECT_EQ(bytes("C420jpeg"), 15u + 2 * 3 * 2);
  EXPECT_EQ(bytes("C420p10"), 2 * (15u + 2 * 3 * 2));
  EXPECT_EQ(bytes("C422"), 15u + 2 * 3 * 3);
  EXPECT_EQ(bytes("C444p16"), 2 * 3 * 15u);
  EXPECT_EQ(bytes("C444alpha"), 4 * 15u);
  EXPECT_EQ(bytes("C411"), 15u + 2 * 2 * 3);
  EXPECT_EQ(bytes("Cmono"), 15u);
  EXPECT_EQ(bytes("Cmono9"), 30u);
  EXPECT_EQ(bytes("Cother"), 0u);
  EXPECT_EQ(parse_yuv4mpeg_header("YUV4MPEG2 W99999999999999999999 H2\n").frame_bytes, 0u);
  EXPECT_EQ(parse_yuv4mpeg_header("YUV4MPEG2 W-4 H2\n").frame_bytes, 0u);
}

TEST(Yuv4mpegFrames, TellWhetherTheLastOneIsWhole) {
  const std::string stream = "FRAME\n1234FRAME Ip\n56\n8";
  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    Yuv4mpegFrames frames(4);
    EXPECT_TRUE(frames.end_with_a_frame());
    for (std::size_t i = 0; i < stream.size(); i += piece) {
      const std::string part = stream.substr(i, piece);
      frames.add(part.data(), part.size());
      const std::size_t end = i + part.size();
      EXPECT_EQ(frames.end_with_a_frame(), end == 10 || end == stream.size()) << end;
    }
  }
  Yuv4mpegFrames unknown(0);
  unknown.add("FRAME", 5);
  EXPECT_TRUE(unknown.end_with_a_frame());
}

}  // namespace
}  // namespace stylize
