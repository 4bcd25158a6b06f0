#include "described_colours.h"

#include <lcms2.h>

#include <cmath>
#include <memory>

namespace stylize {
namespace {

struct FreeCurve {
  void operator()(cmsToneCurve* curve) const { cmsFreeToneCurve(curve); }
};
using Curve = std::unique_ptr<cmsToneCurve, FreeCurve>;

constexpr Chromaticities kSrgb = {0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06};

// From samples to light: linear below `least`, (a x + b)^exponent above.
struct Shape {
  double exponent, a, b, slope, least;
};

constexpr Shape kSrgbShape = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
constexpr Shape kTelevisionShape = {1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081};

Curve curve_of(const Shape& shape) {
  const cmsFloat64Number parameters[5] = {shape.exponent, shape.a, shape.b, shape.slope,
                                          shape.least};
  return Curve(cmsBuildParametricToneCurve(nullptr, 4, parameters));
}

std::vector<uint8_t> saved_and_closed(cmsHPROFILE profile) {
  std::vector<uint8_t> bytes = saved_profile(profile);
  if (profile) cmsCloseProfile(profile);
  return bytes;
}

std::vector<uint8_t> profile_of(Samples samples, const Curve& curve, const Chromaticities& c) {
  if (!curve) return {};
  if (samples == Samples::kGray)
    return saved_and_closed(cmsCreateGrayProfile(cmsD50_xyY(), curve.get()));
  const cmsCIExyY white = {c.white_x, c.white_y, 1};
  const cmsCIExyYTRIPLE primaries = {
      {c.red_x, c.red_y, 1}, {c.green_x, c.green_y, 1}, {c.blue_x, c.blue_y, 1}};
  cmsToneCurve* curves[3] = {curve.get(), curve.get(), curve.get()};
  return saved_and_closed(cmsCreateRGBProfile(&white, &primaries, curves));
}

std::optional<Chromaticities> primaries_of(int code) {
  switch (code) {
    case 1:  // BT.709
      return kSrgb;
    case 5:  // PAL
      return Chromaticities{0.3127, 0.3290, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06};
    case 6:  // NTSC
    case 7:
      return Chromaticities{0.3127, 0.3290, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070};
    case 9:  // BT.2020
      return Chromaticities{0.3127, 0.3290, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046};
    case 12:  // Display P3
      return Chromaticities{0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060};
    default:
      return std::nullopt;
  }
}

Curve transfer_of(int code) {
  switch (code) {
    case 1:  // television's
    case 6:
    case 14:
    case 15:
      return curve_of(kTelevisionShape);
    case 4:
      return Curve(cmsBuildGamma(nullptr, 2.2));
    case 5:
      return Curve(cmsBuildGamma(nullptr, 2.8));
    case 8:
      return Curve(cmsBuildGamma(nullptr, 1));
    case 13:
      return curve_of(kSrgbShape);
    default:
      return nullptr;
  }
}

}  // namespace

std::vector<uint8_t> profile_of_gamma(Samples samples, std::optional<double> gamma,
                                      const std::optional<Chromaticities>& chromaticities) {
  constexpr double kUsual = 1 / 2.2, kTolerance = 0.05, kLeast = 0.1, kMost = 10;
  if (gamma && (*gamma < kLeast || *gamma > kMost)) return {};
  const bool usual = !gamma || std::abs(*gamma / kUsual - 1) <= kTolerance;
  if (usual && !chromaticities) return {};
  const Curve curve = usual ? curve_of(kSrgbShape) : Curve(cmsBuildGamma(nullptr, 1 / *gamma));
  return profile_of(samples, curve, chromaticities.value_or(kSrgb));
}

std::optional<std::vector<uint8_t>> profile_of_code_points(Samples samples, int primaries,
                                                           int transfer) {
  const std::optional<Chromaticities> chromaticities = primaries_of(primaries);
  const Curve curve = transfer_of(transfer);
  if (!chromaticities || !curve) return std::nullopt;
  return profile_of(samples, curve, *chromaticities);
}

}  // namespace stylize
