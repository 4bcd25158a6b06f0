#pragma once

namespace stylize {

/// Lets a write beyond the largest size that files may have here (ulimit -f) fail, as any other
/// that the system refuses, instead of ending the process (SIGXFSZ) with half a file.
void let_long_writes_fail();

/// From now on the first SIGINT, SIGTERM or SIGHUP is only noted, so that the work can be brought
/// to a good end; stop_signal() tells. A further SIGINT or SIGTERM ends the process at once with
/// exit code 128 + its number. (A further SIGHUP does not: a terminal that closes sends it more
/// than once.) Of these, signals that were ignored stay ignored, as under nohup. SIGPIPE is
/// ignored: writing to a closed pipe fails instead.
void catch_stop_signals();

/// The number of the signal that asked this process to stop; 0 as long as none did. Costs as much
/// as reading a variable; may be called from any thread and from a signal handler.
int stop_signal();

/// Whether stop_signal() is not 0.
inline bool stop_signal_arrived() {
  return stop_signal() != 0;
}

}  // namespace stylize
