#include "machine/child_process.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <string>

#include "stylize/error.h"

namespace stylize {
namespace {

using Stream = ChildProcess::Stream;

class ChildProcessTest : public testing::Test {
 protected:
  ChildProcessTest() { std::signal(SIGPIPE, SIG_IGN); }
};

TEST_F(ChildProcessTest, GivesItsOutputAndItsExitCode) {
  ChildProcess program({"sh", "-c", "printf one; printf 'a\\nlast line\\n' >&2; exit 7"},
                       Stream::kNothing, Stream::kPipe);
  EXPECT_EQ(program.read_all(100, "x"), "one");
  EXPECT_EQ(program.wait(), 7);
  EXPECT_EQ(program.last_line(), "last line");
}

// No shell sees them.
TEST_F(ChildProcessTest, TakesArgumentsAsTheyAre) {
  ChildProcess program({"printf", "%s|", "$(id)", "-x", "a b", "*"}, Stream::kNothing,
                       Stream::kPipe);
  EXPECT_EQ(program.read_all(100, "x"), "$(id)|-x|a b|*|");
}

TEST_F(ChildProcessTest, TakesInput) {
  ChildProcess program({"cat"}, Stream::kPipe, Stream::kPipe);
  EXPECT_TRUE(program.write("abc", 3));
  program.close_input();
  EXPECT_EQ(program.read_all(100, "x"), "abc");
  EXPECT_EQ(program.wait(), 0);
}

TEST_F(ChildProcessTest, SaysWhenNobodyReads) {
  ChildProcess program({"true"}, Stream::kPipe, Stream::kNothing);
  const std::string much(1 << 20, 'x');
  EXPECT_FALSE(program.write(much.data(), much.size()));
}

TEST_F(ChildProcessTest, ReadsNoMoreThanAllowed) {
  ChildProcess program({"yes"}, Stream::kNothing, Stream::kPipe);
  EXPECT_THROW(program.read_all(100000, "x"), Error);
}

TEST_F(ChildProcessTest, KeepsTheEndOfManyMessages) {
  ChildProcess program(
      {"sh", "-c", "i=0; while [ $i -lt 2000 ]; do echo message $i >&2; i=$((i+1)); done"},
      Stream::kNothing, Stream::kNothing);
  EXPECT_EQ(program.wait(), 0);
  EXPECT_EQ(program.last_line(), "message 1999");
}

TEST_F(ChildProcessTest, IsKilledWithItsOwner) {
  const auto began = std::chrono::steady_clock::now();
  { ChildProcess program({"sleep", "60"}, Stream::kNothing, Stream::kNothing); }
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
  ChildProcess killed({"sh", "-c", "kill -9 $$"}, Stream::kNothing, Stream::kNothing);
  EXPECT_EQ(killed.wait(), 128 + SIGKILL);
}

TEST_F(ChildProcessTest, OfNoSuchProgramIsRefused) {
  EXPECT_THROW(ChildProcess({"no-such-program"}, Stream::kNothing, Stream::kNothing), Error);
  EXPECT_FALSE(has_program("no-such-program"));
  EXPECT_TRUE(has_program("sh"));
}

}  // namespace
}  // namespace stylize
