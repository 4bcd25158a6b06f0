#pragma once

#include <sys/types.h>

#include <filesystem>
#include <mutex>
#include <string>

#include "stylize/report/open_file.h"

namespace stylize {

/// A text file that grows entry by entry and has its closing lines at every moment: also when the
/// process is killed with SIGKILL in the midst of a write, or the disk becomes full. Entries that
/// stand are not written again.
///
/// A kill tears a single write() at the border of a page, so the closing lines are not simply
/// overwritten in place. There are two copies, one under a hidden name beside the file, which grow
/// in turns; exchanging their names is one atomic step of the file system. The hidden file goes
/// with the object; that of a killed process goes with the next document of the same path.
class CompleteDocument {
 public:
  enum class Copies {
    kTwo,  ///< as above; kOne where the file system cannot exchange names (NFS)
    kOne,  ///< in place: a kill during the microseconds of a write leaves a torn end
  };

  /// Replaces an existing file by `head` and `tail` in one step. `separator` will stand between two
  /// entries. Throws Error (kOutput) when the file cannot be written, is no regular file, or is
  /// being written by another CompleteDocument.
  CompleteDocument(const std::filesystem::path& path, const std::string& head,
                   std::string separator, const std::string& tail, Copies copies = Copies::kTwo);
  ~CompleteDocument();
  CompleteDocument(const CompleteDocument&) = delete;
  CompleteDocument& operator=(const CompleteDocument&) = delete;

  /// Puts an entry after those before it and replaces the closing lines. Returns an empty text, or
  /// "FILE: cannot be written: reason"; the file is then as it was, and the next call writes this
  /// entry too. Any thread may call it.
  std::string add(const std::string& entry, const std::string& tail);

  /// The same without an entry.
  std::string replace_tail(const std::string& tail);

 private:
  struct Copy {
    OpenFile file;
    off_t tail_offset = 0;  // bytes: where the entries end
    std::string backlog;    // entries that this copy lacks
  };

  Copy created(const std::string& head) const;
  void exchange() const;
  void begin_second_copy(const std::string& head);
  std::string publish(const std::string& tail);

  std::filesystem::path path_, spare_path_;
  std::string separator_, tail_;
  bool has_entries_ = false;
  Copies copies_;
  Copy published_, spare_;
  std::mutex mutex_;
};

}  // namespace stylize
