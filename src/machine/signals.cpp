#include "machine/signals.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <initializer_list>

namespace stylize {
namespace {

std::atomic<int> noted_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler must not wait for a lock");

void note_signal(int number) {
  constexpr int kExitBySignal = 128;  // as shells report it
  int none = 0;
  const bool first = noted_signal.compare_exchange_strong(none, number);
  if (!first && number != SIGHUP) ::_exit(kExitBySignal + number);
}

}  // namespace

void let_long_writes_fail() {
  ::signal(SIGXFSZ, SIG_IGN);
}

void catch_stop_signals() {
  ::signal(SIGPIPE, SIG_IGN);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action = {};
    if (::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) continue;
    action = {};
    action.sa_handler = note_signal;
    action.sa_flags = SA_RESTART;  // libraries do not expect interrupted reads and writes
    ::sigaction(number, &action, nullptr);
  }
}

int stop_signal() {
  return noted_signal.load(std::memory_order_relaxed);
}

}  // namespace stylize
