#include "versions.h"
#include "stylize/version.h"

#include <torch/version.h>

#include <opencv2/core/version.hpp>

#ifndef ONEDNN_VERSION
#error "the build defines ONEDNN_VERSION"
#endif

namespace stylize {

std::string versions() {
  return std::string("stylize ") + STYLIZE_VERSION + "\nLibTorch " + TORCH_VERSION + "\nOpenCV " +
         CV_VERSION + "\noneDNN " + ONEDNN_VERSION;
}

std::string program_version() {
  return STYLIZE_VERSION;
}

}  // namespace stylize
