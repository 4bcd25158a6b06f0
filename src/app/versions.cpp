#include "versions.h"

#include "app/source_description.h"
#include "stylize/version.h"

#include <torch/version.h>

#include <opencv2/core/version.hpp>

#ifndef ONEDNN_VERSION
#error "the build defines ONEDNN_VERSION"
#endif

namespace stylize {

std::string versions() {
  const std::string source = STYLIZE_SOURCE;
  return std::string("stylize ") + STYLIZE_VERSION + "\nLibTorch " + TORCH_VERSION + "\nOpenCV " +
         CV_VERSION + "\noneDNN " + ONEDNN_VERSION + (source.empty() ? "" : "\nsources " + source);
}

std::string program_version() {
  return STYLIZE_VERSION;
}

}  // namespace stylize
