#pragma once

#include <string>

namespace stylize {

/// One line each for this program, LibTorch, OpenCV and oneDNN; of a program built from a checkout
/// also what `git describe` says of it.
std::string versions();

/// The version of this program only: "0.1.0".
std::string program_version();

}  // namespace stylize
