#include "loss_text.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace stylize {

std::string loss_text(const std::string& name, double value) {
  std::string words = name == "total_variation" ? "tv" : name;
  std::replace(words.begin(), words.end(), '_', ' ');
  return fmt::format("{} {:.4g}", words, value);
}

}  // namespace stylize
