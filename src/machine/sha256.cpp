#include "stylize/machine/sha256.h"

#include <openssl/evp.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <vector>

#include "stylize/error.h"

namespace stylize {
namespace {

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    check(context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  }

  void update(const void* bytes, std::size_t size) {
    check(EVP_DigestUpdate(context_.get(), bytes, size) == 1);
  }

  std::string finish() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    check(EVP_DigestFinal_ex(context_.get(), digest, &size) == 1);
    std::string hexadecimal;
    for (unsigned i = 0; i < size; ++i) {
      hexadecimal += "0123456789abcdef"[digest[i] >> 4];
      hexadecimal += "0123456789abcdef"[digest[i] & 15];
    }
    return hexadecimal;
  }

 private:
  static void check(bool fine) {
    if (!fine) throw std::runtime_error("SHA-256: OpenSSL does not offer it");
  }

  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

[[noreturn]] void fail(const std::filesystem::path& path, int code) {
  throw Error(ErrorKind::kInput,
              path.string() + ": cannot be read: " + std::strerror(code != 0 ? code : EIO));
}

}  // namespace

std::string sha256_hex(const void* bytes, std::size_t size) {
  Sha256 hash;
  hash.update(bytes, size);
  return hash.finish();
}

std::string sha256_of_file(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) fail(path, EISDIR);
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path, errno);
  Sha256 hash;
  std::vector<char> part(1 << 20);
  do {
    file.read(part.data(), static_cast<std::streamsize>(part.size()));
    hash.update(part.data(), static_cast<std::size_t>(file.gcount()));
  } while (file);
  if (file.bad()) fail(path, errno);
  return hash.finish();
}

}  // namespace stylize
