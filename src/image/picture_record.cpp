#include "image/picture_record.h"

#include <utility>

#include "exiv2_bytes.h"
#include "exiv2_setup.h"
#include "seal.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/version.h"

namespace stylize {
namespace {

constexpr const char* kRecordKey = "Xmp.stylize.record";
constexpr const char* kSealKey = "Xmp.stylize.seal";
constexpr const char* kProgramKey = "Xmp.xmp.CreatorTool";

std::vector<uint8_t> bytes_of(Exiv2::BasicIo& file) {
  std::vector<uint8_t> bytes(file.size());
  file.open();
  file.seek(0, Exiv2::BasicIo::beg);
  file.read(bytes.data(), static_cast<Exiv2Size>(bytes.size()));
  return bytes;
}

}  // namespace

std::vector<uint8_t> with_record(const std::vector<uint8_t>& encoded, const std::string& record) {
  const auto lock = use_exiv2();
  try {
    const auto image = open_with_exiv2(encoded);
    image->readMetadata();
    image->xmpData()[kRecordKey] = record;
    image->xmpData()[kProgramKey] = std::string("stylize " STYLIZE_VERSION);
    image->xmpData()[kSealKey] = open_seal();
    image->writeMetadata();
    std::vector<uint8_t> bytes = bytes_of(image->io());
    if (close_seal(bytes)) return bytes;
    throw Error(ErrorKind::kOutput, "the picture cannot carry its record");
  } catch (const Exiv2::Error& error) {
    throw Error(ErrorKind::kOutput,
                std::string("the picture cannot carry its record: ") + error.what());
  }
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
