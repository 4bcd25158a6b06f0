// A jobs file: CSV or JSON lines, then the options that it gives each picture.
#include <cstddef>
#include <cstdint>

#include "fuzz/memory_file.h"
#include "jobs/jobs_file.h"
#include "setting_options.h"
#include "stylize/error.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const stylize::MemoryFile file(data, size);
  try {
    for (const stylize::JobsFileLine& line : stylize::read_jobs_file(file.path())) {
      stylize::with_named_options({}, line.options);
    }
  } catch (const stylize::Error&) {
    // Refused, as it should be.
  }
  return 0;
}
