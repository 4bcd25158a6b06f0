#include "extension.h"

#include <set>

#include "machine/lower_case.h"
#include "settings/picture_extensions.h"

namespace stylize {

std::string extension_of(const std::filesystem::path& path) {
  std::string extension = path.extension().native();
  if (!extension.empty()) extension.erase(0, 1);
  return lower_case(extension);
}

bool is_picture_extension(const std::string& extension) {
  const PictureExtension* known = picture_extension(extension);
  return known && known->is_read;
}

bool is_unread_picture_extension(const std::string& extension) {
  static const std::set<std::string> known = {
      // of phones, the web and painting programs
      "heic", "heif", "hif", "avif", "gif", "apng", "mng", "jxl", "jxr", "jp2", "j2k", "jpx",
      "jfif", "jpe", "jps", "mpo", "psd", "psb", "xcf", "kra", "ora", "svg", "svgz", "ai", "eps",
      "ico", "icns", "cur", "tga", "pcx", "dds", "exr", "hdr", "pic", "pnm", "pbm", "pgm", "ppm",
      "pam", "pfm", "ras", "sgi", "qoi", "wbmp", "dcm", "fits", "dib",
      // of cameras
      "3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "gpr", "iiq", "kdc", "mef",
      "mos", "mrw", "nef", "nrw", "orf", "pef", "raf", "raw", "rw2", "rwl", "sr2", "srf", "srw",
      "x3f"};
  return known.count(extension) > 0 && !is_picture_extension(extension);
}

bool is_picture_name(const std::string& name) {
  return name.front() != '.' && is_picture_extension(extension_of(name));
}

bool is_writable_extension(const std::string& extension) {
  const PictureExtension* known = picture_extension(extension);
  return known && known->is_written;
}

bool is_deep_extension(const std::string& extension) {
  const PictureExtension* known = picture_extension(extension);
  return known && known->is_deep;
}

}  // namespace stylize
