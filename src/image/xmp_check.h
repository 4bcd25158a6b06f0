#pragma once

#include <string>

namespace stylize {

/// Whether a parser of XML can be given this packet: UTF-8 without zeros, no declarations (of
/// document types and entities, which can grow without bound), and elements at most 64 deep
/// (parsers recurse).
bool is_harmless_xmp(const std::string& packet);

}  // namespace stylize
