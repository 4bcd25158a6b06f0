#pragma once

#include <c10/core/Device.h>

#include <string>

namespace stylize {

/// The device of that name; auto is the first GPU if there is one, else the CPU. Throws Error
/// (kDevice) when the requested GPU does not exist.
c10::Device resolve_device(const std::string& name);

}  // namespace stylize
