#pragma once

namespace stylize {

// The headings of --help that options of several files stand under.
constexpr const char* kInputAndOutput = "Input and output";
constexpr const char* kWatching = "Watching";

}  // namespace stylize
