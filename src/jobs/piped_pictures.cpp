#include "piped_pictures.h"

#include <unistd.h>

#include "extension.h"
#include "machine/lower_case.h"
#include "settings/picture_extensions.h"
#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

void check_has_no_names_beside(const JobOptions& options) {
  const std::string why =
      "needs the name of the output, and standard output has none; name a file with " +
      setting_name("output");
  if (options.save_every > 0) throw SettingError("save-every", why);
  const auto is_beside = [](const fs::path& path) {
    return path.native().find("{output}") != std::string::npos;
  };
  if (is_beside(options.contact_sheet)) throw SettingError("contact-sheet", "{output} " + why);
  if (is_beside(options.loss_plot)) throw SettingError("loss-plot", "{output} " + why);
}

// Every name of an input that may be changed.
std::vector<fs::path*> names_of_inputs(Job& job) {
  std::vector<fs::path*> names = {&job.content};
  for (StyleFile& style : job.styles) {
    names.push_back(&style.file);
    if (style.mask) names.push_back(&style.mask->file);
  }
  if (job.options.initial) names.push_back(&*job.options.initial);
  if (job.options.content_mask) names.push_back(&*job.options.content_mask);
  return names;
}

}  // namespace

std::optional<std::string> format_on_standard_output(const std::string& output) {
  if (output == kStream) return "png";
  const std::size_t colon = output.find(':');
  if (colon == std::string::npos || output.substr(colon + 1) != kStream) return std::nullopt;
  const std::string format = lower_case(output.substr(0, colon));
  if (is_writable_extension(format)) return format;
  throw Error(ErrorKind::kOption, output + ": unknown output format \"" + format + "\"; use " +
                                      formats_on_standard_output());
}

void write_to_standard_output(const std::string& format, Job& job) {
  check_has_no_names_beside(job.options);
  if (::isatty(STDOUT_FILENO) != 0) {
    throw SettingError("output",
                       "standard output is a terminal, which shows no pictures; send it "
                       "to a file or a program");
  }
  job.output = kStandardOutput;
  job.key = kStream;
  job.options.write.format = format;
}

void read_from_standard_input(std::vector<Job>& jobs, bool already_read) {
  bool is_taken = already_read;
  for (Job& job : jobs) {
    for (fs::path* name : names_of_inputs(job)) {
      if (*name != kStream) continue;
      if (is_taken) {
        throw Error(ErrorKind::kOption,
                    "standard input (-): is to be read more than once, which it cannot be; name "
                    "files");
      }
      if (::isatty(STDIN_FILENO) != 0) {
        throw Error(ErrorKind::kOption,
                    "standard input (-): is a terminal; send a picture into it, or name a file");
      }
      is_taken = true;
      *name = kStandardInput;
    }
  }
}

}  // namespace stylize
