#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "stylize/image/comparison.h"
#include "thresholds.h"

namespace stylize {

enum class PairStatus {
  kEqual,       // no channel of any pixel differs
  kDiffers,     // and there are no thresholds
  kWithin,      // differs, but not more than the thresholds allow
  kOutside,     // differs by more
  kMismatch,    // another size, or alpha in one of them only
  kUnreadable,  // one of the files
  kMissing,     // there is a golden picture only
  kExtra,       // there is no golden picture
};

/// What became of one pair of pictures.
struct PairResult {
  std::string name;
  PairStatus status = PairStatus::kEqual;
  std::string reason;                    // why it failed, in words; empty when it did not
  std::optional<Comparison> comparison;  // equal, differs, within, outside have it
  std::filesystem::path difference;      // the difference picture; empty: none was written
};

/// A word for it, as tables and JSON have it: "equal", "mismatch", ...
const char* word_of(PairStatus status);

/// Whether a pair of this status lets the command succeed.
bool passes(PairStatus status);

/// Sets comparison, status and reason by the thresholds.
void judge(const Comparison& comparison, const Thresholds& thresholds, PairResult& result);

}  // namespace stylize
