#include "preparation.h"

#include <filesystem>
#include <system_error>

#include "batch/mask_reader.h"
#include "image/picture_record.h"
#include "machine/sha256.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

// Needed early: checkpoints and snapshots are written before the output.
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
  beside.format.clear();
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

TransferInputs read_inputs(const Job& job, const TransferOptions& options,
                           const IccProfile& profile, PictureReader& reader) {
  TransferInputs inputs;
  PictureSizes own, scaled;
  const auto content_size = [&](const Size& size) {
    own.content = size;
    return output_size(size, options);
  };
  inputs.content = reader.read(job.content, content_size, profile);
  scaled.content = inputs.content.size();
  for (const StyleFile& style : job.styles) {
    own.styles.emplace_back();
    const auto size_of_style = [&](const Size& size) {
      own.styles.back() = size;
      return style_size(size, scaled.content, style.use.scale);
    };
    const Image image = reader.read(style.file, size_of_style, profile);
    scaled.styles.push_back(image.size());
    inputs.styles.push_back({image, style.use});
  }
  if (const auto& initial = job.options.initial) {
    inputs.initial = reader.read(
        *initial, [&](const Size&) { return scaled.content; }, profile);
  }
  const auto read = [&](const fs::path& path) { return reader.read_whole(path); };
  read_masks(job, own, scaled, read, inputs);
  return inputs;
}

InputHashes hash_inputs(const Job& job, PictureReader& reader) {
  InputHashes hashes;
  hashes.content = reader.hash(job.content);
  for (const StyleFile& style : job.styles) hashes.styles.push_back({reader.hash(style.file), {}});
  if (const auto& initial = job.options.initial) hashes.initial = reader.hash(*initial);
  if (!job.options.content_mask) return hashes;
  hashes.content_mask = reader.hash(*job.options.content_mask);
  for (std::size_t i = 0; i < job.styles.size(); ++i) {
    const auto& mask = job.styles[i].mask;
    if (!mask) continue;
    hashes.styles[i].mask = mask->file.empty() ? text_of(mask->colour) : reader.hash(mask->file);
  }
  return hashes;
}

// In the names of what is cached: the same file has other pixels in another space.
std::string name_of_space(const IccProfile& profile) {
  return profile ? " in " + sha256_hex(profile->data(), profile->size()) : "";
}

// Sets the names under which the styles' targets are cached.
void name_styles(const InputHashes& hashes, const std::string& space, TransferInputs& inputs) {
  for (std::size_t i = 0; i < inputs.styles.size(); ++i) {
    inputs.styles[i].name = hashes.styles[i].picture + space;
    inputs.styles[i].mask_name = hashes.styles[i].mask;
  }
}

}  // namespace

Preparation prepare(const Job& job, const RunContext& run_context, bool resume,
                    PictureReader& reader) {
  Preparation result;
  result.options = settled_options(job.options, run_context.model);
  if (job.options.write.create_folders) make_folder_of(job.output);
  if (!resume) check_outputs_writable(job.options, job.output);
  result.hashes = hash_inputs(job, reader);
  if (job.options.write.metadata == MetadataChoice::kKeep) {
    result.metadata = reader.metadata(job.content);
  }
  if (job.options.write.profile == ProfileChoice::kContent) {
    result.profile = reader.own_space(job.content);
  }
  result.one_thread =
      run_context.needs_one_thread && run_context.needs_one_thread(result.options.objective);
  result.key = record_key(run_context, job, result.options, result.hashes);
  if (resume) {  // an existing output need not be written
    result.up_to_date = is_up_to_date(job.output, result.key);
    if (result.up_to_date) return result;
    check_outputs_writable(job.options, job.output);
  }
  const std::string space = name_of_space(result.profile);
  result.inputs = read_inputs(job, result.options, result.profile, reader);
  result.content_name = result.hashes.content + space;
  name_styles(result.hashes, space, result.inputs);
  return result;
}

}  // namespace stylize
