#pragma once

#include "settings/setting.h"

namespace stylize {

// Settings that may have one value for each style, in the styles' order.

Setting style_scale_setting();
Setting style_blend_setting();
Setting style_blend_end_setting();
Setting style_blocks_setting();
Setting style_mask_setting();

}  // namespace stylize
