#include "image/picture_record.h"

#include "embedding.h"
#include "exiv2_bytes.h"
#include "exiv2_setup.h"
#include "seal.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"

namespace stylize {

std::vector<uint8_t> with_record(const std::vector<uint8_t>& encoded, const std::string& record) {
  Embedding embedding;
  embedding.record = record;
  return with_embedded(encoded, embedding);
}

std::optional<std::string> read_record(const std::vector<uint8_t>& file) {
  if (!seal_is_whole(file)) return std::nullopt;
  const auto lock = use_exiv2();
  try {
    const auto image = open_with_exiv2(file);
    image->readMetadata();
    const Exiv2::XmpData& properties = image->xmpData();
    const auto found = properties.findKey(Exiv2::XmpKey(kRecordKey));
    if (found != properties.end()) return found->toString();
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
