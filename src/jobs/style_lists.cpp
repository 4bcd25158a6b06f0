#include "style_lists.h"

#include <algorithm>
#include <string>

#include "stylize/error.h"

namespace stylize {
namespace {

void check_count(const std::string& setting, std::size_t count, std::size_t styles) {
  if (count == 0 || count == styles) return;
  throw SettingError(setting, "has " + std::to_string(count) + " entries for " +
                                  std::to_string(styles) + (styles == 1 ? " style" : " styles") +
                                  "; give one for each style");
}

}  // namespace

void check_style_lists(const JobOptions& options) {
  const std::size_t styles = options.more_styles.size() + 1;
  const TransferOptions& transfer = options.transfer;
  if (transfer.style_scales.size() != 1) {
    check_count("style-scale", transfer.style_scales.size(), styles);
  }
  check_count("style-blend", transfer.style_blend.size(), styles);
  check_count("style-blocks", transfer.style_blocks.size(), styles);
  check_count("style-mask", options.style_masks.size(), styles);
  if (options.content_mask.has_value() == options.style_masks.empty()) {
    if (!options.content_mask) {
      throw SettingError("content-mask",
                         "missing; " + setting_name("style-mask") + " says nothing without it");
    }
    throw SettingError(
        "style-mask", "missing; with " + setting_name("content-mask") + " give one for each style");
  }
  const std::vector<double>& blend = transfer.style_blend;
  if (!blend.empty() && std::all_of(blend.begin(), blend.end(), [](double w) { return w == 0; })) {
    throw SettingError("style-blend", "all weights are 0; raise one");
  }
}

}  // namespace stylize
