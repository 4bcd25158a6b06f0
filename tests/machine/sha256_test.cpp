#include "machine/sha256.h"

#include <gtest/gtest.h>

#include <fstream>

#include "stylize/error.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

// From FIPS 180-4's examples.
constexpr const char* kOfNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* kOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* kOfAMillionA =
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

TEST(Sha256, OfBytes) {
  EXPECT_EQ(sha256_hex("", 0), kOfNothing);
  EXPECT_EQ(sha256_hex("abc", 3), kOfAbc);
  const std::string million(1000000, 'a');
  EXPECT_EQ(sha256_hex(million.data(), million.size()), kOfAMillionA);
}

TEST(Sha256, OfFiles) {
  const TemporaryFolder folder;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1} << 20, std::size_t{3000001}}) {
    const std::string bytes(size, 'a');
    std::ofstream(folder / "file", std::ios::binary) << bytes;
    EXPECT_EQ(sha256_of_file(folder / "file"), sha256_hex(bytes.data(), bytes.size()));
  }
}

TEST(Sha256, NamesTheFileThatCannotBeRead) {
  const TemporaryFolder folder;
  for (const std::filesystem::path& path : {folder / "missing", folder.path()}) {
    try {
      sha256_of_file(path);
      ADD_FAILURE() << path;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), path == folder.path() ? ErrorKind::kInput : ErrorKind::kRead);
      EXPECT_EQ(std::string(error.what()).find(path.string() + ": "), 0u);
    }
  }
}

}  // namespace
}  // namespace stylize
