# Finds LibTorch, and what follows from its version: the C++ standard of everything that includes its
# headers, CMAKE_CXX_STANDARD.

# Its package file warns of every library that it was built with and that is not beside it, such as
# Kineto, a profiler that nothing here calls. Errors are still shown.
set(stylize_log_level "${CMAKE_MESSAGE_LOG_LEVEL}")
set(CMAKE_MESSAGE_LOG_LEVEL ERROR)
find_package(Torch REQUIRED)
set(CMAKE_MESSAGE_LOG_LEVEL "${stylize_log_level}")

# LibTorch's archives for the old ABI of std::string link with nothing else of the system.
if("${TORCH_CXX_FLAGS}" MATCHES "_GLIBCXX_USE_CXX11_ABI=0")
  message(FATAL_ERROR "The LibTorch in ${TORCH_INSTALL_PREFIX} has the old C++ ABI, with which the system's other libraries do not link; download the archive that pytorch.org calls \"cxx11 ABI\".")
endif()

# Debian's LibTorch 1.13 is C++14 and works from C++17; 2.1 and later require C++17, 2.13 C++20.
if(NOT CMAKE_CXX_STANDARD)
  set(CMAKE_CXX_STANDARD 17)
  if(Torch_VERSION VERSION_GREATER_EQUAL 2.13)
    set(CMAKE_CXX_STANDARD 20)
  endif()
endif()
