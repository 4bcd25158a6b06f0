#include "open_descriptor.h"

#include <fcntl.h>

namespace stylize {

std::string why_not_writable(int descriptor) {
  const std::string number = std::to_string(descriptor);
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags < 0) {
    return "descriptor " + number + " is not open; open it where the program is started, as in " +
           number + ">FILE";
  }
  if ((flags & O_ACCMODE) != O_RDONLY) return "";
  return "descriptor " + number + " is open for reading only; open it for writing, as in " +
         number + ">FILE";
}

}  // namespace stylize
