#pragma once

#include <optional>
#include <string>

#include "stylize/settings/label_colour.h"

namespace stylize {

/// The colour in "ff0000", "#ff0000", "#f00", "white" or "black", any case; nullopt for any other
/// text. "#" begins a comment in shells and config files, so it may be left out.
std::optional<LabelColour> parse_label_colour(const std::string& text);

}  // namespace stylize
