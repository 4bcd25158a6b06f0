#pragma once

#include "video/frame_source.h"

namespace stylize {

/// The pattern that a clip's name is; nullopt where it is none, or there is a file of that name.
std::optional<FramePattern> pattern_of_clip(const std::string& name);

/// The number of a pattern's first frame: `wanted`, or if that is negative the first from 0 to 9
/// that exists. Throws Error (kInput) when there is none.
int64_t first_number(const FramePattern& pattern, int64_t wanted);

/// How many frames there are from this number on, none of them missing.
int64_t count_frames(const FramePattern& pattern, int64_t first);

/// Numbered pictures, up to the first number that is missing. All must be of one size.
class PatternSource : public FrameSource {
 public:
  PatternSource(FramePattern pattern, const ClipReadOptions& options);

  const ClipInfo& info() const override { return info_; }
  std::optional<Image> next() override;

 private:
  const FramePattern pattern_;
  const ClipReadOptions options_;
  int64_t number_;
  std::optional<Size> size_;
  ClipInfo info_;
};

}  // namespace stylize
