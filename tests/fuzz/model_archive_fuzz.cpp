// A model file: the archive, its notes, its layers.
#include <cstddef>
#include <cstdint>

#include "fuzz/memory_file.h"
#include "stylize/error.h"
#include "stylize/network/model.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const stylize::MemoryFile file(data, size);
  try {
    stylize::load_model(file.path());
  } catch (const stylize::Error&) {
    // Refused, as it should be.
  }
  return 0;
}
