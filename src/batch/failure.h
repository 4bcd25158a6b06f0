#pragma once

#include <string>

#include "stylize/error.h"

namespace stylize {

/// Why a job failed: one line.
struct Failure {
  ErrorKind kind;
  std::string message;
};

/// Describes the exception being handled as a failure of the job with this output. It may be an
/// Error, out of memory as any library reports it, or another exception of a library.
Failure current_failure(const std::string& output);

/// Whether trying again later may help: by then memory or disk space may be free, or the network
/// folder available again.
bool may_pass(ErrorKind kind);

}  // namespace stylize
