#include "png_colours.h"

#include <utility>

namespace stylize {
namespace {

constexpr double kUnit = 100000;  // gAMA and cHRM are in units of 1/100000

Chromaticities chromaticities_of(const PngChunk& chunk) {
  const auto number = [&](std::size_t index) { return chunk.number_at(4 * index) / kUnit; };
  return {number(0), number(1), number(2), number(3), number(4), number(5), number(6), number(7)};
}

}  // namespace

void PngColours::see(const PngChunk& chunk) {
  if (chunk.is("sRGB") && chunk.length == 1) srgb_ = true;
  if (chunk.is("gAMA") && chunk.length == 4) gamma_ = chunk.number_at(0) / kUnit;
  if (chunk.is("cHRM") && chunk.length == 32) chromaticities_ = chromaticities_of(chunk);
  // Only for RGB samples (no matrix) with full range.
  if (chunk.is("cICP") && chunk.length == 4 && chunk.data[2] == 0 && chunk.data[3] == 1) {
    code_points_ = CodePoints{chunk.data[0], chunk.data[1]};
  }
}

std::vector<uint8_t> PngColours::profile(Samples samples, std::vector<uint8_t> iccp) const {
  if (code_points_) {
    auto described =
        profile_of_code_points(samples, code_points_->primaries, code_points_->transfer);
    if (described) return *std::move(described);
  }
  if (!iccp.empty()) return iccp;
  if (srgb_) return {};
  return profile_of_gamma(samples, gamma_, chromaticities_);
}

}  // namespace stylize
