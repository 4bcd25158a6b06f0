#pragma once

#include <string>

#include "batch/job_record.h"
#include "batch/picture_reader.h"
#include "jobs/job.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// The hashes of a job's inputs but for its content: styles, masks, the picture to begin with.
InputHashes hash_other_inputs(const Job& job, PictureReader& reader);

/// Reads them. `own` is the size of the content's file, `painted` that of the picture; `profile` is
/// of the space to read into, null for sRGB. Throws Error as reading a picture does.
void read_other_inputs(const Job& job, const Size& own, const Size& painted,
                       const IccProfile& profile, PictureReader& reader, TransferInputs& inputs);

/// Sets the names under which the styles' targets are cached, which end with `space`: the same file
/// has other pixels in another space.
void name_styles(const InputHashes& hashes, const std::string& space, TransferInputs& inputs);

}  // namespace stylize
