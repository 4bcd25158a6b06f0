#pragma once

#include <cstdint>
#include <filesystem>

namespace stylize {

/// Where the finished frames of a clip are kept until its output is written: a hidden folder beside
/// it, .OUTPUT.frames.
class WorkFolder {
 public:
  explicit WorkFolder(std::filesystem::path path) : path_(std::move(path)) {}

  /// Makes the folder unless it is there, and if `with_parents` those that it lies in. Throws Error
  /// (kOutput), also where it is a link.
  void make(bool with_parents) const;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path frame(int64_t number) const;

  /// What a later pass over the frames needs (SequenceOptions::passes): the painting of a pass
  /// before it, and the frame and its mask as they were read.
  std::filesystem::path frame_of_pass(int64_t number, int pass) const;
  std::filesystem::path source(int64_t number) const;
  std::filesystem::path mask(int64_t number) const;

  /// Removes what is kept of frames up to this number, also by runs with other settings, and the
  /// folder if nothing else is in it.
  void remove(int64_t frames) const;

 private:
  int64_t number_of(const std::filesystem::path& file) const;

  std::filesystem::path path_;
};

/// The folder of an output.
std::filesystem::path work_folder_of(const std::filesystem::path& output);

}  // namespace stylize
