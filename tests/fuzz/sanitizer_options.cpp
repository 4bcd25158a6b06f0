// Options of the sanitizers, so that a fuzz target can be run by hand without environment
// variables.

// LibTorch is compiled without sanitizers: containers that it filled look overflowed, and memory
// that it keeps until the process ends looks leaked.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "detect_container_overflow=0:detect_odr_violation=0:detect_leaks=0";
}

extern "C" const char* __ubsan_default_options();
extern "C" const char* __ubsan_default_options() {
  return "print_stacktrace=1";
}
