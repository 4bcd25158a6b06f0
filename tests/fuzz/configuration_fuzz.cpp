// A configuration file, --config, read as the program reads it.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/memory_file.h"
#include "options.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const stylize::MemoryFile file(data, size);
  std::string program = "stylize", option = "--config", path = file.path().string();
  std::array<char*, 4> arguments = {program.data(), option.data(), path.data(), nullptr};
  stylize::ProgramOptions options;
  stylize::parse_command_line(3, arguments.data(), options);
  return 0;
}
