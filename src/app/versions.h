#pragma once

#include <string>

namespace stylize {

/// One line each for this program, LibTorch, OpenCV and oneDNN.
std::string versions();

/// Of this program alone: "0.1.0".
std::string program_version();

}  // namespace stylize
