#include "video/ppm_stream.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "stylize/error.h"

namespace stylize {
namespace {

// A stream of these bytes that gives at most `most` at a time, as pipes do.
PpmStream stream(const std::string& bytes, std::size_t most) {
  return PpmStream([bytes, most, at = std::size_t{0}](void* to, std::size_t size) mutable {
    const std::size_t count = std::min({size, most, bytes.size() - at});
    std::memcpy(to, bytes.data() + at, count);
    at += count;
    return count;
  });
}

const std::string kFrame = std::string("P6\n2 1\n255\n") + "\xff\x33" + std::string(1, '\0') +
                           std::string(2, '\0') + "\x66";

TEST(PpmStream, GivesOnePictureAfterTheOther) {
  for (const std::size_t most : {1u, 5u, 1000u}) {
    PpmStream frames = stream(kFrame + kFrame, most);
    for (int i = 0; i < 2; ++i) {
      const auto frame = frames.next("x", 2);
      ASSERT_TRUE(frame);
      EXPECT_EQ(frame->size(), (Size{2, 1}));
      const at::Tensor expected =
          at::tensor({1., 0., 0.2, 0., 0., 0.4}, at::kFloat).reshape({1, 3, 1, 2});
      EXPECT_TRUE(at::allclose(frame->colour, expected));
    }
    EXPECT_FALSE(frames.next("x", 2));
  }
}

TEST(PpmStream, RefusesWhatIsNone) {
  for (const std::string& bytes :
       {kFrame.substr(0, 13), std::string("P5\n2 1\n255\n12"),
        std::string("P6\n2 1\n65535\n123456"), std::string("P6\n-2 1\n255\n"),
        std::string("P6\n0 1\n255\n"), std::string("P6\n2 1"),
        std::string("P6\n99999999999999999999 1\n255\n"), std::string("P")}) {
    EXPECT_THROW(stream(bytes, 100).next("x", 1000), Error) << bytes;
  }
  EXPECT_THROW(stream(kFrame, 100).next("x", 1), Error);  // more pixels than allowed
  EXPECT_THROW(stream("P6\n900000 900000\n255\n", 100).next("x", 1000), Error);
}

}  // namespace
}  // namespace stylize
