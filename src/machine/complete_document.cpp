#include "machine/complete_document.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include "machine/atomic_file.h"
#include "machine/system_calls.h"
#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

std::string reason(const std::system_error& error) {
  return error.code() == std::errc::operation_would_block
             ? "another run is writing it; give each run a report of its own"
             : error.code().message();
}

}  // namespace

fs::path spare_path(const fs::path& named) {
  fs::path document = named;
  try {
    document = find_written_file(named).target;
  } catch (const Error&) {
    // Nothing can be written there; the document will report it.
  }
  return document.parent_path() / ("." + document.filename().string() + ".spare");
}

CompleteDocument::CompleteDocument(const fs::path& path, const std::string& head,
                                   std::string separator, const std::string& tail, Copies copies,
                                   bool replace)
    : file_(find_written_file(path)),
      path_(fs::absolute(file_.target)),
      spare_path_(spare_path(path_)),
      separator_(std::move(separator)),
      tail_(tail),
      replace_(replace),
      copies_(file_.through ? Copies::kOne : copies) {
  if (file_.through) {
    whole_ = head;
    return;
  }
  check_replaceable(file_, replace);
  try {
    published_ = created(head);
    take_name();
  } catch (const std::system_error& error) {
    // The hidden file is somebody else's when it is locked, or when it existed and is not ours.
    std::error_code ignored;
    const bool is_ours =
        error.code() != std::errc::operation_would_block && error.code() != std::errc::file_exists;
    if (is_ours || published_.tail_offset > 0) fs::remove(spare_path_, ignored);
    throw Error(ErrorKind::kOutput, path.string() + ": cannot be written: " + reason(error));
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
  if (file_.exists) copy.file.keep_mode_and_owner(file_.status);
  copy.file.write_end(head + tail_, 0);
  copy.file.flush();
  copy.tail_offset = static_cast<off_t>(head.size());
  return copy;
}

void CompleteDocument::take_name() const {
  if (replace_) return fs::rename(spare_path_, path_);
  if (system_calls::rename_to_new(spare_path_.c_str(), path_.c_str()) == 0) return;
  // Not every system and file system can; we already checked whether there is a file.
  if (errno == EINVAL || errno == ENOSYS) return fs::rename(spare_path_, path_);
  throw std::system_error(errno, std::generic_category());
}

void CompleteDocument::exchange() const {
  if (system_calls::exchange_names(spare_path_.c_str(), path_.c_str()) != 0) {
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
  if (file_.through) {
    whole_ += text;
    tail_ = tail;
    return "";
  }
  published_.backlog += text;
  if (copies_ == Copies::kTwo) spare_.backlog += text;
  return publish(tail);
}

std::string CompleteDocument::replace_tail(const std::string& tail) {
  const std::lock_guard lock(mutex_);
  if (!file_.through) return publish(tail);
  tail_ = tail;
  return "";
}

std::string CompleteDocument::close() {
  if (!file_.through) return "";
  const std::lock_guard lock(mutex_);
  whole_ += tail_;
  try {
    write_file_atomically(file_.named, whole_.data(), whole_.size());
    return "";
  } catch (const Error& error) {
    return error.what();
  }
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
      // The file still owns the space of the old end, even on a full disk.
      if (in_place) copy.file.write_end(tail_, copy.tail_offset);
    } catch (const std::system_error&) {
      // The first error explains both.
    }
    return file_.named.string() + ": cannot be written: " + reason(error);
  }
  copy.tail_offset += static_cast<off_t>(copy.backlog.size());
  copy.backlog.clear();
  tail_ = tail;
  if (!in_place) std::swap(published_, spare_);
  return "";
}

}  // namespace stylize
