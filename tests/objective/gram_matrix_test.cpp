#include "stylize/objective/gram_matrix.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

namespace stylize {
namespace {

at::Tensor naive_gram(const at::Tensor& features) {
  const at::Tensor f = features.to(at::kDouble).flatten(2)[0];
  const int64_t channels = f.size(0), pixels = f.size(1);
  at::Tensor gram = at::zeros({channels, channels}, at::kDouble);
  const auto in = f.accessor<double, 2>();
  auto out = gram.accessor<double, 2>();
  for (int64_t i = 0; i < channels; ++i) {
    for (int64_t j = 0; j < channels; ++j) {
      for (int64_t k = 0; k < pixels; ++k) out[i][j] += in[i][k] * in[j][k];
      out[i][j] /= static_cast<double>(pixels);
    }
  }
  return gram;
}

double largest_difference(const at::Tensor& a, const at::Tensor& b) {
  return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

TEST(GramMatrix, OfTwoChannelsByHand) {
  const at::Tensor features = at::tensor({1., 2., 3., 4.}, at::kFloat).reshape({1, 2, 1, 2});
  const at::Tensor expected = at::tensor({5., 11., 11., 25.}, at::kDouble).reshape({2, 2}) / 2;
  EXPECT_TRUE(at::allclose(gram_matrix(features), expected));
}

TEST(GramMatrix, EqualsSumsOfProductsInBothMemoryLayouts) {
  at::manual_seed(1);
  const at::Tensor features = at::randn({1, 17, 9, 13}).relu();
  const at::Tensor expected = naive_gram(features);
  EXPECT_LT(largest_difference(gram_matrix(features), expected), 1e-5);
  const at::Tensor channels_last = features.contiguous(at::MemoryFormat::ChannelsLast);
  EXPECT_LT(largest_difference(gram_matrix(channels_last), expected), 1e-5);
}

TEST(GramMatrix, OfASinglePixel) {
  const at::Tensor features = at::ones({1, 3, 1, 1}) * 2;
  EXPECT_LT(largest_difference(gram_matrix(features), at::full({3, 3}, 4.)), 1e-6);
}

TEST(MultiplyFeatures, IsAMatrixProduct) {
  at::manual_seed(2);
  const at::Tensor features = at::randn({1, 8, 5, 7}), matrix = at::randn({8, 8});
  const at::Tensor expected =
      at::matmul(matrix.to(at::kDouble), features.to(at::kDouble).flatten(2)[0]);
  const at::Tensor product = multiply_features(matrix, features);
  ASSERT_EQ(product.sizes(), features.sizes());
  EXPECT_LT(largest_difference(product.flatten(2)[0], expected), 1e-5);
}

}  // namespace
}  // namespace stylize
