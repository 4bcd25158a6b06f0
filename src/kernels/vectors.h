#pragma once

// Vectors of floats and bits of masks. The including file defines STYLIZE_LANES, the floats in a
// vector: 8 or 16.

#include <cstdint>
#include <cstring>

#if defined(__AVX2__) || defined(__AVX512F__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// GCC warns that vectors wider than the processor's are passed in memory. Here they are only passed
// to inlined functions.
#pragma GCC diagnostic ignored "-Wpsabi"
#define STYLIZE_INLINE inline __attribute__((always_inline))

namespace stylize::kernels {
namespace {

constexpr int kLanes = STYLIZE_LANES;

typedef float Vector __attribute__((vector_size(kLanes * sizeof(float))));
typedef int32_t Integers __attribute__((vector_size(kLanes * sizeof(float))));

STYLIZE_INLINE Vector load(const float* p) {
  Vector v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

STYLIZE_INLINE void store(float* p, Vector v) {
  std::memcpy(p, &v, sizeof v);
}

// From the bits of bfloat16, which is the upper half of a float.
STYLIZE_INLINE Vector load(const uint16_t* p) {
  typedef uint16_t Halves __attribute__((vector_size(kLanes * sizeof(uint16_t))));
  typedef uint32_t Bits __attribute__((vector_size(kLanes * sizeof(uint32_t))));
  Halves halves;
  std::memcpy(&halves, p, sizeof halves);
  return (Vector)(__builtin_convertvector(halves, Bits) << 16);
}

STYLIZE_INLINE float float_of(float value) {
  return value;
}

STYLIZE_INLINE float float_of(uint16_t half) {
  const uint32_t bits = static_cast<uint32_t>(half) << 16;
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

STYLIZE_INLINE Vector splat(float value) {
  return value - Vector{};
}

// max(v, 0), written so that NaN stays NaN: the optimizer must notice it.
STYLIZE_INLINE Vector positive(Vector v) {
  return v <= 0 ? Vector{} : v;
}

STYLIZE_INLINE Vector larger(Vector a, Vector b) {
  return a > b ? a : b;
}

#if defined(__AVX512F__)
STYLIZE_INLINE void store_bits(uint8_t* p, Integers condition) {
  const __mmask16 bits = _mm512_movepi32_mask((__m512i)condition);
  std::memcpy(p, &bits, sizeof bits);
}
STYLIZE_INLINE Vector keep_bits(Vector v, const uint8_t* p) {
  __mmask16 bits;
  std::memcpy(&bits, p, sizeof bits);
  return (Vector)_mm512_maskz_mov_ps(bits, (__m512)v);
}
#else
STYLIZE_INLINE void store_bits(uint8_t* p, Integers condition) {
#if defined(__AVX2__)
  *p = static_cast<uint8_t>(_mm256_movemask_ps((__m256)condition));
#elif defined(__aarch64__)
  const Integers bits = condition & Integers{1, 2, 4, 8, 16, 32, 64, 128};
  int32x4_t halves[2];
  std::memcpy(halves, &bits, sizeof bits);
  *p = static_cast<uint8_t>(vaddvq_s32(vaddq_s32(halves[0], halves[1])));
#else
  int bits = 0;
  for (int i = 0; i < kLanes; ++i) bits |= (condition[i] & 1) << i;
  *p = static_cast<uint8_t>(bits);
#endif
}
STYLIZE_INLINE Vector keep_bits(Vector v, const uint8_t* p) {
  constexpr Integers kBit = {1, 2, 4, 8, 16, 32, 64, 128};
  const Integers all = static_cast<int32_t>(*p) - Integers{};
  return (all & kBit) != 0 ? v : Vector{};
}
#endif

}  // namespace
}  // namespace stylize::kernels
