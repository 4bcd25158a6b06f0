#include "stylize/report/complete_document.h"

#include <fcntl.h>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

void check_replaceable(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status) || fs::is_regular_file(status)) return;
  throw Error(ErrorKind::kOutput, path.string() + ": cannot be written: it is no regular file");
}

std::string reason(const std::system_error& error) {
  return error.code() == std::errc::operation_would_block
             ? "another run is writing it; give each run a report of its own"
             : error.code().message();
}

}  // namespace

CompleteDocument::CompleteDocument(const fs::path& path, const std::string& head,
                                   std::string separator, const std::string& tail, Copies copies)
    : path_(fs::absolute(path)),
      spare_path_(path_.parent_path() / ("." + path_.filename().string() + ".spare")),
      separator_(std::move(separator)),
      tail_(tail),
      copies_(copies) {
  check_replaceable(path_);
  try {
    published_ = created(head);
    fs::rename(spare_path_, path_);
  } catch (const std::system_error& error) {
    // The hidden file is another's when it is locked.
    std::error_code ignored;
    if (error.code() != std::errc::operation_would_block) fs::remove(spare_path_, ignored);
    throw Error(ErrorKind::kOutput, path_.string() + ": cannot be written: " + reason(error));
  }
  if (copies_ == Copies::kTwo) begin_second_copy(head);
}

CompleteDocument::~CompleteDocument() {
  std::error_code ignored;
  if (copies_ == Copies::kTwo) fs::remove(spare_path_, ignored);
}

CompleteDocument::Copy CompleteDocument::created(const std::string& head) const {
  Copy copy;
  copy.file = OpenFile(spare_path_);
  copy.file.write_end(head + tail_, 0);
  copy.file.flush();
  copy.tail_offset = static_cast<off_t>(head.size());
  return copy;
}

void CompleteDocument::exchange() const {
  if (::renameat2(AT_FDCWD, spare_path_.c_str(), AT_FDCWD, path_.c_str(), RENAME_EXCHANGE) != 0) {
    throw std::system_error(errno, std::generic_category());
  }
}

void CompleteDocument::begin_second_copy(const std::string& head) {
  try {
    spare_ = created(head);
    exchange();
    std::swap(published_, spare_);
  } catch (const std::system_error&) {
    copies_ = Copies::kOne;
    std::error_code ignored;
    fs::remove(spare_path_, ignored);
  }
}

std::string CompleteDocument::add(const std::string& entry, const std::string& tail) {
  const std::lock_guard lock(mutex_);
  const std::string text = has_entries_ ? separator_ + entry : entry;
  has_entries_ = true;
  published_.backlog += text;
  if (copies_ == Copies::kTwo) spare_.backlog += text;
  return publish(tail);
}

std::string CompleteDocument::replace_tail(const std::string& tail) {
  const std::lock_guard lock(mutex_);
  return publish(tail);
}

std::string CompleteDocument::publish(const std::string& tail) {
  const bool in_place = copies_ == Copies::kOne;
  Copy& copy = in_place ? published_ : spare_;
  try {
    copy.file.write_end(copy.backlog + tail, copy.tail_offset);
    copy.file.flush();
    if (!in_place) exchange();
  } catch (const std::system_error& error) {
    try {
      // The room for the old end is still the file's own, also on a full disk.
      if (in_place) copy.file.write_end(tail_, copy.tail_offset);
    } catch (const std::system_error&) {
      // What was said first is the reason of both.
    }
    return path_.string() + ": cannot be written: " + reason(error);
  }
  copy.tail_offset += static_cast<off_t>(copy.backlog.size());
  copy.backlog.clear();
  tail_ = tail;
  if (!in_place) std::swap(published_, spare_);
  return "";
}

}  // namespace stylize
