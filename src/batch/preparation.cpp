#include "preparation.h"

#include <filesystem>
#include <system_error>

#include "machine/sha256.h"
#include "other_inputs.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

// Makes the output's folder. It is needed early: checkpoints and snapshots come before the output.
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

TransferInputs read_inputs(const Job& job, const TransferOptions& options,
                           const IccProfile& profile, PictureReader& reader) {
  TransferInputs inputs;
  Size own;
  const auto content_size = [&](const Size& size) {
    own = size;
    const Size painted = output_size(size, options);
    check_size_fits(job.output, painted, job.options.write);
    return painted;
  };
  inputs.content = reader.read(job.content, content_size, profile);
  read_other_inputs(job, own, inputs.content.size(), profile, reader, inputs);
  return inputs;
}

InputHashes hash_inputs(const Job& job, PictureReader& reader) {
  const std::string content = reader.hash(job.content);
  InputHashes hashes = hash_other_inputs(job, reader);
  hashes.content = content;
  return hashes;
}

// A suffix for names in the cache of targets: the same file has other pixels in another colour
// space.
std::string name_of_space(const IccProfile& profile) {
  return profile ? " in " + sha256_hex(profile->data(), profile->size()) : "";
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
    result.up_to_date = has_record_of(job.output, result.key);
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
