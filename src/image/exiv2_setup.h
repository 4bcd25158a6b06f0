#pragma once

namespace stylize {

/// To be called before Exiv2 is used: keeps it from printing, lets several threads use its XMP part,
/// and makes the XMP namespace "stylize" known. Does its work once; any thread may call it.
void prepare_exiv2();

}  // namespace stylize
