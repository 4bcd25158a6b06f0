// What the sanitizers are told, so that a fuzz target run by hand needs no environment.

// LibTorch is compiled without them: containers that it filled look overflowed, and what it keeps
// until the process ends looks lost.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "detect_container_overflow=0:detect_odr_violation=0:detect_leaks=0";
}

extern "C" const char* __ubsan_default_options();
extern "C" const char* __ubsan_default_options() {
  return "print_stacktrace=1";
}
