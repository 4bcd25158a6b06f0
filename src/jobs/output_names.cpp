#include "jobs/output_names.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include "machine/sha256.h"

namespace stylize {

namespace {

namespace fs = std::filesystem;

// Names have at most 255 bytes, and a file being written has a longer name: .NAME.12345.1.part
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

fs::path snapshot_path(const fs::path& output, int64_t iteration) {
  char number[32];
  std::snprintf(number, sizeof(number), "_%05lld", static_cast<long long>(iteration));
  return output.parent_path() / (output.stem().string() + number + output.extension().string());
}

int64_t most_iterations(const TransferOptions& options) {
  constexpr int64_t kCoarsest = 128;  // pixels; the longest side of the first scale (pyramid.h)
  constexpr int64_t kMostScales = 32;
  int64_t scales = options.scales;
  if (scales == 0 && options.size == 0) scales = kMostScales;
  if (scales == 0) {
    scales = 1;
    for (int64_t side = kCoarsest; side < options.size; side *= 2) ++scales;
  }
  int64_t sum = 0;
  for (const int of_scale : scale_iterations(options, static_cast<std::size_t>(scales))) {
    sum += of_scale;
  }
  return sum;
}

}  // namespace stylize
