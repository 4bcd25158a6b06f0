#include "machine/resident_memory.h"

#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <vector>

#include "support/child_process.h"
#include "support/sanitized.h"

namespace stylize {
namespace {

constexpr int64_t kMebibyte = 1 << 20;
constexpr std::size_t kBlock = 100 * kMebibyte;

// Resident memory while a block is in use; the block is then returned to the kernel.
int64_t resident_with_a_block() {
  void* block = ::mmap(nullptr, kBlock, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED) return 0;
  std::memset(block, 1, kBlock);
  const int64_t resident = resident_memory();
  ::munmap(block, kBlock);
  return resident;
}

TEST(ResidentMemory, FollowsTheMemoryInUse) {
  const int64_t before = resident_memory();
  const int64_t during = resident_with_a_block();
  EXPECT_GT(before, 0);
  EXPECT_GT(during - before, 90 * kMebibyte);
  EXPECT_LT(resident_memory() - before, 50 * kMebibyte);
}

// In a child, since the C library keeps its options.
TEST(ResidentMemory, FreeMemoryIsGivenBack) {
  if (kAddressSanitizer) GTEST_SKIP() << "AddressSanitizer keeps what was freed";
  const auto given_back = [] {
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, -1);
    std::vector<char> block(kBlock, 1);
    const std::vector<char> behind(kMebibyte, 1);  // so that the block is not the heap's end
    block = std::vector<char>();
    const int64_t before = resident_memory();
    give_back_unused_memory();
    return static_cast<int>((before - resident_memory()) / kMebibyte);
  };
  EXPECT_GT(exit_code_in_child(given_back), 90);
}

TEST(PeakMemory, RemembersTheMostUntilItIsReset) {
  const int64_t during = resident_with_a_block();
  EXPECT_GE(peak_memory(), during - kMebibyte);
  if (::access("/proc/self/clear_refs", W_OK) != 0) GTEST_SKIP() << "needs clear_refs";
  reset_peak_memory();
  EXPECT_LT(peak_memory(), during - 50 * kMebibyte);
  const int64_t again = resident_with_a_block();
  EXPECT_GE(peak_memory(), again - kMebibyte);
}

}  // namespace
}  // namespace stylize
