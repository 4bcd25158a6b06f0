#pragma once

#include <string>
#include <vector>

namespace stylize {

/// The words one after the other, with `separator` between them.
inline std::string joined(const std::vector<std::string>& words, const std::string& separator) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

}  // namespace stylize
