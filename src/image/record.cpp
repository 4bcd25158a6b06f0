#include "stylize/image/record.h"

#include <exiv2/exiv2.hpp>
#include <utility>

#include "exiv2_setup.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"

namespace stylize {
namespace {

constexpr const char* kRecordKey = "Xmp.stylize.record";
constexpr const char* kProgramKey = "Xmp.xmp.CreatorTool";

std::vector<uint8_t> bytes_of(Exiv2::BasicIo& file) {
  std::vector<uint8_t> bytes(file.size());
  file.open();
  file.seek(0, Exiv2::BasicIo::beg);
  file.read(bytes.data(), static_cast<long>(bytes.size()));
  return bytes;
}

// Exiv2 maps a TIFF file into memory, and a file that another process shortens meanwhile, or that
// its disk does not give, would end this process: TIFF is read first.
auto open_for_metadata(const std::filesystem::path& path, std::vector<uint8_t>& bytes) {
  const auto type = Exiv2::ImageFactory::getType(path.string());
  if (type != Exiv2::ImageType::tiff) return Exiv2::ImageFactory::open(path.string());
  bytes = read_picture_file(path);
  return Exiv2::ImageFactory::open(bytes.data(), static_cast<long>(bytes.size()));
}

}  // namespace

std::vector<uint8_t> with_record(const std::vector<uint8_t>& encoded, const std::string& record) {
  const auto lock = use_exiv2();
  try {
    const auto image = Exiv2::ImageFactory::open(encoded.data(), static_cast<long>(encoded.size()));
    image->readMetadata();
    image->xmpData()[kRecordKey] = record;
    image->xmpData()[kProgramKey] = std::string("stylize " STYLIZE_VERSION);
    image->writeMetadata();
    return bytes_of(image->io());
  } catch (const Exiv2::Error& error) {
    throw Error(ErrorKind::kOutput,
                std::string("the picture cannot carry its record: ") + error.what());
  }
}

std::optional<std::string> read_record(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  const auto lock = use_exiv2();
  try {
    std::vector<uint8_t> bytes;
    const auto image = open_for_metadata(path, bytes);
    image->readMetadata();
    const Exiv2::XmpData& properties = image->xmpData();
    const auto found = properties.findKey(Exiv2::XmpKey(kRecordKey));
    if (found != properties.end()) return found->toString();
  } catch (const std::exception&) {
    // No picture, a damaged one, or one that cannot be read: it tells nothing.
  }
  return std::nullopt;
}

}  // namespace stylize
