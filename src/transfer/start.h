#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include "pictures.h"
#include "stylize/settings/transfer_options.h"

namespace stylize {

// The picture that a scale begins with, on a canvas for `size` and on the device. start_picture()
// makes that of the first scale, as the options say; enlarged() makes those of the others from the
// canvas of the scale before.
at::Tensor start_picture(const Pictures& pictures, const Size& size, const TransferOptions& options,
                         c10::Device device);
at::Tensor enlarged(const at::Tensor& picture, const Pictures& pictures, const Size& size,
                    const TransferOptions& options);

}  // namespace stylize
