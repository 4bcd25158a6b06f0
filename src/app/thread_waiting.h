#pragma once

namespace stylize {

/// Makes OpenMP's idle threads sleep soon instead of spinning, unless the environment already says
/// how they should wait. With spinning threads two runs side by side, or anything else on the
/// machine, cost several times the time. OpenMP reads its environment before main(), so this starts
/// the program anew: call it before any work, with main's arguments. Returns when there is nothing
/// to do or when that fails.
void make_idle_threads_sleep(char** argv);

}  // namespace stylize
