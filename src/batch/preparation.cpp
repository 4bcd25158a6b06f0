#include "preparation.h"

#include <filesystem>
#include <system_error>

#include "stylize/batch/mask_reader.h"
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

TransferInputs read_inputs(const Job& job, const TransferOptions& options, PictureReader& reader) {
  TransferInputs inputs;
  PictureSizes own, scaled;
  inputs.content = reader.read(job.content, [&](const Size& size) {
    own.content = size;
    return output_size(size, options);
  });
  scaled.content = inputs.content.size();
  const auto read_style = [&](const fs::path& path) {
    own.styles.emplace_back();
    const Image style = reader.read(path, [&](const Size& size) {
      own.styles.back() = size;
      return style_size(size, scaled.content, options, scaled.styles.size());
    });
    scaled.styles.push_back(style.size());
    return style;
  };
  inputs.style = read_style(job.style);
  for (const fs::path& style : job.options.more_styles) {
    inputs.more_styles.push_back(read_style(style));
  }
  if (const auto& initial = job.options.initial) {
    inputs.initial = reader.read(*initial, [&](const Size&) { return scaled.content; });
  }
  inputs.masks = read_masks(job.options, own, scaled,
                            [&](const fs::path& path) { return reader.read_whole(path); });
  return inputs;
}

InputHashes hash_inputs(const Job& job, PictureReader& reader) {
  const JobOptions& options = job.options;
  InputHashes hashes{reader.hash(job.content),
                     reader.hash(job.style),
                     options.initial ? reader.hash(*options.initial) : std::string(),
                     {}};
  for (const fs::path& style : options.more_styles) {
    hashes.more_styles.push_back(reader.hash(style));
  }
  if (!options.content_mask) return hashes;
  hashes.content_mask = reader.hash(*options.content_mask);
  for (const StyleMask& mask : options.style_masks) {
    hashes.style_masks.push_back(mask.file.empty() ? text_of(mask.colour) : reader.hash(mask.file));
  }
  return hashes;
}

}  // namespace

Preparation prepare(const Job& job, const Studio& studio, bool resume, PictureReader& reader) {
  Preparation result;
  result.options = settled_options(job.options, studio.model);
  if (job.options.write.create_folders) make_folder_of(job.output);
  if (!resume) check_outputs_writable(job.options, job.output);
  result.hashes = hash_inputs(job, reader);
  result.one_thread = studio.needs_one_thread && studio.needs_one_thread(result.options.objective);
  result.key = record_key(studio, job, result.options, result.hashes);
  if (resume) {  // what is there already need not be written
    result.up_to_date = is_up_to_date(job.output, result.key);
    if (result.up_to_date) return result;
    check_outputs_writable(job.options, job.output);
  }
  result.inputs = read_inputs(job, result.options, reader);
  return result;
}

}  // namespace stylize
