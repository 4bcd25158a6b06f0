#include "kernels/feature_products.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <vector>

#include "kernels/guided_products.h"

namespace stylize {
namespace {

at::Tensor random_features(int64_t channels, int64_t height, int64_t width) {
  at::manual_seed(3);
  return at::randn({1, channels, height, width}).relu().contiguous(at::MemoryFormat::ChannelsLast);
}

double relative_difference(const at::Tensor& a, const at::Tensor& expected) {
  return ((a.to(at::kDouble) - expected).norm() / expected.norm()).item<double>();
}

class FeatureProducts : public testing::TestWithParam<std::array<int64_t, 3>> {
 protected:
  const at::Tensor features_ = random_features(GetParam()[0], GetParam()[1], GetParam()[2]);
  const at::Tensor rows_ = features_.to(at::kDouble).flatten(2)[0];
};

TEST_P(FeatureProducts, GramMatrixIsTheSumOfOuterProducts) {
  ASSERT_TRUE(has_fast_products(features_));
  const at::Tensor expected = at::matmul(rows_, rows_.t()) / static_cast<double>(rows_.size(1));
  const at::Tensor gram = fast_gram_matrix(features_);
  EXPECT_LT(relative_difference(gram, expected), 1e-6);
  EXPECT_TRUE(at::equal(gram, gram.t()));
}

TEST_P(FeatureProducts, GramMatrixDoesNotDependOnTheThreads) {
  const int threads = at::get_num_threads();
  at::set_num_threads(1);
  const at::Tensor one = fast_gram_matrix(features_);
  at::set_num_threads(3);
  EXPECT_TRUE(at::equal(one, fast_gram_matrix(features_)));
  at::set_num_threads(threads);
}

// Of two regions: most pixels belong to one of them, some to both, some to none.
std::vector<at::Tensor> weights_for(const at::Tensor& features) {
  const at::Tensor place = at::rand({1, 1, features.size(2), features.size(3)});
  return {(place - 0.4).clamp_min(0), (0.5 - place).clamp_min(0) * (place > 0.1)};
}

// So that a picture in windows is painted as one that is painted whole.
TEST_P(FeatureProducts, GramMatricesOfPartsAddUpToThatOfTheMap) {
  const int64_t height = features_.size(2), width = features_.size(3);
  const int64_t step = pixels_of_run(features_.size(1));
  const at::Tensor weights = weights_for(features_)[0];
  at::Tensor sum = at::zeros({rows_.size(0), rows_.size(0)}, at::kDouble), guided = sum.clone();
  for (int64_t left = 0; left < width; left += step) {
    for (int64_t top = 0; top < height; top += 7) {
      const auto part = [&](const at::Tensor& map) {
        return map.slice(3, left, left + step).slice(2, top, top + 7);
      };
      const at::Tensor own = part(features_).contiguous(at::MemoryFormat::ChannelsLast);
      const auto pixels = static_cast<double>(own.size(2) * own.size(3));
      sum.add_(fast_gram_matrix(own), pixels);
      guided.add_(fast_guided_sums(own, part(weights), false).products, pixels);
    }
  }
  const auto pixels = static_cast<double>(height * width);
  EXPECT_LT(relative_difference(sum / pixels, fast_gram_matrix(features_)), 1e-14);
  const at::Tensor expected = fast_guided_sums(features_, weights, false).products;
  EXPECT_LE((guided / pixels - expected).norm().item<double>(),
            1e-14 * expected.norm().item<double>());
}

TEST_P(FeatureProducts, MeansAreThoseOfTheChannels) {
  const at::Tensor means = fast_means(features_);
  EXPECT_LT(relative_difference(means, rows_.mean(1)), 1e-14);
}

TEST_P(FeatureProducts, ProductInPlaceIsTheMatrixProduct) {
  at::Tensor matrix = at::randn({rows_.size(0), rows_.size(0)});
  matrix = matrix + matrix.t();
  const at::Tensor expected = at::matmul(matrix.to(at::kDouble), rows_);
  at::Tensor product = features_.clone();
  multiply_features_in_place(matrix, product);
  EXPECT_LT(relative_difference(product.flatten(2)[0], expected), 1e-6);
}

TEST_P(FeatureProducts, GuidedSumsAreWeightedSums) {
  const int threads = at::get_num_threads();
  for (const at::Tensor& weights : weights_for(features_)) {
    const at::Tensor weighted = rows_ * weights.to(at::kDouble).flatten();
    const auto pixels = static_cast<double>(rows_.size(1));
    at::set_num_threads(1);
    const GuidedSums sums = fast_guided_sums(features_, weights, true);
    EXPECT_TRUE(at::allclose(sums.products.to(at::kDouble),
                             at::matmul(weighted, rows_.t()) / pixels, 1e-5, 1e-6));
    EXPECT_TRUE(at::allclose(sums.means.to(at::kDouble), weighted.sum(1) / pixels, 1e-5, 1e-6));
    at::set_num_threads(3);
    const GuidedSums again = fast_guided_sums(features_, weights, false);
    EXPECT_TRUE(at::equal(sums.products, again.products));
    EXPECT_FALSE(again.means.defined());
  }
  at::set_num_threads(threads);
}

TEST_P(FeatureProducts, GuidedProductsAreSumsOfWeightedMaps) {
  const int64_t channels = rows_.size(0);
  std::vector<GuidedProduct> maps;
  at::Tensor expected = rows_ * 0.3;
  for (const at::Tensor& weights : weights_for(features_)) {
    const bool has_offset = maps.empty();
    maps.push_back({at::randn({channels, channels}),
                    has_offset ? at::randn({channels}) : at::Tensor(), weights});
    at::Tensor map = at::matmul(maps.back().matrix.t().to(at::kDouble), rows_);
    if (has_offset) map = map + maps.back().offset.reshape({channels, 1});
    expected = expected + map * weights.to(at::kDouble).flatten();
  }
  const at::Tensor result = at::empty_like(features_);
  apply_guided_products(maps, 0.3, features_, result);
  EXPECT_LT(relative_difference(result.flatten(2)[0], expected), 1e-6);
  at::Tensor in_place = features_.clone();
  apply_guided_products(maps, 0.3, in_place, in_place);
  EXPECT_TRUE(at::equal(in_place, result));
}

INSTANTIATE_TEST_SUITE_P(Shapes, FeatureProducts,
                         testing::Values(std::array<int64_t, 3>{32, 1, 1},
                                         std::array<int64_t, 3>{64, 31, 33},
                                         std::array<int64_t, 3>{96, 90, 91},
                                         std::array<int64_t, 3>{512, 9, 10}));

TEST(HasFastProducts, OnlyForTensorsThatTheKernelsSupport) {
  EXPECT_FALSE(
      has_fast_products(at::rand({1, 17, 4, 4}).contiguous(at::MemoryFormat::ChannelsLast)));
  EXPECT_FALSE(has_fast_products(at::rand({1, 32, 4, 4}))) << "planes, not channels-last";
  EXPECT_FALSE(has_fast_products(random_features(32, 4, 4).to(at::kDouble)));
}

}  // namespace
}  // namespace stylize
