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

void WorkFolder::remove(int64_t frames) const {
  std::error_code ignored;
  for (int64_t number = 1; number <= frames; ++number) {
    fs::remove(frame(number), ignored);
    remove_checkpoints(frame(number));
  }
  fs::remove(path_, ignored);
}

fs::path work_folder_of(const fs::path& output) {
  return output.parent_path() / ("." + output.filename().string() + ".frames");
}

}  // namespace stylize
