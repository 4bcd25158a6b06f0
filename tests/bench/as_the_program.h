#pragma once

namespace stylize::bench {

/// Makes this process work as stylize does: memory stays on the heap in large pages, idle threads
/// sleep soon, there are as many threads as processors. Starts the program anew the first time:
/// call it first.
void work_as_the_program_does(char** argv);

}  // namespace stylize::bench
