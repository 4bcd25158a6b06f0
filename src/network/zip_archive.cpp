#include "zip_archive.h"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

namespace stylize {
namespace {

// Limits. VGG19 has some 130 entries, the largest networks of torchvision some 3000.
constexpr uint64_t kMostEntries = 20'000;
constexpr uint64_t kLongestDirectory = 4 << 20;
constexpr uint16_t kEncrypted = 1 << 0, kStronglyEncrypted = 1 << 6, kHiddenDirectory = 1 << 13;
constexpr uint16_t kStored = 0, kDeflated = 8;
constexpr uint32_t kIn64Bits = 0xffffffff;
constexpr uint64_t kEndSize = 22, kEnd64Size = 56, kLocator64Size = 20, kHeaderSize = 30;
constexpr uint64_t kDirectoryEntrySize = 46;

[[noreturn]] void refuse_archive(const std::string& what) {
  throw std::runtime_error(what);
}

[[noreturn]] void fail_at(const std::string& name, const std::string& what) {
  refuse_archive("its entry " + name.substr(0, 100) + " " + what);
}

// Numbers of the format are little-endian.
template <typename Number>
Number number_at(const std::string& bytes, std::size_t offset) {
  if (offset + sizeof(Number) > bytes.size()) refuse_archive("a damaged archive");
  Number number = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[offset + i]);
    number = static_cast<Number>(number | static_cast<Number>(static_cast<Number>(byte) << 8 * i));
  }
  return number;
}

std::string bytes_at(const ByteSource& source, uint64_t offset, uint64_t size) {
  std::string bytes(static_cast<std::size_t>(size), '\0');
  source.read(offset, bytes.data(), bytes.size());
  return bytes;
}

// The 64-bit numbers of an entry, which replace those of its 32-bit fields that are full, in the
// same order.
std::vector<uint64_t> numbers_in_64_bits(const std::string& extra) {
  std::vector<uint64_t> numbers;
  for (std::size_t i = 0; i + 4 <= extra.size();) {
    const auto size = number_at<uint16_t>(extra, i + 2);
    if (number_at<uint16_t>(extra, i) == 1) {
      for (std::size_t j = 0; j + 8 <= size; j += 8) {
        numbers.push_back(number_at<uint64_t>(extra, i + 4 + j));
      }
      return numbers;
    }
    i += 4 + std::size_t{size};
  }
  return numbers;
}

void check_flags(const std::string& name, uint16_t flags, uint16_t method) {
  if (flags & (kEncrypted | kStronglyEncrypted | kHiddenDirectory)) {
    fail_at(name, "is encrypted");
  }
  if (method != kStored && method != kDeflated) fail_at(name, "is compressed by an unknown method");
}

uint32_t checksum(uint32_t before, const char* bytes, std::size_t size) {
  return static_cast<uint32_t>(::crc32_z(before, reinterpret_cast<const Bytef*>(bytes), size));
}

// Unpacks to exactly `size` bytes, or throws.
std::string inflated(const std::string& packed, std::size_t size, const std::string& name) {
  std::string bytes(size, '\0');
  z_stream stream = {};
  if (::inflateInit2(&stream, -MAX_WBITS) != Z_OK) refuse_archive("zlib cannot be used");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  const int result = ::inflate(&stream, Z_FINISH);
  const bool whole = result == Z_STREAM_END && stream.avail_in == 0 && stream.avail_out == 0;
  ::inflateEnd(&stream);
  if (!whole) fail_at(name, "is damaged, or of another size than it says");
  return bytes;
}

}  // namespace

ZipArchive::ZipArchive(const ByteSource& bytes) : bytes_(bytes) {
  const Directory directory = find_directory();
  if (directory.count > kMostEntries || directory.size > kLongestDirectory) {
    refuse_archive("an archive of " + std::to_string(directory.count) + " entries");
  }
  if (directory.offset > bytes_.size() || directory.size > bytes_.size() - directory.offset) {
    refuse_archive("an archive whose directory is cut off");
  }
  read_directory(directory);
  check_overlaps(directory.offset);
}

// The end record is at the end of the file, followed only by its comment.
ZipArchive::Directory ZipArchive::find_directory() const {
  const uint64_t length = std::min<uint64_t>(bytes_.size(), kEndSize + 0xffff);
  if (length < kEndSize) refuse_archive("no archive");
  const uint64_t tail_offset = bytes_.size() - length;
  const std::string tail = bytes_at(bytes_, tail_offset, length);
  for (std::size_t i = tail.size() - kEndSize + 1; i-- > 0;) {
    if (number_at<uint32_t>(tail, i) != 0x06054b50) continue;
    if (i + kEndSize + number_at<uint16_t>(tail, i + 20) != tail.size()) continue;
    const uint64_t end = tail_offset + i;
    const Directory directory{number_at<uint32_t>(tail, i + 16), number_at<uint32_t>(tail, i + 12),
                              number_at<uint16_t>(tail, i + 10)};
    const bool in_64_bits =
        end >= kLocator64Size &&
        number_at<uint32_t>(bytes_at(bytes_, end - kLocator64Size, 4), 0) == 0x07064b50;
    if (in_64_bits) return read_zip64_end(end);
    if (number_at<uint16_t>(tail, i + 4) != 0) refuse_archive("an archive on several disks");
    return directory;
  }
  refuse_archive("an archive whose end is missing");
}

