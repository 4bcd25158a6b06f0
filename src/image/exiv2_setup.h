#pragma once

#include <mutex>

namespace stylize {

/// To be held while Exiv2 is used, from any thread: Exiv2 keeps tables of its own that several
/// threads must not use at once, its lock for XMP notwithstanding. The first call also keeps Exiv2
/// from printing and makes the XMP namespace "stylize" known.
std::unique_lock<std::mutex> use_exiv2();

}  // namespace stylize
