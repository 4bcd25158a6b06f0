#pragma once

namespace stylize {

/// While one lives, standard error goes nowhere if silence_stray_output() says so. Held by one
/// thread at a time.
class SilencedStandardError {
 public:
  SilencedStandardError();
  ~SilencedStandardError();
  SilencedStandardError(const SilencedStandardError&) = delete;
  SilencedStandardError& operator=(const SilencedStandardError&) = delete;

 private:
  const bool silent_;
  int saved_ = -1;
};

}  // namespace stylize
