#include "video/clip_probe.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stylize/error.h"

namespace stylize {
namespace {

TEST(ClipProbe, TakesTheFirstVideoThatIsNoCover) {
  const ProbedClip clip = parse_probe(R"({"streams": [
    {"index": 0, "codec_type": "video", "r_frame_rate": "90000/1", "disposition": {"attached_pic": 1}},
    {"index": 1, "codec_type": "audio", "start_time": "0.0"},
    {"index": 2, "codec_type": "video", "r_frame_rate": "30000/1001", "avg_frame_rate": "30/1",
     "start_time": "1.500000", "color_space": "bt709", "color_transfer": "unknown"}],
    "format": {"format_name": "matroska,webm", "start_time": "1.400000"}})",
                                      "x");
  EXPECT_EQ(clip.stream, 2);
  EXPECT_EQ(clip.info.rate.numerator, 30000);
  EXPECT_EQ(clip.info.rate.denominator, 1001);
  EXPECT_NEAR(clip.info.first, 0.1, 1e-9);
  EXPECT_TRUE(clip.info.sound);
  EXPECT_FALSE(clip.info.subtitles);
  EXPECT_EQ(clip.info.colour_space, "bt709");
  EXPECT_EQ(clip.info.colour_transfer, "");
  EXPECT_EQ(clip.info.container, "matroska,webm");
}

TEST(ClipProbe, RefusesOtherDescriptions) {
  for (const char* text :
       {"", "{}", "[]", R"({"streams": [], "format": {}})", R"({"streams": 3, "format": {}})",
        R"({"streams": [{"codec_type": "audio"}], "format": {}})",
        R"({"streams": [{"codec_type": "video"}], "format": {}})"}) {
    EXPECT_THROW(parse_probe(text, "x"), Error) << text;
  }
}

TEST(ClipProbe, ReadsRatios) {
  EXPECT_EQ(parse_ratio("30000/1001").denominator, 1001);
  EXPECT_EQ(parse_ratio("25:1").numerator, 25);
  EXPECT_EQ(parse_ratio("25").denominator, 1);
  for (const char* text :
       {"", "25x", "0/0", "-1/2", "1/-2", "99999999999999999999/1", "2000000/1"}) {
    EXPECT_EQ(parse_ratio(text).numerator, 0) << text;
  }
}

ClipInfo with_packets(const std::string& packets, const ClipPart& part = {}) {
  ClipInfo info;
  info.rate = {25, 1};
  add_packets(packets, part, {1, 1000}, info);
  return info;
}

// Packets come in the order of decoding.
TEST(ClipProbe, KnowsASteadyClip) {
  const ClipInfo info = with_packets("0,40\n120,40\n40,40\n80,40\n160,40\n");
  EXPECT_EQ(info.frames, 5);
  EXPECT_TRUE(info.times.empty());
}

TEST(ClipProbe, KeepsTheTimesOfOthers) {
  const ClipInfo info = with_packets("500,40\n540,40\n700,60\n");
  EXPECT_EQ(info.frames, 3);
  ASSERT_EQ(info.times.size(), 4u);
  EXPECT_NEAR(info.times[1], 0.04, 1e-9);
  EXPECT_NEAR(info.times[2], 0.2, 1e-9);
  EXPECT_NEAR(info.times[3], 0.26, 1e-9);
}

TEST(ClipProbe, CountsTheFramesOfAPart) {
  ClipPart part;
  part.from = 0.04;
  part.to = 0.16;
  EXPECT_EQ(with_packets("1000,40\n1040,40\n1080,40\n1120,40\n1160,40\n", part).frames, 3);
}

TEST(ClipProbe, GuessesNothingWithoutTimes) {
  const ClipInfo info = with_packets("N/A,40\nN/A,40\n");
  EXPECT_EQ(info.frames, 2);
  EXPECT_TRUE(info.times.empty());
}

TEST(ClipProbe, SaysWhetherAClipGoesOnAfterThePart) {
  ClipInfo info;
  info.rate = {25, 1};
  EXPECT_FALSE(add_packets("0,40\n40,40\n80,40\n", {}, {1, 1000}, info));
  EXPECT_TRUE(add_packets("0,40\n40,40\n80,40\n", {-1, 0, 0.05}, {1, 1000}, info));
  EXPECT_EQ(info.frames, 2);
}

// Neither is a number of ticks that could be subtracted.
TEST(ClipProbe, TakesAnyTimes) {
  const ClipInfo info = with_packets("-9223372036854775808,1\n9223372036854775807,1\n");
  EXPECT_EQ(info.frames, 2);
}

TEST(ClipProbe, KnowsWhatFfprobeSaysOfAFileThatEndsEarly) {
  EXPECT_NE(missing_frames("File ended prematurely"), "");
  EXPECT_NE(missing_frames("stream 0, offset 0x734d: partial file"), "");
  EXPECT_EQ(missing_frames("Application provided duration is invalid"), "");
  EXPECT_EQ(missing_frames(""), "");
}

}  // namespace
}  // namespace stylize
