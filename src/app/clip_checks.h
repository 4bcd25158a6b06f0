#pragma once

#include <optional>
#include <string>

#include "settings/value_check.h"

namespace stylize {

/// A time in a clip: seconds, minutes:seconds or hours:minutes:seconds; rewritten in seconds.
ValueCheck time_check();

/// A number of frames per second or a ratio, more than 0 and at most 1000; rewritten as a whole
/// number or a ratio of two.
ValueCheck frame_rate_check();

/// The name of an encoder: letters, digits, _ and -, none of the latter in front.
ValueCheck codec_check();

}  // namespace stylize
