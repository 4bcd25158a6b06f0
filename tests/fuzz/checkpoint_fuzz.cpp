// The state of a stopped picture. The input is a file without the SHA-256 at its end, which is
// added here: random inputs would never have it, but an attacker can compute it.
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/memory_file.h"
#include "machine/sha256.h"
#include "transfer/state_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const std::string bytes = std::string(data, data + size) + stylize::sha256_hex(data, size);
  const stylize::MemoryFile file(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  stylize::look_at_state_file(file.path(), "key");
  stylize::read_state_file(file.path(), "key");
  return 0;
}
