#include "stylize/transfer/target_cache.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace stylize {
namespace {

FeatureTarget content_of(int64_t kilobytes) {
  return {{at::zeros({256 * kilobytes}, at::kFloat), {}}, {1, 0}};
}

StyleTarget style_of(int64_t kilobytes) {
  const LayerStyle layer{at::zeros({256 * kilobytes}, at::kFloat), {}, {}, 1};
  return {{{layer}}};
}

TEST(TargetCache, GivesTheSameTargetAgain) {
  TargetCache cache(1 << 20);
  const auto make = [] { return style_of(1); };
  const auto first = cache.style("a", make);
  EXPECT_EQ(cache.style("a", make), first);
  EXPECT_NE(cache.style("b", make), first);
  EXPECT_EQ(cache.made(), 2);
  EXPECT_EQ(cache.bytes(), 2048);
}

TEST(TargetCache, ContentsAndStylesOfOneNameAreDifferent) {
  TargetCache cache(1 << 20);
  cache.style("a", [] { return style_of(1); });
  const auto content = cache.content("a", [] { return content_of(2); });
  EXPECT_EQ(bytes_of(*content), 2048);
  EXPECT_EQ(cache.made(), 2);
}

TEST(TargetCache, DropsWhatWasNotUsedForTheLongestTime) {
  TargetCache cache(3 * 1024);
  const auto make = [] { return style_of(1); };
  for (const char* key : {"a", "b", "c", "a", "d"}) cache.style(key, make);  // b goes
  EXPECT_EQ(cache.made(), 4);
  for (const char* key : {"a", "c", "d"}) cache.style(key, make);
  EXPECT_EQ(cache.made(), 4);
  cache.style("b", make);
  EXPECT_EQ(cache.made(), 5);
  EXPECT_LE(cache.bytes(), 3 * 1024);
}

TEST(TargetCache, DropsContentsBeforeStyles) {
  TargetCache cache(3 * 1024);
  cache.style("style", [] { return style_of(1); });
  for (const char* key : {"a", "b", "c"}) cache.content(key, [] { return content_of(1); });
  EXPECT_EQ(cache.made(), 4);
  cache.style("style", [] { return style_of(1); });
  EXPECT_EQ(cache.made(), 4);
}

TEST(TargetCache, ForgetsAllTargetsOfAName) {
  TargetCache cache(10 * 1024);
  for (const char* key : {"a", "a 1x1", "ab 1x1"}) {
    cache.content(key, [] { return content_of(1); });
    cache.style(key, [] { return style_of(1); });
  }
  const int64_t before = cache.bytes();
  cache.forget("a");
  EXPECT_EQ(3 * cache.bytes(), before);
  cache.content("ab 1x1", [] { return content_of(1); });
  EXPECT_EQ(cache.made(), 6);
  cache.style("a 1x1", [] { return style_of(1); });
  EXPECT_EQ(cache.made(), 7);
}

TEST(TargetCache, DoesNotKeepWhatIsLargerThanItsBudget) {
  TargetCache cache(1024);
  cache.content("a", [] { return content_of(2); });
  EXPECT_EQ(cache.bytes(), 0);
  cache.style("b", [] { return style_of(1); });
  cache.clear();
  EXPECT_EQ(cache.bytes(), 0);
}

}  // namespace
}  // namespace stylize
