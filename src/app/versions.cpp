#include "versions.h"

#include <ATen/Version.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <opencv2/core/utility.hpp>
#include <regex>

#ifndef STYLIZE_VERSION
#error "the build defines STYLIZE_VERSION"
#endif

namespace stylize {
namespace {

// LibTorch links oneDNN and says in its configuration which one: "Intel(R) MKL-DNN v2.6.3 (Git
// ...".
std::string onednn_version() {
  const std::string configuration = at::show_config();
  std::smatch match;
  const std::regex pattern("(MKL-DNN|oneDNN) v([0-9.]+)");
  return std::regex_search(configuration, match, pattern) ? match[2].str() : "not in this LibTorch";
}

}  // namespace

std::string versions() {
  return std::string("stylize ") + STYLIZE_VERSION + "\nLibTorch " + TORCH_VERSION +
         (torch::cuda::is_available() ? " (CUDA)" : " (CPU)") + "\nOpenCV " +
         cv::getVersionString() + "\noneDNN " + onednn_version();
}

}  // namespace stylize
