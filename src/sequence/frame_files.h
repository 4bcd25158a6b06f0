#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "sequence/clip_job.h"
#include "stylize/image/image.h"

namespace stylize {

/// Which painting of a frame: its number, and the pass over the clip, both from 1 on.
struct FramePass {
  int64_t number = 1;
  int pass = 1;
};

/// The paintings of a clip's frames: in its work folder, and where the output is numbered pictures
/// those of the last pass there as well.
class FrameFiles {
 public:
  explicit FrameFiles(const ClipJob& clip) : clip_(clip) {}

  std::filesystem::path work_file(const FramePass& frame) const;

  /// What messages call the frame.
  std::filesystem::path shown_name(int64_t number) const;

  /// Where the painting with this key is, if it is there: also in the output once the work folder
  /// is gone.
  std::optional<std::filesystem::path> finished(const FramePass& frame,
                                                const std::string& key) const;

  /// Reads a painting for the frames after it. Throws Error (kInput, kRead), also where the file
  /// does not have the very levels that were painted.
  at::Tensor read(const std::filesystem::path& file) const;

  /// In the work folder last: what is there is finished. Throws Error (kOutput).
  void write(const FramePass& frame, const Image& painting, const std::string& record) const;

 private:
  bool is_in_output(const FramePass& frame) const;

  const ClipJob& clip_;
};

}  // namespace stylize
