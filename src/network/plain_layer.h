#pragma once

#include "class_text.h"

namespace stylize {

/// Whether a class's text says that its convolution has stride, padding, dilation and groups of 1,
/// and is padded with zeros. Scripted modules say it by constants, traced ones by the call that
/// they make; a class that says it in another way does not count as plain.
bool is_plain_convolution(const ClassText& text);

/// Whether the text of a class of torch.nn.MaxPool2d says that it pools 2x2 values with stride 2,
/// without padding or dilation.
bool is_plain_max_pooling(const ClassText& text);

/// The same for torch.nn.AvgPool2d.
bool is_plain_average_pooling(const ClassText& text);

}  // namespace stylize
