#pragma once

#include <sys/types.h>

#include <filesystem>
#include <mutex>
#include <string>

#include "machine/open_file.h"
#include "machine/written_file.h"

namespace stylize {

/// The hidden name that a document's second copy has: beside it, or where links lead.
std::filesystem::path spare_path(const std::filesystem::path& document);

/// A text file that grows entry by entry and has its closing lines at every moment: also when the
/// process is killed with SIGKILL in the midst of a write, or the disk becomes full. Entries that
/// stand are not written again.
///
/// A kill tears a single write() at the border of a page, so the closing lines are not simply
/// overwritten in place. There are two copies, one under a hidden name beside the file, which grow
/// in turns; exchanging their names is one atomic step of the file system. The hidden file goes
/// with the object; that of a killed process goes with the next document of the same path.
///
/// What is no regular file (a pipe, /dev/stdout) cannot be written anew: it gets the whole document
/// at the end.
class CompleteDocument {
 public:
  enum class Copies {
    kTwo,  ///< as above; kOne where the file system cannot exchange names (NFS)
    kOne,  ///< in place: a kill during the microseconds of a write leaves a torn end
  };

  /// Replaces an existing file by `head` and `tail` in one step; permissions stay, and of a
  /// symbolic link the target is replaced. `separator` will stand between two entries. Throws Error
  /// (kOutput) when the file cannot be written, is a folder, a disk or read-only, exists although
  /// `replace` is false, or is being written by another CompleteDocument.
  CompleteDocument(const std::filesystem::path& path, const std::string& head,
                   std::string separator, const std::string& tail, Copies copies = Copies::kTwo,
                   bool replace = true);
  ~CompleteDocument();
  CompleteDocument(const CompleteDocument&) = delete;
  CompleteDocument& operator=(const CompleteDocument&) = delete;

  /// Puts an entry after those before it and replaces the closing lines. Returns an empty text, or
  /// "FILE: cannot be written: reason"; the file is then as it was, and the next call writes this
  /// entry too. Any thread may call it.
  std::string add(const std::string& entry, const std::string& tail);

  /// The same without an entry.
  std::string replace_tail(const std::string& tail);

  /// At the end, once: a pipe gets the document now. Of a file nothing is left to be done.
  std::string close();

 private:
  struct Copy {
    OpenFile file;
    off_t tail_offset = 0;  // bytes: where the entries end
    std::string backlog;    // entries that this copy lacks
  };

  Copy created(const std::string& head) const;
  void take_name() const;
  void exchange() const;
  void begin_second_copy(const std::string& head);
  std::string publish(const std::string& tail);

  const WrittenFile file_;
  std::filesystem::path path_, spare_path_;
  std::string separator_, tail_;
  bool has_entries_ = false;
  const bool replace_;
  Copies copies_;
  std::string whole_;  // for a pipe: what it will get, but for the closing lines
  Copy published_, spare_;
  std::mutex mutex_;
};

}  // namespace stylize
