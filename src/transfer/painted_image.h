#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/image/image.h"
#include "stylize/settings/transfer_options.h"

namespace stylize {

// What is on a canvas, as an image of this size with the content's alpha, and so without the white
// that its colours were laid over.
Image painted_image(const at::Tensor& canvas, const Size& size, const Image& content,
                    const TransferOptions& options);

}  // namespace stylize
