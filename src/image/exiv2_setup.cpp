#include "exiv2_setup.h"

#include <exiv2/exiv2.hpp>

namespace stylize {
namespace {

bool prepare() {
  Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
  Exiv2::XmpParser::initialize();
  Exiv2::XmpProperties::registerNs("urn:stylize:xmp:1#", "stylize");
  return true;
}

}  // namespace

std::unique_lock<std::mutex> use_exiv2() {
  // Never destroyed: threads may still hold it when the process ends.
  static auto* mutex = new std::mutex;
  std::unique_lock<std::mutex> lock(*mutex);
  static const bool prepared = prepare();
  static_cast<void>(prepared);
  return lock;
}

}  // namespace stylize
