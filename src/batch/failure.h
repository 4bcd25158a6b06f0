#pragma once

#include <string>

#include "stylize/error.h"

namespace stylize {

/// Why a job failed: one line.
struct Failure {
  ErrorKind kind;
  std::string message;
};

/// The exception that is being handled, as a failure of the job with this output: one of ours, a
/// lack of memory in whatever words the libraries have for it, or another of theirs.
Failure current_failure(const std::string& output);

/// Whether trying again later may help: the memory or the disk may be free by then, the network
/// folder back.
bool may_pass(ErrorKind kind);

}  // namespace stylize
