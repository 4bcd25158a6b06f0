#include "machine/file_bytes.h"

#include <algorithm>
#include <string>

#include "input_file.h"
#include "stylize/error.h"

namespace stylize {
namespace {

constexpr std::size_t kBeginning = 1 << 16;

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what) {
  throw Error(ErrorKind::kInput, path.string() + ": " + what);
}

std::string text_of_bytes(std::size_t bytes) {
  constexpr std::size_t kMebi = 1 << 20;
  if (bytes % kMebi != 0 && bytes < 10 * kMebi) return std::to_string(bytes) + " bytes";
  return std::to_string(bytes / kMebi) + " MiB";
}

[[noreturn]] void fail_too_long(const std::filesystem::path& path, std::size_t most) {
  fail(path, "is longer than " + text_of_bytes(most) +
                 ", which nothing of its kind should be; name another file");
}

// Appends to `bytes` until there are `size`; false if the file ended earlier.
template <typename Bytes>
bool read_up_to(InputFile& file, Bytes& bytes, std::size_t size) {
  std::size_t have = bytes.size();
  bytes.resize(size);
  while (have < size) {
    const std::size_t count = file.read(&bytes[have], size - have);
    if (count == 0) break;
    have += count;
  }
  bytes.resize(have);
  return have == size;
}

// May be empty.
template <typename Bytes, typename Limit>
Bytes read_whole(const std::filesystem::path& path, const Limit& limit) {
  InputFile file(path);
  Bytes bytes;
  bool more = read_up_to(file, bytes, kBeginning);
  const std::size_t most = limit(bytes);
  if (std::max(bytes.size(), file.expected_size()) > most) fail_too_long(path, most);
  // One byte more than expected, so that the end is found without reallocating.
  if (more) more = read_up_to(file, bytes, std::max(file.expected_size(), bytes.size()) + 1);
  while (more) {
    if (bytes.size() > most) fail_too_long(path, most);
    more = read_up_to(file, bytes, std::min(2 * bytes.size(), most + 1));
  }
  if (bytes.size() > most) fail_too_long(path, most);
  return bytes;
}

}  // namespace

std::vector<uint8_t> read_file_bytes(const std::filesystem::path& path, const LengthLimit& limit) {
  const auto limit_of_some = [&](const std::vector<uint8_t>& beginning) {
    if (beginning.empty()) fail(path, "is empty");
    return limit(beginning);
  };
  return read_whole<std::vector<uint8_t>>(path, limit_of_some);
}

std::vector<uint8_t> read_file_bytes(const std::filesystem::path& path, std::size_t most) {
  return read_file_bytes(path, [=](const std::vector<uint8_t>&) { return most; });
}

std::string read_text_file(const std::filesystem::path& path, std::size_t most) {
  return read_whole<std::string>(path, [=](const std::string&) { return most; });
}

}  // namespace stylize
