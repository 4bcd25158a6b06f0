#pragma once

namespace stylize::bench {

/// Sets up this process like stylize: memory stays on the heap in large pages, idle threads sleep
/// soon, as many threads as processors. Restarts the program the first time, so call it first.
void work_as_the_program_does(char** argv);

}  // namespace stylize::bench
