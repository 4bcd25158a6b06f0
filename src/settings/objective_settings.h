#pragma once

#include "settings/setting.h"

namespace stylize {

// Settings of which a model file may have its own recommendation.

Setting content_weight_setting();
Setting style_weight_setting();
Setting tv_weight_setting();
Setting content_layers_setting();
Setting style_layers_setting();
Setting octaves_setting();

}  // namespace stylize
