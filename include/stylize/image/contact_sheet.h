#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// Longest side in pixels of a picture on a contact sheet.
constexpr int64_t kSheetPictureSide = 224;

struct SheetPicture {
  Image image;
  std::string caption;  ///< ASCII
};

/// The pictures (at least one) on white, four in a row, each with its caption below. All are
/// scaled, smaller ones enlarged, to the size that the last one has at kSheetPictureSide, so that
/// they differ only in what is painted. The same pictures give the same pixels.
Image contact_sheet(const std::vector<SheetPicture>& pictures);

}  // namespace stylize
