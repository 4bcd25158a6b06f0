#include "transfer/file_store.h"

#include <map>
#include <utility>
#include <vector>

#include "machine/unnamed_file.h"

namespace stylize {
namespace {

// A file, and the places in it that are free.
class SharedFile {
 public:
  explicit SharedFile(const std::filesystem::path& folder) : file_(folder) {}

  UnnamedFile& file() { return file_; }

  uint64_t take(uint64_t bytes) {
    std::vector<uint64_t>& free = free_[bytes];
    uint64_t offset = end_;
    if (!free.empty()) {
      offset = free.back();
      free.pop_back();
    } else {
      file_.reserve(end_, bytes);
      end_ += bytes;
    }
    ++taken_;
    return offset;
  }

  void give_back(uint64_t offset, uint64_t bytes) {
    free_[bytes].push_back(offset);
    if (--taken_ > 0) return;
    free_.clear();
    end_ = 0;
    file_.clear();
  }

 private:
  UnnamedFile file_;
  std::map<uint64_t, std::vector<uint64_t>> free_;  // offsets, by the places' bytes
  uint64_t end_ = 0;
  int taken_ = 0;
};

class VectorInFile : public StoredVector {
 public:
  VectorInFile(std::shared_ptr<SharedFile> shared, int64_t size, Precision precision)
      : shared_(std::move(shared)),
        size_(size),
        precision_(precision),
        offset_(shared_->take(bytes_of(size))) {}
  ~VectorInFile() override {
    try {
      shared_->give_back(offset_, bytes_of(size_));
    } catch (const std::exception&) {  // the disk space is freed with the file in any case
    }
  }
  VectorInFile(const VectorInFile&) = delete;
  VectorInFile& operator=(const VectorInFile&) = delete;

  int64_t size() const override { return size_; }
  Precision precision() const override { return precision_; }
  void read(int64_t first, void* numbers, int64_t count) const override {
    shared_->file().read(offset_ + bytes_of(first), numbers, bytes_of(count));
  }
  void write(int64_t first, const void* numbers, int64_t count) override {
    shared_->file().write(offset_ + bytes_of(first), numbers, bytes_of(count));
  }

 private:
  uint64_t bytes_of(int64_t count) const {
    return static_cast<uint64_t>(count * bytes_of_number(precision_));
  }

  const std::shared_ptr<SharedFile> shared_;
  const int64_t size_;
  const Precision precision_;
  const uint64_t offset_;
};

class FileStore : public VectorStore {
 public:
  explicit FileStore(const std::filesystem::path& folder)
      : shared_(std::make_shared<SharedFile>(folder)) {}
  std::shared_ptr<StoredVector> make(int64_t size, Precision precision) override {
    return std::make_shared<VectorInFile>(shared_, size, precision);
  }

 private:
  const std::shared_ptr<SharedFile> shared_;
};

}  // namespace

std::unique_ptr<VectorStore> make_file_store(const std::filesystem::path& folder) {
  return std::make_unique<FileStore>(folder);
}

}  // namespace stylize
