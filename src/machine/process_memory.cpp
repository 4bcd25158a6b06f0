#include "process_memory.h"

#include <unistd.h>

#include <fstream>
#include <limits>

namespace stylize {

int64_t bytes_of_line(const std::string& file, const std::string& name) {
  std::ifstream lines(file);
  for (std::string word; lines >> word;) {
    int64_t kibibytes = 0;
    if (word == name + ":" && lines >> kibibytes) return kibibytes * 1024;
    lines.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return -1;
}

ProcessMemory process_memory() {
  std::ifstream file("/proc/self/statm");
  int64_t size = 0, resident = 0, shared = 0, text = 0, library = 0, data = 0;
  if (!(file >> size >> resident >> shared >> text >> library >> data)) return {};
  const int64_t page = ::sysconf(_SC_PAGESIZE);
  return {size * page, resident * page, data * page};
}

}  // namespace stylize
