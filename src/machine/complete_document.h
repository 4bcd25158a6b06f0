#pragma once

#include <sys/types.h>

#include <filesystem>
#include <mutex>
#include <string>

#include "machine/open_file.h"
#include "machine/written_file.h"

namespace stylize {

/// The hidden name of a document's second copy: beside it, or beside the target of links.
std::filesystem::path spare_path(const std::filesystem::path& document);

/// A text file that grows entry by entry and always has its closing lines, even when the process is
/// killed with SIGKILL during a write, or the disk becomes full. Existing entries are not
/// rewritten.
///
/// A kill can cut a single write() at a page boundary, so the closing lines are not simply
/// overwritten in place. There are two copies, one under a hidden name beside the file, which grow
/// in turns; exchanging their names is one atomic step of the file system. The destructor removes
/// the hidden file; the next document of the same path removes that of a killed process.
///
/// Anything but a regular file (a pipe, /dev/stdout) cannot be rewritten: it gets the whole
/// document at the end.
class CompleteDocument {
 public:
  enum class Copies {
    kTwo,  ///< as above; kOne where the file system cannot exchange names (NFS)
    kOne,  ///< in place: a kill during the microseconds of a write leaves a damaged end
  };

  /// Replaces an existing file with `head` and `tail` in one step, keeping its permissions; for a
  /// symbolic link, its target is replaced. `separator` goes between two entries. Throws Error
  /// (kOutput) when the file cannot be written, is a folder, a disk or read-only, exists although
  /// `replace` is false, or is being written by another CompleteDocument.
  CompleteDocument(const std::filesystem::path& path, const std::string& head,
                   std::string separator, const std::string& tail, Copies copies = Copies::kTwo,
                   bool replace = true);
  ~CompleteDocument();
  CompleteDocument(const CompleteDocument&) = delete;
  CompleteDocument& operator=(const CompleteDocument&) = delete;

  /// Appends an entry and replaces the closing lines. Returns an empty text, or "FILE: cannot be
  /// written: reason"; the file is then unchanged, and the next call writes this entry too.
  /// Thread-safe.
  std::string add(const std::string& entry, const std::string& tail);

  /// The same without an entry.
  std::string replace_tail(const std::string& tail);

  /// Call once, at the end: a pipe gets the document now; a file is already complete.
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
  std::string whole_;  // for a pipe: what it will get, except the closing lines
  Copy published_, spare_;
  std::mutex mutex_;
};

}  // namespace stylize
