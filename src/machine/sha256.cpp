#include "machine/sha256.h"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>
#include <vector>

#include "input_file.h"

namespace stylize {
namespace {

void check(bool fine) {
  if (!fine) throw std::runtime_error("SHA-256: OpenSSL does not offer it");
}

}  // namespace

struct Sha256::Context {
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> digest{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  check(context_->digest && EVP_DigestInit_ex(context_->digest.get(), EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() = default;

void Sha256::update(const void* bytes, std::size_t size) {
  check(EVP_DigestUpdate(context_->digest.get(), bytes, size) == 1);
}

std::string Sha256::finish() {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  check(EVP_DigestFinal_ex(context_->digest.get(), digest, &size) == 1);
  std::string hexadecimal;
  for (unsigned i = 0; i < size; ++i) {
    hexadecimal += "0123456789abcdef"[digest[i] >> 4];
    hexadecimal += "0123456789abcdef"[digest[i] & 15];
  }
  return hexadecimal;
}

std::string sha256_hex(const void* bytes, std::size_t size) {
  Sha256 hash;
  hash.update(bytes, size);
  return hash.finish();
}

std::string sha256_of_file(const std::filesystem::path& path) {
  InputFile file(path);
  Sha256 hash;
  std::vector<char> part(1 << 20);
  while (const std::size_t count = file.read(part.data(), part.size())) {
    hash.update(part.data(), count);
  }
  return hash.finish();
}

}  // namespace stylize
