#pragma once

#include <exiv2/exiv2.hpp>

namespace stylize {

/// Removes what does not hold for another picture of the same motive: everything about how pixels
/// are stored, maker notes, thumbnails, other pictures in the file, and values of more than 16 KiB.
/// The caller holds use_exiv2().
void keep_what_holds(Exiv2::ExifData& exif);

/// Removes the same from XMP, and the record of an earlier painting.
void keep_what_holds(Exiv2::XmpData& xmp);

}  // namespace stylize
