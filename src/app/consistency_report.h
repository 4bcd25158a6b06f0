#pragma once

#include <optional>
#include <string>

#include "sequence/clip_consistency.h"

namespace stylize {

/// Whether the mean error between neighbours is within the limit; true without one.
bool is_consistent(const ClipConsistency& found, std::optional<double> most);

/// What `stylize compare --consistency` prints.
std::string consistency_text(const ClipConsistency& found, std::optional<double> most);
std::string consistency_json(const ClipConsistency& found, std::optional<double> most);

}  // namespace stylize
