#include "sequence/frame_files.h"

#include <system_error>

#include "batch/checkpoint_place.h"
#include "batch/job_record.h"
#include "machine/lower_case.h"
#include "stylize/image/image_files.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

// Whether a picture file has the very levels that were written, and they are those of 8 bits.
bool is_exact(const fs::path& file, const WriteOptions& write) {
  const std::string extension = lower_case(file.extension().string());
  const bool lossless = extension == ".png" || extension == ".tif" || extension == ".tiff";
  return lossless && write.bit_depth == 8;
}

}  // namespace

bool FrameFiles::is_in_output(const FramePass& frame) const {
  return clip_.frame_output && frame.pass == clip_.job.options.sequence.passes;
}

fs::path FrameFiles::work_file(const FramePass& frame) const {
  return frame.pass == clip_.job.options.sequence.passes
             ? clip_.work.frame(frame.number)
             : clip_.work.frame_of_pass(frame.number, frame.pass);
}

fs::path FrameFiles::shown_name(int64_t number) const {
  if (clip_.frame_output) return clip_.frame_output(number);
  return clip_.job.output.string() + ", frame " + std::to_string(number);
}

std::optional<fs::path> FrameFiles::finished(const FramePass& frame, const std::string& key) const {
  const bool in_work = has_record_of(work_file(frame), key);
  if (!is_in_output(frame)) return in_work ? std::optional(work_file(frame)) : std::nullopt;
  const fs::path output = clip_.frame_output(frame.number);
  // Without a record of its own it was written before the one in the work folder.
  const bool has_record = clip_.job.options.write.metadata != MetadataChoice::kNone;
  std::error_code error;
  const bool there =
      has_record ? has_record_of(output, key) : in_work && fs::is_regular_file(output, error);
  if (!there) return std::nullopt;
  return in_work ? work_file(frame) : output;
}

at::Tensor FrameFiles::read(const fs::path& file) const {
  const bool in_work = file.parent_path() == clip_.work.path();
  if (!in_work && !is_exact(file, clip_.job.options.write)) {
    throw Error(ErrorKind::kInput, file.string() +
                                       ": is all that is left of this frame, and the next one "
                                       "needs it without loss; paint without " +
                                       setting_name("resume"));
  }
  return read_image(file).colour;
}

void FrameFiles::write(const FramePass& frame, const Image& painting,
                       const std::string& record) const {
  WriteOptions options = clip_.job.options.write;
  options.record = record;
  options.create_folders = clip_.frame_output != nullptr;
  if (is_in_output(frame)) write_image(clip_.frame_output(frame.number), painting, options);
  options.bit_depth = 8;
  options.replace = true;
  options.metadata = MetadataChoice::kRecord;
  write_image(work_file(frame), painting, options);
  remove_checkpoints(work_file(frame));
}

}  // namespace stylize
