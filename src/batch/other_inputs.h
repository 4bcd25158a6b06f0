#pragma once

#include <string>

#include "batch/job_record.h"
#include "batch/picture_reader.h"
#include "jobs/job.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// The hashes of a job's inputs except its content: styles, masks, the initial picture.
InputHashes hash_other_inputs(const Job& job, PictureReader& reader);

/// Adds the hashes of the styles' masks: of their files, or their colours.
void hash_style_masks(const Job& job, PictureReader& reader, InputHashes& hashes);

/// Reads these inputs. `own` is the size of the content's file, `painted` that of the painting;
/// `profile` is that of the colour space to read into, null for sRGB. Throws Error as reading a
/// picture does.
void read_other_inputs(const Job& job, const Size& own, const Size& painted,
                       const IccProfile& profile, PictureReader& reader, TransferInputs& inputs);

/// Sets the names of the styles in the cache of targets. They end with `space`, since the same file
/// has other pixels in another colour space.
void name_styles(const InputHashes& hashes, const std::string& space, TransferInputs& inputs);

}  // namespace stylize
