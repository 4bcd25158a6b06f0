#pragma once

#include <string>

namespace stylize {

/// Bytes in base64 (RFC 4648, with padding).
std::string base64(const std::string& bytes);

}  // namespace stylize
