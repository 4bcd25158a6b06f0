// An output that may contain a record of how it was made, which --resume reads.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "batch/job_record.h"
#include "fuzz/memory_file.h"
#include "image/picture_record.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  // The record itself, and a picture that has one.
  stylize::is_record_of(std::string(data, data + size), "{}");
  const stylize::MemoryFile file(data, size);
  if (const std::optional<std::string> record = stylize::read_record(file.path())) {
    stylize::is_record_of(*record, "{}");
  }
  return 0;
}
