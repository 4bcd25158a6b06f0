#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "stylize/image/comparison.h"
#include "thresholds.h"

namespace stylize {

enum class PairStatus {
  kEqual,       // no channel of any pixel differs
  kDiffers,     // differs, and there are no thresholds
  kWithin,      // differs, but not more than the thresholds allow
  kOutside,     // differs by more than they allow
  kMismatch,    // different sizes, or only one has alpha
  kUnreadable,  // one of the files cannot be read
  kMissing,     // only the golden picture exists
  kExtra,       // no golden picture exists
};

/// The outcome for one pair of pictures.
struct PairResult {
  std::string name;
  PairStatus status = PairStatus::kEqual;
  std::string reason;                    // why it failed; empty if it did not
  std::optional<Comparison> comparison;  // set for equal, differs, within and outside
  std::filesystem::path difference;      // the difference picture; empty: none was written
  std::filesystem::path golden;          // where new_golden is to go
  std::vector<uint8_t> new_golden;       // the bytes of the new golden picture; empty: none
};

/// The word used in tables and JSON: "equal", "mismatch", ...
const char* word_of(PairStatus status);

/// Whether a pair of this status lets the command succeed.
bool passes(PairStatus status);

/// Sets comparison, status and reason of `result`.
void judge(const Comparison& comparison, const Thresholds& thresholds, PairResult& result);

}  // namespace stylize
