#include "sequence/inheritance.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

#include "motion/optical_flow.h"
#include "motion/stillness.h"
#include "support/moved_picture.h"

namespace stylize {
namespace {

constexpr const char* kLake = SAMPLES_FOLDER "/content/mountain_lake.jpg";

at::Tensor painting_like(const at::Tensor& source, int seed) {
  at::manual_seed(static_cast<uint64_t>(seed));
  return at::avg_pool2d(at::rand_like(source), 5, 1, 2);
}

at::Tensor nothing_in(const at::Tensor& source) {
  return at::zeros({1, 1, source.size(2), source.size(3)}, at::kFloat);
}

double mean_value(const at::Tensor& map) {
  return map.mean().item<double>();
}

// As the painter of clips asks for them.
PaintedFrame painted(const at::Tensor& before, const at::Tensor& painting,
                     const at::Tensor& source) {
  return {before, painting, optical_flow(source, before), nothing_in(source)};
}

at::Tensor still_pixels(const at::Tensor& reference, const at::Tensor& before,
                        const at::Tensor& source) {
  return stillness(reference, source, optical_flow(source, before));
}

TEST(Inheritance, OfAStillFrameIsThePaintingItself) {
  const at::Tensor source = sample_picture(kLake), painting = painting_like(source, 1);
  const Inheritance held =
      inherited(source, {painted(source, painting, source)}, still_pixels(source, source, source));
  EXPECT_EQ(mean_value(held.known), 1);
  EXPECT_LT((held.painting - painting).abs().max().item<double>(), 1e-3);
  EXPECT_TRUE(at::equal(beginning_of(source, held).colour, held.painting));
  EXPECT_EQ(mean_value(held.still), 1);
  EXPECT_EQ(mean_value(held_to(held).alpha), 1);
}

// Half of the frame stays, with a little noise; the other half moves.
TEST(Inheritance, HoldsWhatIsStillMoreFirmly) {
  const at::Tensor before = sample_picture(kLake), painting = painting_like(before, 5);
  const at::Tensor flow = LinearMotion{1, 0, 0, 1, 3, 0}.flow(before.size(2), before.size(3));
  at::Tensor source = warped(before, flow, Interpolation::kCubic);
  source.narrow(3, 0, 80).copy_(before.narrow(3, 0, 80));
  source = (source + at::randn_like(source) / 255).clamp(0, 1);
  const Inheritance found =
      inherited(source, {painted(before, painting, source)}, still_pixels(before, before, source));
  const auto still = [&](int64_t first) { return found.still.narrow(3, first, 50); };
  EXPECT_GT(mean_value(still(10)), 0.8);
  EXPECT_LT(mean_value(still(100)), 0.05);
  EXPECT_TRUE(at::equal(found.painting * found.still, painting * found.still));
  const at::Tensor alpha = held_to(found).alpha;
  EXPECT_TRUE(at::allclose(alpha, at::maximum(found.still, found.known / kStillness)));
}

TEST(Inheritance, WhatIsNotKnownBeginsInTheColoursOfThePainting) {
  const at::Tensor source = sample_picture(kLake);
  Inheritance found;
  found.known = nothing_in(source);
  EXPECT_TRUE(
      at::equal(beginning_of(source, {source * 0, found.known, {}, {}, {}}).colour, source));
  found.known.narrow(3, 0, source.size(3) / 2).fill_(1);
  const at::Tensor recoloured = source * 0.5 + 0.2;
  found.painting = recoloured * found.known;
  EXPECT_LT((beginning_of(source, found).colour - recoloured).abs().max().item<double>(), 0.005);
}

TEST(Inheritance, TheTemporalErrorIsTheSquaredDistanceWhereSomethingIsKnown) {
  Inheritance found;
  found.painting = at::full({1, 3, 4, 6}, 0.25, at::kFloat);
  found.known = at::zeros({1, 1, 4, 6}, at::kFloat);
  at::Tensor painting = at::full({1, 3, 4, 6}, 1.0, at::kFloat);
  EXPECT_TRUE(std::isnan(temporal_error(found, painting)));
  found.known.narrow(3, 0, 3).fill_(1);
  painting.narrow(3, 0, 3).fill_(0.375);
  EXPECT_DOUBLE_EQ(temporal_error(found, painting), 3 * 0.125 * 0.125);
}

// Where nothing is known it begins anew; without the painting it is the same.
TEST(Inheritance, CountsTheFramesInWhichSomethingWasPainted) {
  const at::Tensor before = sample_picture(kLake), painting = painting_like(before, 2);
  const at::Tensor flow = LinearMotion{1, 0, 0, 1, 6, 0}.flow(before.size(2), before.size(3));
  const at::Tensor source = warped(before, flow, Interpolation::kCubic);
  PaintedFrame frame = painted(before, painting, source);
  frame.age = frame.age + 3;
  const Inheritance found = inherited(source, {frame}, nothing_in(source));
  EXPECT_TRUE(at::allclose(found.age, found.known * 4));
  EXPECT_LT(mean_value(found.age.narrow(3, found.age.size(3) - 5, 5)), 2) << "from outside";
  EXPECT_GT(mean_value(found.age), 3);
  frame.painting.reset();
  EXPECT_TRUE(at::equal(inherited(source, {frame}, nothing_in(source)).age, found.age));
}

TEST(Inheritance, MovesThePaintingAlong) {
  const at::Tensor before = sample_picture(kLake), painting = painting_like(before, 2);
  const at::Tensor flow = LinearMotion{1, 0, 0, 1, 4, 2}.flow(before.size(2), before.size(3));
  const at::Tensor source = warped(before, flow, Interpolation::kCubic);
  const at::Tensor expected = warped(painting, flow, Interpolation::kCubic);
  const Inheritance held =
      inherited(source, {painted(before, painting, source)}, still_pixels(before, before, source));
  EXPECT_GT(mean_value(held.known), 0.8);
  EXPECT_LT(mean_value(inner((held.painting - expected).abs() * held.known, 8)), 0.02);
}

// Around a thing that moves the flow is not reliable, but most of the background is unchanged.
TEST(Inheritance, KnowsABackgroundThatDoesNotChange) {
  const at::Tensor scene = sample_picture(kLake), painting = painting_like(scene, 6);
  const at::Tensor square =
      sample_picture(SAMPLES_FOLDER "/content/still_life.jpg").narrow(2, 30, 40).narrow(3, 40, 40);
  at::Tensor before = scene.clone(), source = scene.clone();
  before.narrow(2, 30, 40).narrow(3, 56, 40).copy_(square);
  source.narrow(2, 30, 40).narrow(3, 60, 40).copy_(square);
  const Inheritance found =
      inherited(source, {painted(before, painting, source)}, still_pixels(before, before, source));
  const auto beside = [](const at::Tensor& map) { return map.narrow(2, 0, 26); };  // above it
  EXPECT_EQ(mean_value(beside(found.known)), 1);
  const double off = mean_value((beside(found.painting) - beside(painting)).abs());
  EXPECT_LT(off, 0.01);
}

// A slow change is seen against what was painted, not against the frame before.
TEST(Inheritance, StillnessEndsWithASlowChange) {
  at::Tensor source = sample_picture(kLake) * 0.8;
  const at::Tensor reference = source;
  for (int frame = 1; frame < 4; ++frame) {
    const at::Tensor before = source;
    source = source + 1.4 / 255;
    const double still = mean_value(still_pixels(reference, before, source));
    EXPECT_EQ(still, frame < 3 ? 1 : 0);
  }
}

// Where nothing is known a frame begins with itself.
TEST(Inheritance, WithoutFramesIsNone) {
  const at::Tensor source = sample_picture(kLake);
  const Inheritance held = inherited(source, {}, nothing_in(source));
  EXPECT_EQ(mean_value(held.known), 0);
  EXPECT_TRUE(at::equal(beginning_of(source, held).colour, source));
}

// A square covers something and goes away: the frame two before knows what was there.
TEST(Inheritance, TakesWhatIsUncoveredFromFarther) {
  const at::Tensor scene = sample_picture(kLake);
  const at::Tensor square =
      sample_picture(SAMPLES_FOLDER "/content/still_life.jpg").narrow(2, 30, 40).narrow(3, 40, 40);
  at::Tensor covered = scene.clone();
  covered.narrow(2, 30, 40).narrow(3, 60, 40).copy_(square);
  const at::Tensor first = painting_like(scene, 3), second = painting_like(scene, 4);
  const auto middle = [](const at::Tensor& map) { return map.narrow(2, 38, 24).narrow(3, 68, 24); };
  const Inheritance near_only =
      inherited(scene, {painted(covered, second, scene)}, nothing_in(scene));
  EXPECT_LT(mean_value(middle(near_only.known)), 0.5);
  const Inheritance both = inherited(
      scene, {painted(covered, second, scene), painted(scene, first, scene)}, nothing_in(scene));
  EXPECT_EQ(mean_value(middle(both.known)), 1);
  EXPECT_GE((both.known - near_only.known).min().item<double>(), 0);
  // The nearest frame says it wherever it is reliable.
  EXPECT_TRUE(at::equal(both.painting * near_only.known, near_only.painting * near_only.known));
  const at::Tensor farther = both.known - near_only.known;
  EXPECT_LT(mean_value(((both.painting - first) * farther).abs()), 1e-3);
}

}  // namespace
}  // namespace stylize
