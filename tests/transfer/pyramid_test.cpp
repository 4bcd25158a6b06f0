#include "stylize/transfer/pyramid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "stylize/error.h"

namespace stylize {
namespace {

TEST(PyramidSizes, ChosenScalesGoFromAbout128ByAtMostDoubling) {
  EXPECT_EQ(pyramid_sizes({512, 384}, 0, 16),
            (std::vector<Size>{{128, 96}, {256, 192}, {512, 384}}));
  for (int64_t longest : {64, 128, 129, 200, 400, 777, 1024, 3000}) {
    const auto sizes = pyramid_sizes({longest, longest * 3 / 4}, 0, 16);
    EXPECT_EQ(sizes.back().width, longest);
    EXPECT_EQ(sizes.front().width, std::min<int64_t>(longest, 128));
    for (std::size_t i = 1; i < sizes.size(); ++i) {
      EXPECT_GT(sizes[i].width, sizes[i - 1].width);
      EXPECT_LE(sizes[i].width, 2 * sizes[i - 1].width + 1);
    }
  }
}

TEST(PyramidSizes, OfAPanoramaKeepTheirShortSide) {
  for (const Size& size : pyramid_sizes({2048, 128}, 0, 16)) EXPECT_GE(size.height, 32);
}

TEST(PyramidSizes, GivenScalesHalve) {
  EXPECT_EQ(pyramid_sizes({400, 300}, 3, 16),
            (std::vector<Size>{{100, 75}, {200, 150}, {400, 300}}));
  EXPECT_EQ(pyramid_sizes({400, 300}, 1, 16), (std::vector<Size>{{400, 300}}));
}

TEST(PyramidSizes, TooManyScalesAreRefused) {
  try {
    pyramid_sizes({400, 300}, 6, 16);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kOption);
    EXPECT_NE(std::string(error.what()).find("13x10"), std::string::npos) << error.what();
  }
}

TEST(ScaleIterations, DoubleTowardsTheCoarse) {
  EXPECT_EQ(scale_iterations(40, 3), (std::vector<int>{160, 80, 40}));
  EXPECT_EQ(scale_iterations(7, 1), (std::vector<int>{7}));
  EXPECT_EQ(scale_iterations(600'000, 3), (std::vector<int>{1'000'000, 1'000'000, 600'000}));
  EXPECT_EQ(scale_iterations(2'000'000, 2), (std::vector<int>{2'000'000, 2'000'000}));
}

}  // namespace
}  // namespace stylize
