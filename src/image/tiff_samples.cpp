#include "tiff_samples.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>

namespace stylize {
namespace {

// One of several packed samples of `bits` bits, the first in the highest bits.
unsigned packed_sample(const uint8_t* bytes, std::size_t index, unsigned bits) {
  unsigned value = 0;
  for (std::size_t at = index * bits; at < (index + 1) * bits; ++at) {
    value = value << 1 | (bytes[at >> 3] >> (7 - (at & 7)) & 1u);
  }
  return value;
}

float half_to_float(uint16_t half) {
  const int exponent = half >> 10 & 31, mantissa = half & 1023;
  const float sign = half & 0x8000 ? -1.f : 1.f;
  if (exponent == 31) return mantissa ? 0.f : sign * INFINITY;
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(mantissa), -24);
  return sign * std::ldexp(static_cast<float>(mantissa + 1024), exponent - 25);
}

template <typename Value>
Value value_at(const uint8_t* bytes, std::size_t index) {
  Value value;
  std::memcpy(&value, bytes + index * sizeof(Value), sizeof(Value));
  return value;
}

template <typename Sample>
void unpremultiply(Sample* pixel, int colours, double most) {
  const double alpha = static_cast<double>(pixel[colours]);
  for (int c = 0; c < colours; ++c) {
    const double value = alpha > 0 ? static_cast<double>(pixel[c]) * most / alpha : 0;
    pixel[c] = static_cast<Sample>(
        std::is_integral_v<Sample> ? std::min(std::floor(value + 0.5), most) : value);
  }
}

}  // namespace

void TiffSamples::convert_line(const uint8_t* line, uint32_t count, uint8_t* target) const {
  if (layout_.planar == PLANARCONFIG_CONTIG && layout_.palette.empty() && layout_.bits == 8 &&
      layout_.format != SAMPLEFORMAT_IEEEFP && layout_.samples == form_.channels()) {
    std::memcpy(target, line, std::size_t{count} * layout_.samples);
    return;
  }
  for (int sample = 0; sample < layout_.samples; ++sample) place(line, count, sample, target);
}

void TiffSamples::place(const uint8_t* stored, uint32_t count, int sample, uint8_t* target) const {
  const bool separate = layout_.separate();
  if (sample >= layout_.colours && sample != layout_.alpha) return;
  const std::size_t step = separate ? 1 : layout_.samples,
                    first = separate ? 0 : static_cast<std::size_t>(sample);
  const auto channels = static_cast<std::size_t>(form_.channels());
  const std::size_t channel =
      sample == layout_.alpha ? channels - 1 : static_cast<std::size_t>(sample);
  const bool indexes = !layout_.palette.empty() && sample < layout_.colours;
  const unsigned most = (1u << std::min<unsigned>(layout_.bits, 16)) - 1;
  const bool packed =
      layout_.bits != 8 && layout_.bits != 16 && layout_.bits != 32 && layout_.bits != 64;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = i * step + first, to = i * channels + channel;
    if (layout_.format == SAMPLEFORMAT_IEEEFP) {
      const float value = layout_.bits == 16   ? half_to_float(value_at<uint16_t>(stored, from))
                          : layout_.bits == 32 ? value_at<float>(stored, from)
                                               : static_cast<float>(value_at<double>(stored, from));
      std::memcpy(target + to * sizeof(float), &value, sizeof(float));
      continue;
    }
    unsigned value = 0;
    if (packed) {
      value = packed_sample(stored, from, layout_.bits);
    } else {
      value = layout_.bits == 8 ? stored[from] : value_at<uint16_t>(stored, from);
    }
    if (indexes) {
      std::memcpy(target + i * channels, layout_.palette.data() + std::size_t{3} * value, 3);
    } else if (form_.depth == CV_8U) {
      target[to] = static_cast<uint8_t>(packed ? value * 255 / most : value);
    } else {
      const auto wide = static_cast<uint16_t>(packed ? std::uint64_t{value} * 65535 / most : value);
      std::memcpy(target + to * sizeof(wide), &wide, sizeof(wide));
    }
  }
}

template <typename Sample>
void TiffSamples::finish(Sample* pixels, std::size_t count, double most) const {
  const int colours = form_.colour_channels(), channels = form_.channels();
  for (std::size_t i = 0; i < count; ++i, pixels += channels) {
    if (form_.alpha && layout_.associated) unpremultiply(pixels, colours, most);
    if (layout_.photometric == PHOTOMETRIC_MINISWHITE) {
      pixels[0] = static_cast<Sample>(most - static_cast<double>(pixels[0]));
    }
  }
}

void TiffSamples::finish_row(uint8_t* row, std::size_t count) const {
  if (!layout_.associated && layout_.photometric != PHOTOMETRIC_MINISWHITE) return;
  if (form_.depth == CV_8U) finish(row, count, 255);
  if (form_.depth == CV_16U) finish(reinterpret_cast<uint16_t*>(row), count, 65535);
  if (form_.depth == CV_32F) finish(reinterpret_cast<float*>(row), count, 1);
}

}  // namespace stylize
