#include "image/picture_record.h"

#include "embedding.h"
#include "exiv2_bytes.h"
#include "exiv2_setup.h"
#include "metadata_blocks.h"
#include "picture_format.h"
#include "seal.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "xmp_check.h"

namespace stylize {
namespace {

// Exiv2 does not read files of these formats everywhere.
bool is_read_by_its_library(std::optional<PictureFormat> format) {
  return format == PictureFormat::kHeif || format == PictureFormat::kAvif ||
         format == PictureFormat::kJxl;
}

std::optional<std::string> record_in(const Exiv2::XmpData& properties) {
  const auto found = properties.findKey(Exiv2::XmpKey(kRecordKey));
  return found == properties.end() ? std::nullopt : std::optional(found->toString());
}

// Untrusted.
std::optional<std::string> record_in(const std::string& packet) {
  Exiv2::XmpData properties;
  if (!is_harmless_xmp(packet) || Exiv2::XmpParser::decode(properties, packet) != 0) {
    return std::nullopt;
  }
  return record_in(properties);
}

}  // namespace

std::vector<uint8_t> with_record(const std::vector<uint8_t>& encoded, const std::string& record) {
  Embedding embedding;
  embedding.record = record;
  return with_embedded(encoded, embedding);
}

std::optional<std::string> read_record(const std::vector<uint8_t>& file) {
  if (!seal_is_whole(file)) return std::nullopt;
  const std::optional<PictureFormat> format = format_by_signature(file);
  const auto lock = use_exiv2();
  try {
    if (is_read_by_its_library(format)) return record_in(metadata_blocks(file).xmp);
    const auto image = open_with_exiv2(file);
    image->readMetadata();
    return record_in(image->xmpData());
  } catch (const std::exception&) {
    // Not a picture after all, so without a record.
  }
  return std::nullopt;
}

std::optional<std::string> read_record(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  try {
    return read_record(read_picture_file(path));
  } catch (const Error&) {  // unreadable, so without a record
    return std::nullopt;
  }
}

}  // namespace stylize
