#include "pair_result.h"

#include <spdlog/fmt/fmt.h>

namespace stylize {
namespace {

void add(std::string& reasons, const std::string& reason) {
  if (!reasons.empty()) reasons += ", ";
  reasons += reason;
}

// Written so that NaN fails.
std::string exceeded(const Comparison& comparison, const Thresholds& thresholds) {
  std::string reasons;
  const auto& [min_psnr, min_ssim, max_difference, max_delta_e] = thresholds;
  if (min_psnr && !(comparison.psnr >= *min_psnr)) {
    add(reasons, fmt::format("psnr {:.6g} below {:g}", comparison.psnr, *min_psnr));
  }
  if (min_ssim && !(comparison.ssim >= *min_ssim)) {
    add(reasons, fmt::format("ssim {:.6g} below {:g}", comparison.ssim, *min_ssim));
  }
  if (max_difference && comparison.largest_difference > *max_difference) {
    add(reasons,
        fmt::format("largest {} above {}", comparison.largest_difference, *max_difference));
  }
  if (max_delta_e && !(comparison.delta_e <= *max_delta_e)) {
    add(reasons, fmt::format("delta E {:.6g} above {:g}", comparison.delta_e, *max_delta_e));
  }
  return reasons;
}

}  // namespace

const char* word_of(PairStatus status) {
  switch (status) {
    case PairStatus::kEqual:
      return "equal";
    case PairStatus::kDiffers:
      return "differs";
    case PairStatus::kWithin:
      return "within";
    case PairStatus::kOutside:
      return "outside";
    case PairStatus::kMismatch:
      return "mismatch";
    case PairStatus::kUnreadable:
      return "unreadable";
    case PairStatus::kMissing:
      return "missing";
    case PairStatus::kExtra:
      break;
  }
  return "extra";
}

bool passes(PairStatus status) {
  return status == PairStatus::kEqual || status == PairStatus::kDiffers ||
         status == PairStatus::kWithin;
}

void judge(const Comparison& comparison, const Thresholds& thresholds, PairResult& result) {
  result.comparison = comparison;
  result.reason = exceeded(comparison, thresholds);
  if (!result.reason.empty()) {
    result.status = PairStatus::kOutside;
  } else if (comparison.largest_difference == 0) {
    result.status = PairStatus::kEqual;
  } else {
    result.status = thresholds.any() ? PairStatus::kWithin : PairStatus::kDiffers;
  }
}

}  // namespace stylize
