#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "settings/sequence_options.h"
#include "stylize/settings/label_colour.h"
#include "stylize/settings/objective_overrides.h"
#include "stylize/settings/transfer_options.h"
#include "stylize/settings/write_options.h"

namespace stylize {

/// Which label each part of a style has.
struct StyleMask {
  std::filesystem::path
      file;  ///< a picture of labels; empty: `colour` is the label of the whole style
  LabelColour colour;
};

/// Settings of a picture's styles, in the order of the styles.
struct StyleLists {
  std::vector<double> scales = {1};  ///< longest side relative to the output's; one value: for all
  std::vector<double> weights;       ///< >= 0; empty: all equal
  std::vector<double> end_weights;   ///< the same of the last frame of a clip, those before it
                                     ///< being the first one's; empty: all frames have the same
  std::vector<BlockRange> blocks;    ///< whose layers use the style; empty: all
  std::vector<StyleMask> masks;      ///< required if the content has a mask; empty: none
};

/// Options that may differ between the pictures of one run.
struct JobOptions {
  WriteOptions write;
  SequenceOptions sequence;  ///< of the frames of a clip
  int save_every = 0;        ///< iterations; 0: no snapshots
  /// Pictures of the progress and of the losses; empty: none. "{output}" stands for the job's
  /// output without its extension until make_plan replaces it.
  std::filesystem::path contact_sheet, loss_plot;
  TransferOptions transfer;      ///< in its objective, only settings that no model recommends apply
  ObjectiveOverrides objective;  ///< the user's choices; they override the model's recommendations
  std::optional<std::filesystem::path> initial;       ///< the initial picture
  std::optional<std::filesystem::path> content_mask;  ///< which label each part of the content has
  StyleLists styles;
};

/// Options by their long names without dashes, as a jobs file has them: {"size", "256"}.
using NamedOptions = std::vector<std::pair<std::string, std::string>>;

}  // namespace stylize
