#include "preparation.h"

#include <filesystem>
#include <system_error>

#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/image/record.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

// Not left to the writing: checkpoints and snapshots come before.
void make_folder_of(const fs::path& output) {
  if (!output.has_parent_path()) return;
  std::error_code error;
  fs::create_directories(output.parent_path(), error);
  if (error) {
    throw Error(ErrorKind::kOutput, output.string() + ": the folder " +
                                        output.parent_path().string() +
                                        " cannot be made: " + error.message());
  }
}

void check_outputs_writable(const JobOptions& options, const fs::path& output) {
  check_writable(output, options.write);
  WriteOptions beside = options.write;
  beside.bit_depth = 8;
  for (const fs::path& path : {options.contact_sheet, options.loss_plot}) {
    if (!path.empty()) check_writable(path, beside);
  }
}

bool is_up_to_date(const fs::path& output, const std::string& key) {
  std::error_code error;
  if (!fs::is_regular_file(output, error)) return false;
  const std::optional<std::string> record = read_record(output);
  return record && is_record_of(*record, key);
}

}  // namespace

Preparation prepare(const Job& job, const Studio& studio, bool resume, PictureReader& reader) {
  Preparation result;
  TransferOptions& options = result.options;
  options = settled_options(job.options, studio.model);
  if (job.options.write.create_folders) make_folder_of(job.output);
  if (!resume) check_outputs_writable(job.options, job.output);
  const auto& initial = job.options.initial;
  result.hashes = {reader.hash(job.content),
                   reader.hash(job.style),
                   initial ? reader.hash(*initial) : std::string(),
                   {}};
  for (const fs::path& style : job.options.more_styles) {
    result.hashes.more_styles.push_back(reader.hash(style));
  }
  result.one_thread = studio.needs_one_thread && studio.needs_one_thread(options.objective);
  result.key = record_key(studio, job, options, result.hashes);
  if (resume) {  // what is there already need not be written
    result.up_to_date = is_up_to_date(job.output, result.key);
    if (result.up_to_date) return result;
    check_outputs_writable(job.options, job.output);
  }
  TransferInputs& inputs = result.inputs;
  inputs.content =
      reader.read(job.content, [&](const Size& own) { return output_size(own, options); });
  const Size output = inputs.content.size();
  const auto read_style = [&](const fs::path& style, std::size_t number) {
    return reader.read(style,
                       [&](const Size& own) { return style_size(own, output, options, number); });
  };
  inputs.style = read_style(job.style, 0);
  for (const fs::path& style : job.options.more_styles) {
    inputs.more_styles.push_back(read_style(style, inputs.more_styles.size() + 1));
  }
  if (initial) inputs.initial = reader.read(*initial, [&](const Size&) { return output; });
  return result;
}

}  // namespace stylize
