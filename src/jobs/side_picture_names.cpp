#include "side_picture_names.h"

#include <cstddef>
#include <string>

namespace stylize {
namespace {

namespace fs = std::filesystem;

fs::path named(const fs::path& name, const fs::path& output) {
  static const std::string kPlace = "{output}";
  const std::string stem = (output.parent_path() / output.stem()).native();
  std::string text = name.native();
  for (std::size_t at = text.find(kPlace); at != std::string::npos;
       at = text.find(kPlace, at + stem.size())) {
    text.replace(at, kPlace.size(), stem);
  }
  return text;
}

}  // namespace

void name_side_pictures(Job& job) {
  job.options.contact_sheet = named(job.options.contact_sheet, job.output);
  job.options.loss_plot = named(job.options.loss_plot, job.output);
}

}  // namespace stylize
