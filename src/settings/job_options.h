#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "stylize/settings/label_colour.h"
#include "stylize/settings/objective_overrides.h"
#include "stylize/settings/transfer_options.h"
#include "stylize/settings/write_options.h"

namespace stylize {

/// Which label each part of a style has.
struct StyleMask {
  std::filesystem::path file;  ///< a picture of labels; empty: all of the style has the colour's
  LabelColour colour;
};

/// What is said of a picture's styles, of each in their order.
struct StyleLists {
  std::vector<double> scales = {1};  ///< longest side relative to the output's; one: of all
  std::vector<double> weights;       ///< >= 0; empty: all the same
  std::vector<BlockRange> blocks;    ///< the layers that it serves; empty: all of them
  std::vector<StyleMask> masks;      ///< with a mask of the content; empty: none
};

/// What may differ from picture to picture of one run.
struct JobOptions {
  WriteOptions write;
  int save_every = 0;  ///< iterations; 0: no snapshots
  /// Pictures of how the work went, its looks and its losses; empty: none. Until make_plan has put
  /// it there, "{output}" stands for the job's output without its extension.
  std::filesystem::path contact_sheet, loss_plot;
  TransferOptions transfer;      ///< of its objective only what no model recommends counts
  ObjectiveOverrides objective;  ///< what was chosen of it; comes before what the model recommends
  std::optional<std::filesystem::path> initial;       ///< the picture to begin with
  std::optional<std::filesystem::path> content_mask;  ///< which label each part of the content has
  StyleLists styles;
};

/// Options by their long names without dashes, as a jobs file has them: {"size", "256"}.
using NamedOptions = std::vector<std::pair<std::string, std::string>>;

}  // namespace stylize
