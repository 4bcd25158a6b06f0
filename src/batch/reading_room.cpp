#include "reading_room.h"

#include <algorithm>

#include "stylize/error.h"

namespace stylize {
namespace {

std::string mebibytes(int64_t bytes) {
  constexpr int64_t kMebibyte = int64_t{1} << 20;
  return std::to_string((bytes + kMebibyte - 1) / kMebibyte) + " MiB";
}

}  // namespace

ReadingRoom::Stay ReadingRoom::enter(const std::string& name, const std::string& what,
                                     const std::string& advice, int64_t bytes) {
  if (bytes <= beside_) return {};
  if (bytes <= alone_) return Stay(painting_);
  throw Error(ErrorKind::kMemory,
              name + ": " + what + " need about " + mebibytes(bytes) + " of memory to be read, " +
                  mebibytes(std::max<int64_t>(alone_, 0)) + " may be used; raise " +
                  setting_name("memory-limit") + " or " + advice);
}

}  // namespace stylize
