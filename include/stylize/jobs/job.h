#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "stylize/image/label_colour.h"
#include "stylize/image/write_options.h"
#include "stylize/network/recommendation.h"
#include "stylize/transfer/transfer_options.h"

namespace stylize {

/// Which label each part of a style has.
struct StyleMask {
  std::filesystem::path file;  ///< a picture of labels; empty: all of the style has the colour's
  LabelColour colour;
};

/// What may differ from picture to picture of one run.
struct JobOptions {
  WriteOptions write;
  int save_every = 0;  ///< iterations; 0: no snapshots
  /// Pictures of how the work went, its looks and its losses; empty: none. Until make_plan has put
  /// it there, "{output}" stands for the job's output without its extension.
  std::filesystem::path contact_sheet, loss_plot;
  TransferOptions transfer;  ///< of its objective only what no model recommends counts
  Recommendation objective;  ///< what was chosen of it; comes before what the model recommends
  std::vector<std::filesystem::path> more_styles;     ///< that are blended with the job's style
  std::optional<std::filesystem::path> initial;       ///< the picture to begin with
  std::optional<std::filesystem::path> content_mask;  ///< which label each part of the content has
  std::vector<StyleMask> style_masks;  ///< with a mask of the content one for each style, in order
};

/// Options by their long names without dashes, as a jobs file has them: {"size", "256"}.
using NamedOptions = std::vector<std::pair<std::string, std::string>>;

/// One picture to paint.
struct Job {
  std::filesystem::path content, style, output;
  std::filesystem::path key;   ///< the output's path below the folder of all outputs; names the job
                               ///< on every machine
  NamedOptions named_options;  ///< those that a jobs file gave this job
  JobOptions options;
};

}  // namespace stylize
