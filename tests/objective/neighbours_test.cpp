#include "stylize/objective/neighbours.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <vector>

namespace stylize {
namespace {

// Layers whose pixels are 1, 2 and 8 of the picture's wide: finer than a place, and coarser.
Features random_features(const Size& picture) {
  return {at::rand({1, 8, picture.height, picture.width}),
          at::rand({1, 16, picture.height / 2, picture.width / 2}),
          at::rand({1, 4, picture.height / 8, picture.width / 8})};
}

Features shifted(const Features& features, int64_t pixels) {
  Features result;
  for (const at::Tensor& map : features) {
    result.push_back(at::roll(map, {pixels * map.size(3) / features[0].size(3)}, {3}));
  }
  return result;
}

const std::vector<bool> kAllLayers = {true, true, true};
const std::vector<RegionMap> kWhole = {{}};

FeatureTarget neighbours(const Features& picture, const Size& size, const Features& style,
                         const Size& style_size, const at::Tensor& style_map = {}) {
  NeighbourSearch search(picture, kAllLayers, size, kWhole);
  search.look_in(style, style_size, {{true, style_map}});
  return search.target();
}

void expect_equal(const FeatureTarget& target, const Features& expected) {
  ASSERT_EQ(target.features.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_TRUE(at::equal(target.features[i], expected[i])) << "layer " << i;
    EXPECT_NEAR(target.norms[i], expected[i].square().sum().item<double>(), 1e-3) << i;
  }
}

// Wherever its places stand in the style, a picture finds them.
TEST(Neighbours, EveryPlaceFindsItselfAgain) {
  at::manual_seed(5);
  const Size size{64, 48};
  const Features picture = random_features(size);
  expect_equal(neighbours(picture, size, picture, size), picture);
  expect_equal(neighbours(picture, size, shifted(picture, 24), size), picture);
}

// Brightness and contrast of the two pictures differ: what is above its own picture's mean is
// like what is above the style's.
TEST(Neighbours, AreAlikeRelativeToTheirOwnPicture) {
  at::manual_seed(5);
  const Size size{64, 48};
  const Features style = random_features(size);
  Features picture;
  for (const at::Tensor& map : style) picture.push_back(0.3 * map + 2);
  expect_equal(neighbours(picture, size, style, size), style);
}

// The rest of a division belongs to the last place.
TEST(Neighbours, SidesNeedNotDivide) {
  at::manual_seed(5);
  const Size size{67, 50}, style_size{45, 91};
  const Features picture = random_features(size), style = random_features(style_size);
  const FeatureTarget target = neighbours(picture, size, style, style_size);
  for (std::size_t i = 0; i < picture.size(); ++i) {
    EXPECT_EQ(target.features[i].sizes(), picture[i].sizes());
    EXPECT_GT(target.features[i].min().item<float>(), 0) << "pixels without a neighbour";
  }
}

TEST(Neighbours, OfLayersThatAreNoStyleLayersThereAreNone) {
  at::manual_seed(5);
  const Size size{64, 48};
  const Features picture = random_features(size);
  NeighbourSearch search(picture, {true, false, true}, size, kWhole);
  search.look_in(picture, size, {{}});
  const FeatureTarget target = search.target();
  EXPECT_FALSE(target.features[1].defined());
  EXPECT_EQ(target.norms[1], 0);
  EXPECT_TRUE(at::equal(target.features[2], picture[2]));
  EXPECT_EQ(bytes_of(target), static_cast<int64_t>(picture[0].nbytes() + picture[2].nbytes()));
}

// The left half of the picture is that of one style, the right half of another.
TEST(Neighbours, AreTheBestOfAllStyles) {
  at::manual_seed(5);
  const Size size{64, 48};
  const Features first = random_features(size), second = random_features(size);
  Features picture;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const int64_t half = first[i].size(3) / 2;
    picture.push_back(at::cat({first[i].narrow(3, 0, half), second[i].narrow(3, half, half)}, 3));
  }
  NeighbourSearch search(picture, kAllLayers, size, kWhole);
  search.look_in(first, size, {{}});
  search.look_in(second, size, {{}});
  expect_equal(search.target(), picture);
}

TEST(Neighbours, OfARegionComeFromItsSource) {
  at::manual_seed(5);
  const Size size{64, 48};
  const Features picture = random_features(size), other = random_features(size);
  const at::Tensor left = at::cat({at::ones({1, 1, 48, 32}), at::zeros({1, 1, 48, 32})}, 3);
  NeighbourSearch search(picture, kAllLayers, size, {left, 1 - left});
  search.look_in(picture, size, {{true, {}}, {false, {}}});
  search.look_in(other, size, {{false, {}}, {true, 1 - left}});
  const FeatureTarget target = search.target();
  const at::Tensor found = target.features[0];
  EXPECT_TRUE(at::equal(found.narrow(3, 0, 32), picture[0].narrow(3, 0, 32)));
  // Each pixel on the right is one of the other's right half.
  const at::Tensor pixels = found.narrow(3, 32, 32).flatten(2)[0].t().contiguous();
  const at::Tensor allowed = other[0].narrow(3, 32, 32).flatten(2)[0].t().contiguous();
  EXPECT_EQ(at::cdist(pixels, allowed).amin(1).max().item<float>(), 0);
}

// A region so small that no place is half its own still has the place that has most of it.
TEST(Neighbours, ATinySourceIsFound) {
  at::manual_seed(5);
  const Size size{64, 48};
  const Features picture = random_features(size);
  const at::Tensor dot = at::zeros({1, 1, 48, 64});
  dot[0][0][21][33] = 1;  // in the place at row 5, column 8
  const FeatureTarget target = neighbours(picture, size, picture, size, dot);
  const at::Tensor place = picture[0].narrow(2, 20, 4).narrow(3, 32, 4);
  EXPECT_TRUE(at::equal(target.features[0], place.repeat({1, 1, 12, 16})));
}

TEST(Neighbours, AreTheSameForEveryNumberOfThreads) {
  at::manual_seed(5);
  const Size size{256, 200};  // several blocks of places
  const Features picture = random_features(size), style = random_features(size);
  const int before = at::get_num_threads();
  std::vector<FeatureTarget> targets;
  for (const int threads : {1, 2, 3}) {
    at::set_num_threads(threads);
    targets.push_back(neighbours(picture, size, style, size));
  }
  at::set_num_threads(before);
  for (std::size_t i = 0; i < picture.size(); ++i) {
    EXPECT_TRUE(at::equal(targets[1].features[i], targets[0].features[i]));
    EXPECT_TRUE(at::equal(targets[2].features[i], targets[0].features[i]));
  }
}

// A flat picture has nothing that tells its places apart, and features that are not finite none.
TEST(Neighbours, OfAFlatPictureAreSomePlaceOfTheStyle) {
  at::manual_seed(5);
  const Size size{64, 48};
  Features flat;
  const Features style = random_features(size);
  for (const at::Tensor& map : style) flat.push_back(at::full_like(map, 0.25));
  for (const at::Tensor& map : neighbours(flat, size, style, size).features) {
    EXPECT_TRUE(at::isfinite(map).all().item<bool>());
    EXPECT_GT(map.max().item<float>(), 0);
  }
  flat[0].fill_(std::numeric_limits<float>::quiet_NaN());
  EXPECT_EQ(neighbours(flat, size, style, size).features[0].sizes(), flat[0].sizes());
}

}  // namespace
}  // namespace stylize
