#pragma once

namespace stylize {

/// During its lifetime, standard error is discarded if silence_stray_output() was set. Only one
/// thread at a time can have one.
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
