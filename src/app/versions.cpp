#include "versions.h"

#include <torch/version.h>

#include <opencv2/core/version.hpp>

#if !defined(STYLIZE_VERSION) || !defined(ONEDNN_VERSION)
#error "the build defines STYLIZE_VERSION and ONEDNN_VERSION"
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
