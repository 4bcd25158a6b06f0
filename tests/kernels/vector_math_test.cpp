#include "kernels/vector_math.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <cmath>
#include <limits>

namespace stylize {
namespace {

// Lengths below, at and above a kernel's vector and chunk, and a type handled by device-independent
// code.
class VectorMath : public testing::TestWithParam<std::tuple<int64_t, at::ScalarType>> {
 protected:
  at::Tensor random() { return at::randn({std::get<0>(GetParam())}, std::get<1>(GetParam())); }

  static double exact_dot(const at::Tensor& a, const at::Tensor& b) {
    return (a.to(at::kDouble) * b.to(at::kDouble)).sum().item<double>();
  }

  double tolerance() { return 1e-9 * static_cast<double>(std::get<0>(GetParam())); }
};

TEST_P(VectorMath, Products) {
  at::manual_seed(4);
  const at::Tensor a = random(), b = random();
  EXPECT_NEAR(dot_product(a, b), exact_dot(a, b), tolerance());
  EXPECT_NEAR(squared_distance(a, b), exact_dot(a - b, a - b), 1e-6 * exact_dot(a, a) + 1e-6);
  EXPECT_NEAR(absolute_sum(a), exact_dot(a, a.sign()), tolerance());
  EXPECT_NEAR(root_mean_square(a), std::sqrt(exact_dot(a, a) / static_cast<double>(a.numel())),
              1e-6);
}

TEST_P(VectorMath, AddsAndMultipliesInOnePass) {
  at::manual_seed(5);
  const at::Tensor a = random(), b = random(), c = random();
  const at::Tensor sum = a + 0.5 * b;
  const double product = add_scaled_and_dot(a, 0.5, b, c);
  EXPECT_TRUE(at::allclose(a, sum, 1e-6, 1e-6));
  EXPECT_NEAR(product, exact_dot(a, c), tolerance());
}

TEST_P(VectorMath, TakesVectorsOfHalfThePrecision) {
  at::manual_seed(6);
  const at::Tensor a = random(), b = random().to(at::kBFloat16), c = random().to(at::kBFloat16);
  EXPECT_NEAR(dot_product(b, a.to(at::kFloat)), exact_dot(a.to(at::kFloat), b), tolerance());
  const at::Tensor sum = a + 0.5 * b.to(a.scalar_type());
  const double product = add_scaled_and_dot(a, 0.5, b, c);
  EXPECT_TRUE(at::allclose(a, sum, 1e-6, 1e-6));
  EXPECT_NEAR(product, exact_dot(a, c), tolerance());
}

INSTANTIATE_TEST_SUITE_P(Lengths, VectorMath,
                         testing::Combine(testing::Values(1, 15, 16, 1000, 16384, 100003),
                                          testing::Values(at::kFloat, at::kDouble)));

TEST(DotProduct, OfFloatsDoesNotDependOnTheThreads) {
  const int threads = at::get_num_threads();
  const at::Tensor a = at::randn({100003}), b = at::randn({100003});
  at::set_num_threads(1);
  const double one = dot_product(a, b);
  at::set_num_threads(3);
  EXPECT_EQ(one, dot_product(a, b));
  at::set_num_threads(threads);
}

TEST(AllFinite, DetectsOneBadElement) {
  at::Tensor a = at::ones({40000});
  EXPECT_TRUE(all_finite(a));
  a[39999] = std::numeric_limits<float>::infinity();
  EXPECT_FALSE(all_finite(a));
  a[39999] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(all_finite(a));
}

}  // namespace
}  // namespace stylize
