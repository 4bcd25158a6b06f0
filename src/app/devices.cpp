#include "devices.h"

#include <torch/cuda.h>

#include <string>

#include "stylize/error.h"

namespace stylize {

c10::Device resolve_device(const std::string& name) {
  if (name == "cpu") return c10::Device(c10::kCPU);
  const auto count = static_cast<int>(torch::cuda::device_count());
  if (name == "auto") return count > 0 ? c10::Device(c10::kCUDA, 0) : c10::Device(c10::kCPU);
  const int index = name == "cuda" ? 0 : std::stoi(name.substr(5));
  if (index >= count) {
    throw Error(ErrorKind::kDevice, "--device " + name + ": this LibTorch sees " +
                                        std::to_string(count) + " CUDA devices; use --device cpu");
  }
  return {c10::kCUDA, static_cast<c10::DeviceIndex>(index)};
}

}  // namespace stylize
