#pragma once

#include "class_text.h"

namespace stylize {

/// Whether a class says that its convolution has stride, padding, dilation and groups of 1, padded
/// with zeros. Scripted modules say it by constants, traced ones by the call that they make; what
/// says it otherwise is not plain.
bool is_plain_convolution(const ClassText& text);

/// Whether a class of torch.nn.MaxPool2d says that it pools 2x2 values with a stride of 2, without
/// padding or dilation.
bool is_plain_max_pooling(const ClassText& text);

/// The same for torch.nn.AvgPool2d.
bool is_plain_average_pooling(const ClassText& text);

}  // namespace stylize
