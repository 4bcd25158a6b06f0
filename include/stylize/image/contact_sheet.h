#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// Pixels of the longest side of a picture on a contact sheet.
constexpr int64_t kSheetPictureSide = 224;

struct SheetPicture {
  Image image;
  std::string caption;  ///< ASCII
};

/// The pictures on white paper, four in a row, each with its caption below; at least one. They are
/// scaled to the size that the last one has at kSheetPictureSide, smaller ones enlarged, so that
/// all look the same but for what is painted. The same pictures give the same pixels.
Image contact_sheet(const std::vector<SheetPicture>& pictures);

}  // namespace stylize
