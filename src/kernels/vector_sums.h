#pragma once

// Sums over vectors, in double.

#include <cstdint>

#include "vectors.h"

namespace stylize::kernels {
namespace {

typedef double Doubles __attribute__((vector_size(kLanes * sizeof(double))));

STYLIZE_INLINE Doubles widened(Vector v) {
  return __builtin_convertvector(v, Doubles);
}

STYLIZE_INLINE double sum_of(Doubles v) {
  double sum = 0;
  for (int i = 0; i < kLanes; ++i) sum += v[i];
  return sum;
}

// Number: float, or the bits of a bfloat16.
template <typename Number>
double dot(const Number* a, const float* b, int64_t length) {
  Doubles sums{};
  int64_t i = 0;
  for (; i + kLanes <= length; i += kLanes) sums += widened(load(a + i)) * widened(load(b + i));
  double total = sum_of(sums);
  for (; i < length; ++i) total += static_cast<double>(float_of(a[i])) * static_cast<double>(b[i]);
  return total;
}

double squared_distance(const float* a, const float* b, int64_t length) {
  Doubles sums{};
  int64_t i = 0;
  for (; i + kLanes <= length; i += kLanes) {
    const Doubles difference = widened(load(a + i) - load(b + i));
    sums += difference * difference;
  }
  double total = sum_of(sums);
  for (; i < length; ++i) {
    const auto difference = static_cast<double>(a[i] - b[i]);
    total += difference * difference;
  }
  return total;
}

template <typename Number>
double add_scaled_and_dot(float* a, float factor, const Number* b, const Number* c,
                          int64_t length) {
  Doubles sums{};
  int64_t i = 0;
  for (; i + kLanes <= length; i += kLanes) {
    const Vector sum = load(a + i) + factor * load(b + i);
    store(a + i, sum);
    sums += widened(sum) * widened(load(c + i));
  }
  double total = sum_of(sums);
  for (; i < length; ++i) {
    a[i] += factor * float_of(b[i]);
    total += static_cast<double>(a[i]) * static_cast<double>(float_of(c[i]));
  }
  return total;
}

}  // namespace
}  // namespace stylize::kernels
