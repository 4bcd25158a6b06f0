#pragma once

#include <string>

#include "stylize/network/model.h"

namespace stylize {

/// Lines " KEY: WHAT\n": network, size, origin and licence of the weights, and recommended
/// settings, with terminal control characters escaped. Reads the file once more. Throws Error
/// (kRead, kInput).
std::string model_description(const Model& model);

/// Only the lines about the origin of the weights: for --version.
std::string origin_description(const Model& model);

/// Logs a line when other defaults than the model file's own are used.
void tell_of_defaults(const Model& model);

}  // namespace stylize
