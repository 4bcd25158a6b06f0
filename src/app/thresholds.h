#pragma once

#include <optional>

namespace stylize {

/// The limits within which two pictures count as the same; nullopt: no such limit.
struct Thresholds {
  std::optional<double> min_psnr;     // dB
  std::optional<double> min_ssim;     // -1..1
  std::optional<int> max_difference;  // levels 0..255
  std::optional<double> max_delta_e;  // CIE 1976

  bool any() const { return min_psnr || min_ssim || max_difference || max_delta_e; }
};

}  // namespace stylize
