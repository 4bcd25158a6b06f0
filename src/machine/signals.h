#pragma once

namespace stylize {

/// Makes a write beyond the file size limit (ulimit -f) fail with an error, instead of ending the
/// process (SIGXFSZ) and leaving half a file.
void let_long_writes_fail();

/// From now on the first SIGINT, SIGTERM or SIGHUP is only recorded (see stop_signal()), so that
/// the work can be finished properly. A further SIGINT or SIGTERM ends the process at once with
/// exit code 128 + its number. (A further SIGHUP does not: a terminal that closes sends it more
/// than once.) Those of these signals that were ignored stay ignored, as under nohup. SIGPIPE is
/// ignored: writing to a closed pipe fails instead.
void catch_stop_signals();

/// The number of the signal that asked this process to stop; 0 if none did yet. As cheap as reading
/// a variable; may be called from any thread and from a signal handler.
int stop_signal();

/// Whether stop_signal() is not 0.
inline bool stop_signal_arrived() {
  return stop_signal() != 0;
}

}  // namespace stylize
