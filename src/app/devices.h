#pragma once

#include <c10/core/Device.h>

#include <CLI/CLI.hpp>
#include <string>

namespace stylize {

/// Accepts auto, cpu, cuda and cuda:N.
CLI::Validator device_validator();

/// The device of that name; auto is the first GPU where there is one, else the CPU.
/// Throws Error (kDevice) when the GPU asked for is not there.
c10::Device resolve_device(const std::string& name);

}  // namespace stylize
