#include "sequence/mask_frames.h"

#include <ATen/ATen.h>

#include <filesystem>
#include <optional>
#include <utility>

#include "batch/mask_reader.h"
#include "batch/other_inputs.h"
#include "motion/warp.h"
#include "stylize/image/resize.h"

namespace stylize {

MaskFrames::MaskFrames(const ClipJob& clip)
    : job_(clip.job),
      name_(clip.open_masks ? clip.job.options.content_mask->string() : std::string()),
      source_(clip.open_masks ? clip.open_masks() : nullptr) {}

void MaskFrames::next() {
  std::optional<Image> frame = source_->next();
  if (!frame) throw Error(ErrorKind::kInput, name_ + ": has fewer frames than the clip");
  go_to(*std::move(frame));
}

at::Tensor MaskFrames::unchanged(const at::Tensor& backward) const {
  constexpr double kSame = 0.1;  // labels differ by more
  const Size size{backward.size(3), backward.size(2)};
  const at::Tensor before = warped(resize(before_, size).colour, backward, Interpolation::kLinear);
  const at::Tensor change = (resize(frame_, size).colour - before).abs();
  return (std::get<0>(change.max(1, /*keepdim=*/true)) < kSame).to(at::kFloat);
}

void MaskFrames::set(const Size& own, const Size& painted, PictureReader& reader,
                     TransferInputs& inputs) const {
  PictureSizes sizes{own, {}}, scaled{painted, {}};
  for (const StyleInput& style : inputs.styles) sizes.styles.push_back(style.image.size());
  scaled.styles = sizes.styles;
  const auto read = [&](const std::filesystem::path& path) {
    return path == *job_.options.content_mask ? frame_ : reader.read_whole(path);
  };
  read_masks(job_, sizes, scaled, read, inputs);
}

Job job_of_files(const ClipJob& clip) {
  Job job = clip.job;
  if (clip.open_masks) job.options.content_mask.reset();
  return job;
}

InputHashes hash_shared_inputs(const ClipJob& clip, PictureReader& reader) {
  InputHashes hashes = hash_other_inputs(job_of_files(clip), reader);
  if (!clip.open_masks) return hashes;
  hashes.content_mask = "of each frame";
  hash_style_masks(clip.job, reader, hashes);
  return hashes;
}

}  // namespace stylize
