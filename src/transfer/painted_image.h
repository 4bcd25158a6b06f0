#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/image/image.h"
#include "stylize/settings/transfer_options.h"

namespace stylize {

// The painting on a canvas as an image of this size with the content's alpha. The white that the
// content's colours were laid over is removed again.
Image painted_image(const at::Tensor& canvas, const Size& size, const Image& content,
                    const TransferOptions& options);

}  // namespace stylize
