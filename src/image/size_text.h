#pragma once

#include <string>

#include "stylize/image/image.h"

namespace stylize {

/// The size as written in messages: "640x480".
inline std::string text_of(const Size& size) {
  return std::to_string(size.width) + "x" + std::to_string(size.height);
}

}  // namespace stylize
