#pragma once

#include <string>
#include <vector>

#include "pair_result.h"

namespace stylize {

/// A few lines about one pair; empty for one that could not be read, which an error message
/// reports.
std::string comparison_text(const PairResult& result);

/// A table in the order of `results` and a last line with counts.
std::string comparison_table(const std::vector<PairResult>& results);

/// One JSON object in lines: "passed", "thresholds", "counts" and "pairs". An infinite PSNR, which
/// JSON cannot hold, is null.
std::string comparison_json(const std::vector<PairResult>& results, const Thresholds& thresholds);

}  // namespace stylize
