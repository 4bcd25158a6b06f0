#include "sequence/work_folder.h"

#include <system_error>

#include "batch/checkpoint_place.h"
#include "stylize/error.h"
#include "video/video_writer.h"

namespace stylize {

namespace fs = std::filesystem;

void WorkFolder::make(bool with_parents) const {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path_, error);
  if (fs::exists(status) && !fs::is_directory(status)) {
    throw Error(ErrorKind::kOutput,
                path_.string() + ": is no folder, and frames are to be kept there; remove it");
  }
  if (with_parents) {
    fs::create_directories(path_, error);
  } else {
    fs::create_directory(path_, error);
  }
  if (error) {
    throw Error(ErrorKind::kOutput, path_.string() +
                                        ": the folder for finished frames cannot be "
                                        "made: " +
                                        error.message());
  }
}

fs::path WorkFolder::frame(int64_t number) const {
  return frame_file(path_, number);
}

fs::path WorkFolder::frame_of_pass(int64_t number, int pass) const {
  return path_ / ("pass_" + std::to_string(pass) + "_" + frame(number).filename().string());
}

fs::path WorkFolder::source(int64_t number) const {
  return path_ / ("source_" + frame(number).filename().string());
}

fs::path WorkFolder::mask(int64_t number) const {
  return path_ / ("mask_" + frame(number).filename().string());
}

void WorkFolder::remove(int64_t frames, int passes) const {
  std::error_code ignored;
  const auto remove_painting = [&](const fs::path& file) {
    fs::remove(file, ignored);
    remove_checkpoints(file);
  };
  for (int64_t number = 1; number <= frames; ++number) {
    remove_painting(frame(number));
    for (int pass = 1; pass < passes; ++pass) remove_painting(frame_of_pass(number, pass));
    fs::remove(source(number), ignored);
    fs::remove(mask(number), ignored);
  }
  fs::remove(path_, ignored);
}

fs::path work_folder_of(const fs::path& output) {
  return output.parent_path() / ("." + output.filename().string() + ".frames");
}

}  // namespace stylize
