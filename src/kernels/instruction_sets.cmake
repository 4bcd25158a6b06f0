# The inner loops are compiled once for each instruction set; the program chooses at run time.
set(kernel_files kernels/baseline.cpp)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  list(APPEND kernel_files kernels/avx2.cpp kernels/avx512.cpp)
  target_sources(stylize_core PRIVATE kernels/avx2.cpp kernels/avx512.cpp)
  set(avx2_flags -mavx2 -mfma)
  set(avx512_flags ${avx2_flags} -mavx512f -mavx512bw -mavx512dq -mavx512vl)
  set_source_files_properties(kernels/avx2.cpp PROPERTIES COMPILE_OPTIONS "${avx2_flags}")
  set_source_files_properties(kernels/avx512.cpp PROPERTIES COMPILE_OPTIONS "${avx512_flags}")
endif()
# -O3 and fused multiply-add whatever the build type: these loops dominate the run time. No
# precompiled header: it would bring other libraries' code into files with special flags.
set_source_files_properties(${kernel_files} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
set_property(SOURCE ${kernel_files} APPEND PROPERTY COMPILE_OPTIONS
             -O3 -ffp-contract=fast -fno-math-errno -Wno-psabi)
