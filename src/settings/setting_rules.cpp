#include "settings/painting_settings.h"
#include "stylize/error.h"

namespace stylize {
namespace {

// Collects "seed: has no effect without ..." for settings that differ from their defaults.
class Notes {
 public:
  void add(bool differs, const char* setting, const std::string& why) {
    if (differs) lines_.push_back(setting_name(setting) + ": has no effect " + why);
  }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::vector<std::string> lines_;
};

}  // namespace

void check_settings(const JobOptions& options) {
  const TransferOptions& transfer = options.transfer;
  const bool by_neighbours = transfer.objective.style_loss == StyleLoss::kNeighbours;
  if (by_neighbours && !options.styles.end_weights.empty()) {
    throw SettingError("style-blend-end",
                       "does not work with " + setting_name("style-loss") +
                           " neighbours, whose styles count the same or nothing");
  }
  if (transfer.optimizer == OptimizerKind::kAdam) return;
  const std::string needed = "works with " + setting_name("optimizer") + " adam only";
  if (transfer.averaging > 0) throw SettingError("averaging", needed);
  // The line search of L-BFGS needs the true gradient of the value.
  if (transfer.objective.normalize_gradients) throw SettingError("normalize-gradients", needed);
}

std::vector<std::string> settings_without_effect(const JobOptions& options) {
  const TransferOptions standard, &transfer = options.transfer;
  const bool adam = transfer.optimizer == OptimizerKind::kAdam;
  const bool noise = transfer.start == Start::kNoise;
  const std::string init = setting_name("init"), init_noise = setting_name("init-noise");
  const std::string optimizer = setting_name("optimizer");
  Notes notes;
  notes.add(!adam && transfer.learning_rate != standard.learning_rate, "learning-rate",
            "without " + optimizer + " adam");
  notes.add(adam && transfer.history != standard.history, "history",
            "without " + optimizer + " lbfgs");
  notes.add(
      transfer.colour != ColourControl::kKeep && transfer.colour_space != standard.colour_space,
      "colour-space", "without " + setting_name("colour") + " keep");
  notes.add(!noise && transfer.start_noise == 0 && transfer.seed != standard.seed, "seed",
            "without " + init + " noise or " + init_noise);
  notes.add(noise && transfer.start_noise > 0 && transfer.start_noise < 1, "init-noise",
            "with " + init + " noise, which is noise alone");
  return notes.lines();
}

}  // namespace stylize
