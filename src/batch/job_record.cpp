#include "batch/job_record.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "image/picture_record.h"
#include "machine/bounded_json.h"
#include "machine/visible_text.h"
#include "settings/painting_settings.h"

namespace stylize {
namespace {

using nlohmann::ordered_json;

ordered_json settings_json(const RunContext& run_context, const Job& job,
                           const TransferOptions& options) {
  JobOptions settled = job.options;
  settled.transfer = options;
  ordered_json settings = recorded_settings(settled);
  for (const auto& [name, value] : run_context.settings(options.objective)) settings[name] = value;
  return settings;
}

// File names may contain any bytes; JSON is UTF-8.
std::string name_of(const std::filesystem::path& path) {
  return utf8_text(path.filename().native());
}

std::string text_of(const ordered_json& json) {
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

const char* outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kFinished:
      return "finished";
    case Outcome::kDiverged:
      return "diverged";
    case Outcome::kStopped:
      break;
  }
  return "stopped";
}

}  // namespace

std::string record_key(const RunContext& run_context, const Job& job,
                       const TransferOptions& options, const InputHashes& hashes) {
  ordered_json more_styles = ordered_json::array(), masks = ordered_json::array();
  for (std::size_t i = 0; i < hashes.styles.size(); ++i) {
    if (i > 0) more_styles.push_back(hashes.styles[i].picture);
    masks.push_back(hashes.styles[i].mask);
  }
  ordered_json key = {{"content", hashes.content},
                      {"style", hashes.styles.front().picture},
                      {"more-styles", more_styles},
                      {"initial", hashes.initial}};
  // Only if there are masks, so that the records of all other pictures are unchanged.
  if (!hashes.content_mask.empty()) {
    key["content-mask"] = hashes.content_mask;
    key["style-masks"] = masks;
  }
  key["model"] = run_context.model_sha256;
  key["settings"] = settings_json(run_context, job, options);
  return text_of(key);
}

std::string settings_of_key(const std::string& key) {
  return text_of(ordered_json::parse(key).at("settings"));
}

std::string make_record(const std::string& key, const RunContext& run_context, const Job& job,
                        const TransferResult& result) {
  ordered_json scales = ordered_json::array();
  for (const ScaleReport& scale : result.scales) {
    scales.push_back({{"width", scale.size.width},
                      {"height", scale.size.height},
                      {"iterations", scale.iterations},
                      {"loss", scale.losses.total()}});
  }
  return text_of({{"stylize", run_context.version},
                  {"content", name_of(job.content)},
                  {"style", name_of(job.styles.front().file)},
                  {"model", name_of(run_context.model.path)},
                  {"outcome", outcome_name(result.outcome)},
                  {"scales", scales},
                  {"key", ordered_json::parse(key)}});
}

bool has_record_of(const std::filesystem::path& file, const std::string& key) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return false;
  const std::optional<std::string> record = read_record(file);
  return record && is_record_of(*record, key);
}

bool is_record_of(const std::string& record, const std::string& key) {
  try {
    const auto parsed = parse_json<ordered_json>(record);
    return parsed.at("outcome") == "finished" && text_of(parsed.at("key")) == key;
  } catch (const std::invalid_argument&) {
    return false;  // a picture from elsewhere may contain anything
  } catch (const ordered_json::exception&) {
    return false;
  }
}

}  // namespace stylize
