#pragma once

#include <string>

#include "stylize/network/model.h"

namespace stylize {

/// Lines "  KEY: WHAT\n": network, size, whose the weights are and their licence, and what is
/// recommended, all in characters that a terminal does not obey. Reads the file once more. Throws
/// Error (kRead, kInput).
std::string model_description(const Model& model);

/// Of these lines those on whose the weights are: for --version.
std::string origin_description(const Model& model);

/// Logs a line when the model's own defaults are not what is used.
void tell_of_defaults(const Model& model);

}  // namespace stylize
