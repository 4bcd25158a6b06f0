#include "checkpoint.h"

#include <string>

#include "stylize/machine/sha256.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

// Names have at most 255 bytes, and while a file is written it has a longer one: .NAME.12345.1.part
constexpr std::size_t kLongestName = 200;

fs::path hidden_name(const fs::path& output, const char* end) {
  std::string name = output.filename().string();
  if (name.size() > kLongestName) name = sha256_hex(name.data(), name.size()).substr(0, 32);
  return output.parent_path() / ("." + name + end);
}

}  // namespace

fs::path checkpoint_path(const fs::path& output) {
  return hidden_name(output, ".checkpoint");
}

fs::path older_checkpoint_path(const fs::path& output) {
  return hidden_name(output, ".older.checkpoint");
}

}  // namespace stylize
