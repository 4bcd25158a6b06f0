// An input of `stylize report merge`.
#include <cstddef>
#include <cstdint>

#include "fuzz/memory_file.h"
#include "stylize/error.h"
#include "stylize/report/report_merge.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const stylize::MemoryFile file(data, size);
  try {
    stylize::merge_reports({file.path(), file.path()});
  } catch (const stylize::Error&) {
    // Refused, as it should be.
  }
  return 0;
}
