#include "machine/signals.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <cerrno>
#include <cstdlib>

#include "support/child_process.h"

namespace stylize {
namespace {

constexpr int kStopSignals[] = {SIGINT, SIGTERM, SIGHUP};

// A child in which no signal is ignored or caught, however the tests were started.
template <typename Work>
int exit_code_with_default_signals(Work work) {
  return exit_code_in_child([&]() -> int {
    for (const int number : kStopSignals) ::signal(number, SIG_DFL);
    ::signal(SIGPIPE, SIG_DFL);
    return work();
  });
}

TEST(StopSignals, AreDeadlyUntilTheyAreCaught) {
  EXPECT_EQ(exit_code_with_default_signals([] { return ::raise(SIGTERM); }), -SIGTERM);
}

TEST(StopSignals, TheFirstIsOnlyRecorded) {
  for (const int number : kStopSignals) {
    const auto work = [&] {
      catch_stop_signals();
      if (stop_signal_arrived()) return 100;
      ::raise(number);
      return stop_signal_arrived() ? stop_signal() : 101;
    };
    EXPECT_EQ(exit_code_with_default_signals(work), number);
  }
}

TEST(StopSignals, TheSecondEndsTheProcessAtOnce) {
  for (const int first : kStopSignals) {
    for (const int second : {SIGINT, SIGTERM}) {
      const auto work = [&] {
        catch_stop_signals();
        ::raise(first);
        ::raise(second);
        return 0;
      };
      EXPECT_EQ(exit_code_with_default_signals(work), 128 + second);
    }
  }
}

TEST(StopSignals, ASecondHangupIsIgnored) {
  const auto work = [] {
    catch_stop_signals();
    ::raise(SIGTERM);
    ::raise(SIGHUP);
    ::raise(SIGHUP);
    return stop_signal();
  };
  EXPECT_EQ(exit_code_with_default_signals(work), SIGTERM);
}

TEST(StopSignals, IgnoredSignalsStayIgnored) {
  const auto work = [] {
    ::signal(SIGINT, SIG_IGN);
    ::signal(SIGHUP, SIG_IGN);
    catch_stop_signals();
    for (int i = 0; i < 3; ++i) {
      ::raise(SIGINT);
      ::raise(SIGHUP);
    }
    return stop_signal();
  };
  EXPECT_EQ(exit_code_with_default_signals(work), 0);
}

TEST(StopSignals, WritingToAClosedPipeFailsInsteadOfKilling) {
  const auto work = [] {
    catch_stop_signals();
    int ends[2];
    if (::pipe(ends) != 0) return 0;
    ::close(ends[0]);
    return ::write(ends[1], "x", 1) < 0 ? errno : 0;
  };
  EXPECT_EQ(exit_code_with_default_signals(work), EPIPE);
}

}  // namespace
}  // namespace stylize
