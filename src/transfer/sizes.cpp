#include <algorithm>
#include <cmath>

#include "stylize/image/resize.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

Size output_size(const Size& content, const TransferOptions& options) {
  return options.size == 0 ? content : fit_longest_side(content, options.size);
}

Size style_size(const Size& style, const Size& output, double scale) {
  const auto longest = static_cast<double>(std::max(output.width, output.height));
  return fit_longest_side(style, std::max<int64_t>(1, std::llround(longest * scale)));
}

}  // namespace stylize
