#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "sequence/clip_job.h"
#include "stylize/image/image.h"

namespace stylize {

/// The paintings of a clip's frames: in its work folder, and where the output is numbered pictures
/// there as well.
class FrameFiles {
 public:
  explicit FrameFiles(const ClipJob& clip) : clip_(clip) {}

  std::filesystem::path work_file(int64_t number) const { return clip_.work.frame(number); }

  /// What messages call the frame.
  std::filesystem::path shown_name(int64_t number) const;

  /// Where the painting with this key is, if it is there: also in the output once the work folder
  /// is gone.
  std::optional<std::filesystem::path> finished(int64_t number, const std::string& key) const;

  /// Reads a painting for the frames after it. Throws Error (kInput, kRead), also where the file
  /// does not have the very levels that were painted.
  at::Tensor read(const std::filesystem::path& file) const;

  /// In the work folder last: what is there is finished. Throws Error (kOutput).
  void write(int64_t number, const Image& painting, const std::string& record) const;

 private:
  const ClipJob& clip_;
};

}  // namespace stylize
