# The version of the oneDNN inside LibTorch. Only LibTorch itself knows it, and loading that takes
# too long for --version.
file(WRITE ${PROJECT_BINARY_DIR}/onednn_version.cpp [[
#include <ATen/Version.h>
#include <cstdio>
int main() { std::puts(at::show_config().c_str()); }
]])
if(NOT DEFINED ONEDNN_VERSION)
  # Links library files: the targets in LibTorch's own archives refer to others (protobuf, CUDA),
  # which the small project of try_run does not know.
  get_filename_component(torch_folder ${TORCH_LIBRARY} DIRECTORY)
  find_library(ONEDNN_HOLDER torch_cpu PATHS ${torch_folder} NO_DEFAULT_PATH REQUIRED)
  find_library(ONEDNN_HOLDER_BASE c10 PATHS ${torch_folder} NO_DEFAULT_PATH REQUIRED)
  mark_as_advanced(ONEDNN_HOLDER ONEDNN_HOLDER_BASE)
  try_run(run_result compile_result ${PROJECT_BINARY_DIR}/onednn_version
          ${PROJECT_BINARY_DIR}/onednn_version.cpp
          CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${TORCH_INCLUDE_DIRS}"
          LINK_LIBRARIES ${ONEDNN_HOLDER} ${ONEDNN_HOLDER_BASE}
          # The old kind of search path holds for what LibTorch's libraries need, too.
          LINK_OPTIONS -Wl,--unresolved-symbols=ignore-in-shared-libs,--disable-new-dtags
          CXX_STANDARD ${CMAKE_CXX_STANDARD}
          RUN_OUTPUT_VARIABLE configuration)
  set(version "not in this LibTorch")
  if(compile_result AND configuration MATCHES "(MKL-DNN|oneDNN) v([0-9.]+)")
    set(version ${CMAKE_MATCH_2})
  endif()
  set(ONEDNN_VERSION ${version} CACHE INTERNAL "oneDNN inside LibTorch")
endif()
