#pragma once

#include <string>

#include "stylize/error.h"

namespace stylize {

/// Why a job failed: one line.
struct Failure {
  ErrorKind kind;
  std::string message;
};

/// Describes the exception being handled as a failure of the job with this output: an Error, out of
/// memory as reported by any library, or another exception of theirs.
Failure current_failure(const std::string& output);

/// Whether trying again later may help: memory or disk space may be free by then, or the network
/// folder back.
bool may_pass(ErrorKind kind);

}  // namespace stylize
