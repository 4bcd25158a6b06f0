#pragma once

namespace stylize {

/// While one lives, standard error goes nowhere. Image decoders (libpng, libtiff, OpenCV) print
/// there on their own; what they have to say is reported once, by us. Held by one thread at a time;
/// a program whose own messages must pass keeps a duplicate of the descriptor.
class SilencedStandardError {
 public:
  SilencedStandardError();
  ~SilencedStandardError();
  SilencedStandardError(const SilencedStandardError&) = delete;
  SilencedStandardError& operator=(const SilencedStandardError&) = delete;

 private:
  int saved_;
};

}  // namespace stylize
