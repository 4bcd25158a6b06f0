#include "density.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <optional>

#include "picture_format.h"
#include "png_chunks.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

void put_big_endian(uint32_t value, std::size_t bytes, uint8_t* place) {
  for (std::size_t i = 0; i < bytes; ++i) {
    place[i] = static_cast<uint8_t>(value >> (8 * (bytes - 1 - i)) & 0xff);
  }
}

uint32_t rounded(double value) {
  return static_cast<uint32_t>(std::lround(value));
}

bool put_density_into_jfif(const Density& density, Bytes& file) {
  constexpr std::size_t kName = 6, kUnit = 13, kHorizontal = 14, kVertical = 16, kEnd = 18;
  constexpr uint8_t kInches = 1;
  if (file.size() < kEnd || std::memcmp(file.data() + kName, "JFIF", 5) != 0) return false;
  file[kUnit] = kInches;
  put_big_endian(rounded(density.horizontal), 2, file.data() + kHorizontal);
  put_big_endian(rounded(density.vertical), 2, file.data() + kVertical);
  return true;
}

void put_density_into_png(const Density& density, Bytes& file) {
  constexpr std::size_t kLength = 9;
  constexpr double kInchesOfMetre = 1 / kMetresOfInch;
  constexpr uint8_t kMetres = 1;
  Bytes data(kLength);
  put_big_endian(rounded(density.horizontal * kInchesOfMetre), 4, data.data());
  put_big_endian(rounded(density.vertical * kInchesOfMetre), 4, data.data() + 4);
  data.back() = kMetres;
  insert_png_chunk("pHYs", data, file);
}

}  // namespace

bool is_usable(const Density& density) {
  constexpr double kLowest = 1, kHighest = 65535;  // JFIF has 16 bits
  return std::min(density.horizontal, density.vertical) >= kLowest &&
         std::max(density.horizontal, density.vertical) <= kHighest;
}

bool put_density(const Density& density, std::vector<uint8_t>& file) {
  if (!is_usable(density)) return false;
  const std::optional<PictureFormat> format = format_by_signature(file);
  if (format == PictureFormat::kJpeg) return put_density_into_jfif(density, file);
  const bool is_png = format == PictureFormat::kPng;
  if (is_png) put_density_into_png(density, file);
  return is_png;
}

}  // namespace stylize
