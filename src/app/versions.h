#pragma once

#include <string>

namespace stylize {

/// One line each for this program, LibTorch, OpenCV and oneDNN.
std::string versions();

/// The version of this program only: "0.1.0".
std::string program_version();

}  // namespace stylize
