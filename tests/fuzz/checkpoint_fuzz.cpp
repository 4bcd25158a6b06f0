// The state of a picture that was stopped.
#include <cstddef>
#include <cstdint>

#include "fuzz/memory_file.h"
#include "stylize/transfer/state_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const stylize::MemoryFile file(data, size);
  stylize::read_state_file(file.path(), "key");
  return 0;
}
