#include "stylize/transfer/pyramid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "stylize/error.h"
#include "stylize/settings/transfer_options.h"

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

std::vector<int> iterations_of(int last, std::vector<int> coarser, std::size_t scales) {
  TransferOptions options;
  options.iterations = last;
  options.coarser_iterations = std::move(coarser);
  return scale_iterations(options, scales);
}

TEST(ScaleIterations, DoubleTowardsTheCoarse) {
  EXPECT_EQ(iterations_of(40, {}, 3), (std::vector<int>{160, 80, 40}));
  EXPECT_EQ(iterations_of(7, {}, 1), (std::vector<int>{7}));
  EXPECT_EQ(iterations_of(600'000, {}, 3), (std::vector<int>{1'000'000, 1'000'000, 600'000}));
  EXPECT_EQ(iterations_of(2'000'000, {}, 2), (std::vector<int>{2'000'000, 2'000'000}));
}

TEST(ScaleIterations, AreThoseOfTheListAtTheLastScales) {
  EXPECT_EQ(iterations_of(10, {50, 20}, 3), (std::vector<int>{50, 20, 10}));
  EXPECT_EQ(iterations_of(10, {50, 20}, 5), (std::vector<int>{200, 100, 50, 20, 10}));
  EXPECT_EQ(iterations_of(10, {50, 20}, 2), (std::vector<int>{20, 10}));
  EXPECT_EQ(iterations_of(10, {50, 20}, 1), (std::vector<int>{10}));
}

}  // namespace
}  // namespace stylize
