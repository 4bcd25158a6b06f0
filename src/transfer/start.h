#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include "pictures.h"
#include "stylize/settings/transfer_options.h"

namespace stylize {

// What a scale begins with, on a canvas of its size and on the device: the first scale with what
// the options say, every other one with the picture of the scale before, a canvas too.
at::Tensor start_picture(const Pictures& pictures, const Size& size, const TransferOptions& options,
                         c10::Device device);
at::Tensor enlarged(const at::Tensor& picture, const Pictures& pictures, const Size& size,
                    const TransferOptions& options);

}  // namespace stylize
