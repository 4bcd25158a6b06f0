#include "sequence/work_folder.h"

#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>
#include <vector>

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

// The number of the frame that a file of this folder is of; 0: it is of none.
int64_t WorkFolder::number_of(const fs::path& file) const {
  constexpr const char* kFrame = "frame_";
  const std::string name = file.filename().string();
  const auto at = name.rfind(kFrame);
  if (at == std::string::npos) return 0;
  const int64_t number = std::strtoll(name.c_str() + at + std::strlen(kFrame), nullptr, 10);
  if (number <= 0) return 0;
  const auto pass = static_cast<int>(std::strtol(name.c_str() + std::strlen("pass_"), nullptr, 10));
  for (const fs::path& known :
       {frame(number), source(number), mask(number), frame_of_pass(number, pass)}) {
    if (known.filename() == name) return number;
  }
  return 0;
}

void WorkFolder::remove(int64_t frames) const {
  std::error_code ignored;
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, ignored)) {
    const int64_t number = number_of(entry.path());
    if (number > 0 && number <= frames) files.push_back(entry.path());
  }
  for (const fs::path& file : files) {
    fs::remove(file, ignored);
    remove_checkpoints(file);
  }
  fs::remove(path_, ignored);
}

fs::path work_folder_of(const fs::path& output) {
  return output.parent_path() / ("." + output.filename().string() + ".frames");
}

}  // namespace stylize
