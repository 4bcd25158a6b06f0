#pragma once

#include "batch/job_record.h"
#include "batch/picture_reader.h"
#include "jobs/job.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// The hashes of a clip's styles, masks and picture to begin with; that of the content is empty.
InputHashes hash_still_inputs(const Job& job, PictureReader& reader);

/// Reads them: the inputs of every frame but for the frame itself. `own` is the size of the frames
/// as they are read, `painted` that as they are painted. Throws Error as reading a picture does.
TransferInputs read_still_inputs(const Job& job, const Size& own, const Size& painted,
                                 const InputHashes& hashes, PictureReader& reader);

}  // namespace stylize
