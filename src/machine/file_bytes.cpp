#include "stylize/machine/file_bytes.h"

#include <algorithm>
#include <string>

#include "input_file.h"
#include "stylize/error.h"

namespace stylize {
namespace {

// No picture that could be decoded is longer; /dev/zero and what a disk's image holds are.
constexpr std::size_t kLongest = std::size_t{4} << 30;

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
  throw Error(ErrorKind::kInput, path.string() + ": " + what);
}

}  // namespace

std::vector<uint8_t> read_file_bytes(const std::filesystem::path& path) {
  constexpr const char* kTooLong = "is longer than 4 GiB, no picture that can be read";
  constexpr std::size_t kPart = 1 << 16;
  InputFile file(path);
  if (file.expected_size() > kLongest) fail(path, kTooLong);
  // One byte more than expected, so that the end is found without growing.
  std::vector<uint8_t> bytes(std::max(file.expected_size() + 1, kPart));
  std::size_t size = 0;
  while (const std::size_t count = file.read(bytes.data() + size, bytes.size() - size)) {
    size += count;
    if (size > kLongest) fail(path, kTooLong);
    if (size == bytes.size()) bytes.resize(2 * size);
  }
  if (size == 0) fail(path, "is empty");
  bytes.resize(size);
  return bytes;
}

}  // namespace stylize
