#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace stylize {

/// An incremental SHA-256.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void update(const void* bytes, std::size_t size);

  /// The hash of all parts as 64 lower-case hexadecimal digits. Call once.
  std::string finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

/// The SHA-256 of these bytes as 64 lower-case hexadecimal digits.
std::string sha256_hex(const void* bytes, std::size_t size);

/// The same for a file, without keeping its contents in memory. Throws Error: kRead when the system
/// failed to read it, kInput for a folder and anything else that is not a file.
std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace stylize
