#pragma once

#include <mutex>

namespace stylize {

/// Hold this lock while using Exiv2, in any thread: Exiv2 has global tables that are not
/// thread-safe, despite its lock for XMP. The first call also stops Exiv2 from printing and
/// registers the XMP namespace "stylize".
std::unique_lock<std::mutex> use_exiv2();

}  // namespace stylize