ZipArchive::Directory ZipArchive::read_zip64_end(uint64_t end) const {
  const std::string locator = bytes_at(bytes_, end - kLocator64Size, kLocator64Size);
  const std::string record = bytes_at(bytes_, number_at<uint64_t>(locator, 8), kEnd64Size);
  if (number_at<uint32_t>(record, 0) != 0x06064b50) refuse_archive("a damaged archive");
  if (number_at<uint32_t>(record, 16) != 0) refuse_archive("an archive on several disks");
  return {number_at<uint64_t>(record, 48), number_at<uint64_t>(record, 40),
          number_at<uint64_t>(record, 32)};
}

void ZipArchive::read_directory(const Directory& directory) {
  const std::string text = bytes_at(bytes_, directory.offset, directory.size);
  std::size_t i = 0;
  for (uint64_t number = 0; number < directory.count; ++number) {
    if (number_at<uint32_t>(text, i) != 0x02014b50) refuse_archive("a damaged archive");
    const std::size_t name_size = number_at<uint16_t>(text, i + 28);
    const std::size_t extra_size = number_at<uint16_t>(text, i + 30);
    const std::size_t next =
        i + kDirectoryEntrySize + name_size + extra_size + number_at<uint16_t>(text, i + 32);
    if (next > text.size()) refuse_archive("a damaged archive");
    const std::string name = text.substr(i + kDirectoryEntrySize, name_size);
    const auto method = number_at<uint16_t>(text, i + 10);
    check_flags(name, number_at<uint16_t>(text, i + 8), method);

    Entry entry;
    entry.crc = number_at<uint32_t>(text, i + 16);
    entry.packed = number_at<uint32_t>(text, i + 20);
    entry.size = number_at<uint32_t>(text, i + 24);
    entry.header = number_at<uint32_t>(text, i + 42);
    entry.deflated = method == kDeflated;
    const auto wide =
        numbers_in_64_bits(text.substr(i + kDirectoryEntrySize + name_size, extra_size));
    std::size_t used = 0;
    for (uint64_t* field : {&entry.size, &entry.packed, &entry.header}) {
      if (*field == kIn64Bits && used < wide.size()) *field = wide[used++];
    }
    if (number == 0) first_name_ = name;
    if (!entries_.emplace(name, entry).second) fail_at(name, "occurs twice");
    i = next;
  }
}

// No two entries may overlap. Otherwise an archive of a few bytes could claim that each of its
// entries is all of it. All entries must lie before the directory, which begins at `end`.
void ZipArchive::check_overlaps(uint64_t end) const {
  std::vector<std::pair<uint64_t, const std::string*>> order;
  for (const auto& [name, entry] : entries_) order.emplace_back(entry.header, &name);
  std::sort(order.begin(), order.end(), std::greater<>());
  uint64_t next = end;
  for (const auto& [header, name] : order) {
    const Entry& entry = entries_.at(*name);
    const uint64_t around = kHeaderSize + name->size();
    if (header > next || next - header < around || entry.packed > next - header - around) {
      fail_at(*name, "is larger than its place");
    }
    if (!entry.deflated && entry.packed != entry.size) fail_at(*name, "has two sizes");
    next = header;
  }
}

const ZipArchive::Entry* ZipArchive::find(const std::string& name) const {
  const auto found = entries_.find(name);
  return found == entries_.end() ? nullptr : &found->second;
}

const ZipArchive::Entry& ZipArchive::at(const std::string& name) const {
  const Entry* entry = find(name);
  if (!entry) refuse_archive("an archive without " + name.substr(0, 100));
  return *entry;
}

// Where the bytes of an entry begin: after its own header, whose length varies.
uint64_t ZipArchive::data_of(const Entry& entry, const std::string& name) const {
  const std::string header = bytes_at(bytes_, entry.header, kHeaderSize + name.size());
  const auto flags = number_at<uint16_t>(header, 6), method = number_at<uint16_t>(header, 8);
  check_flags(name, flags, method);
  if (number_at<uint32_t>(header, 0) != 0x04034b50 || (method == kDeflated) != entry.deflated ||
      number_at<uint16_t>(header, 26) != name.size() ||
      header.compare(kHeaderSize, name.size(), name) != 0) {
    fail_at(name, "differs from what the directory says");
  }
  return entry.header + kHeaderSize + name.size() + number_at<uint16_t>(header, 28);
}

std::string ZipArchive::read(const std::string& name, std::size_t limit) const {
  const Entry& entry = at(name);
  if (entry.size > limit || entry.packed > limit) {
    fail_at(name, "says that it has " + std::to_string(entry.size) + " bytes; at most " +
                      std::to_string(limit) + " can be right");
  }
  std::string bytes = bytes_at(bytes_, data_of(entry, name), entry.packed);
  if (entry.deflated) bytes = inflated(bytes, static_cast<std::size_t>(entry.size), name);
  if (checksum(0, bytes.data(), bytes.size()) != entry.crc) {
    fail_at(name, "is damaged: its checksum is wrong");
  }
  return bytes;
}

void ZipArchive::read_stored(const std::string& name, void* to, std::size_t size) const {
  constexpr std::size_t kPart = 1 << 18;  // stays in the L2 cache until its checksum is computed
  const Entry& entry = at(name);
  if (entry.deflated) fail_at(name, "is compressed, which saved tensors never are");
  if (entry.size != size) {
    fail_at(name, "has " + std::to_string(entry.size) + " bytes, not " + std::to_string(size));
  }
  const uint64_t data = data_of(entry, name);
  char* place = static_cast<char*>(to);
  uint32_t crc = 0;
  for (std::size_t done = 0; done < size; done += kPart) {
    const std::size_t part = std::min(kPart, size - done);
    bytes_.read(data + done, place + done, part);
    crc = checksum(crc, place + done, part);
  }
  if (crc != entry.crc) fail_at(name, "is damaged: its checksum is wrong");
}

}  // namespace stylize
