#include "exiv2_setup.h"

#include <exiv2/exiv2.hpp>
#include <mutex>

namespace stylize {
namespace {

void lock_or_unlock(void* mutex, bool lock) {
  auto& recursive = *static_cast<std::recursive_mutex*>(mutex);
  if (lock) {
    recursive.lock();
  } else {
    recursive.unlock();
  }
}

bool prepare() {
  // Never destroyed: threads may still hold it while the process ends.
  static auto* mutex = new std::recursive_mutex;
  Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
  Exiv2::XmpParser::initialize(lock_or_unlock, mutex);
  Exiv2::XmpProperties::registerNs("urn:stylize:xmp:1#", "stylize");
  return true;
}

}  // namespace

void prepare_exiv2() {
  static const bool prepared = prepare();
  static_cast<void>(prepared);
}

}  // namespace stylize
