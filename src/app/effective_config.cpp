#include "effective_config.h"

#include "batch/run_context.h"
#include "config_file.h"
#include "model_description.h"
#include "model_location.h"
#include "settings/painting_settings.h"
#include "stylize/network/model.h"

namespace stylize {

std::string effective_config(const ProgramOptions& options) {
  const Model model = load_model(locate_model(options.model));
  tell_of_defaults(model);
  JobOptions settled = options.request.common;
  settled.transfer = settled_options(options.request.common, model);
  std::string text = options.config + "# What " + model.path.filename().string() +
                     " recommends, unless it was given:\n";
  for (const Setting& setting : painting_settings()) {
    if (!setting.left_to_model || !setting.left_to_model(options.request.common)) continue;
    text += config_line(setting.name, setting.texts(settled));
  }
  return text;
}

}  // namespace stylize
