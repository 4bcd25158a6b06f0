#include "picture_extensions.h"

#include <vector>

namespace stylize {
namespace {

constexpr bool kHeif = STYLIZE_WITH_HEIF != 0, kJxl = STYLIZE_WITH_JXL != 0;
constexpr bool kGif = STYLIZE_WITH_GIF != 0;

// A format's first extension is its usual one.
constexpr PictureExtension kExtensions[] = {
    {"png", true, true, true, false},
    {"jpg", true, true, false, true},
    {"jpeg", true, true, false, true},
    {"webp", true, true, false, true},
    {"tiff", true, true, true, false},
    {"tif", true, true, true, false},
    {"avif", kHeif, kHeif, true, true},
    {"jxl", kJxl, kJxl, true, true},
    {"bmp", true, false},
    {"heic", kHeif, false},
    {"gif", kGif, false},
    {"heif", kHeif, false},
    {"hif", kHeif, false},
};

// Those whose usual extension is another one.
bool is_other_name(const std::string& name) {
  return name == "jpeg" || name == "tif" || name == "heif" || name == "hif";
}

template <typename Wanted>
std::string listed(const char* before, const char* after, const char* last, const Wanted& wanted) {
  std::vector<std::string> names;
  for (const PictureExtension& extension : kExtensions) {
    if (wanted(extension)) names.push_back(before + std::string(extension.name) + after);
  }
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == names.size() ? last : ", ") + names[i];
  }
  return text;
}

bool is_usual(const PictureExtension& extension) {
  return extension.is_written && !is_other_name(extension.name);
}

}  // namespace

const PictureExtension* picture_extension(const std::string& name) {
  for (const PictureExtension& extension : kExtensions) {
    if (name == extension.name) return &extension;
  }
  return nullptr;
}

std::string written_formats() {
  return listed("", "", " or ", is_usual);
}

std::string deep_formats() {
  return listed("", "", " or ", [](const PictureExtension& extension) {
    return is_usual(extension) && extension.is_deep;
  });
}

std::string why_not_written(const std::string& extension) {
  const std::string use = "; use " + written_formats();
  const char* library = extension == "avif" ? "libheif" : extension == "jxl" ? "libjxl" : nullptr;
  if (!library) return "unknown output format \"." + extension + "\"" + use;
  return "this build cannot write ." + extension + ", since it was made without " + library +
         " (Debian: " + library + "-dev)" + use;
}

std::string quality_formats() {
  return listed(".", "", " or ", [](const PictureExtension& extension) {
    return is_usual(extension) && extension.has_quality;
  });
}

std::string formats_on_standard_output() {
  return listed("", ":-", " or ", is_usual);
}

std::string read_extensions() {
  return listed("", "", ", ", [](const PictureExtension& extension) { return extension.is_read; });
}

std::string read_formats() {
  std::string text = "PNG, JPEG, WebP, TIFF, BMP";
  if (kHeif) text += ", HEIC, AVIF";
  if (kJxl) text += ", JPEG XL";
  if (kGif) text += ", GIF";
  return text;
}

}  // namespace stylize
