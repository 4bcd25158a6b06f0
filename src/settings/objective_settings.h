#pragma once

#include "settings/setting.h"

namespace stylize {

// Settings that a model file may recommend.

Setting content_weight_setting();
Setting style_weight_setting();
Setting tv_weight_setting();
Setting style_loss_setting();
Setting content_layers_setting();
Setting style_layers_setting();
Setting octaves_setting();

}  // namespace stylize
