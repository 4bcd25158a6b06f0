#pragma once

#include <string>

namespace stylize {

/// One line each for this program, LibTorch, OpenCV and oneDNN.
std::string versions();

}  // namespace stylize
