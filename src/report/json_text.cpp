#include "json_text.h"

#include "machine/visible_text.h"

namespace stylize {
namespace {

// File names may contain any bytes and must stay distinct.
std::string name(const std::filesystem::path& path) {
  return utf8_text(path.native());
}

Json names(const std::vector<std::string>& words) {
  Json list = Json::array();
  for (const std::string& word : words) list.push_back(utf8_text(word));
  return list;
}

Json to_json(const ScaleEntry& scale) {
  Json losses = Json::object();
  for (const LossEntry& term : scale.losses.terms) losses[term.name] = term.value;
  losses["total"] = scale.losses.total;
  return {{"width", scale.width},           {"height", scale.height},
          {"iterations", scale.iterations}, {"losses", losses},
          {"seconds", scale.seconds},       {"target_seconds", scale.target_seconds}};
}

Json to_json(const CurvePoint& point) {
  return {{"scale", point.scale},
          {"iteration", point.iteration},
          {"seconds", point.seconds},
          {"loss", point.loss}};
}

Json to_json(const TemporalError& error) {
  return {{"frame", error.frame}, {"error", error.error}};
}

Json to_json(const InputEntry& input) {
  return {{"role", input.role}, {"file", name(input.file)}, {"sha256", input.sha256}};
}

template <typename Item>
Json list(const std::vector<Item>& items) {
  Json result = Json::array();
  for (const Item& item : items) result.push_back(to_json(item));
  return result;
}

Json to_json(const FramesEntry& frames) {
  return {{"shot", frames.shot},
          {"first", frames.first},
          {"last", frames.last},
          {"temporal_errors", list(frames.temporal_errors)}};
}

// Text that is not valid JSON is kept as a string rather than lost.
Json embedded(const std::string& text) {
  if (text.empty()) return Json::object();
  Json parsed = Json::parse(text, nullptr, false);
  return parsed.is_discarded() ? Json(text) : parsed;
}

}  // namespace

Json to_json(const RunInfo& run) {
  return {{"version", run.version},   {"command", names(run.command)},
          {"model", name(run.model)}, {"model_sha256", run.model_sha256},
          {"started", run.started},   {"threads", run.threads},
          {"parallel", run.parallel}, {"shard", run.shard}};
}

Json to_json(const JobReport& job) {
  Json json = {{"key", utf8_text(job.key)},
               {"status", to_word(job.status)},
               {"error", utf8_text(job.error)},
               {"content", name(job.content)},
               {"style", name(job.style)},
               {"output", name(job.output)},
               {"content_sha256", job.content_sha256},
               {"style_sha256", job.style_sha256},
               {"inputs", list(job.inputs)},
               {"attempts", job.attempts},
               {"seconds", job.seconds},
               {"peak_memory", job.peak_memory},
               {"settings", embedded(job.settings)},
               {"scales", list(job.scales)},
               {"curve", list(job.curve)}};
  if (job.frames.first > 0) json["frames"] = to_json(job.frames);
  return json;
}

Json to_json(const RunSummary& summary) {
  return {{"jobs", summary.jobs},         {"done", summary.done},
          {"skipped", summary.skipped},   {"failed", summary.failed},
          {"diverged", summary.diverged}, {"interrupted", summary.interrupted},
          {"seconds", summary.seconds},   {"optimization_seconds", summary.optimization_seconds},
          {"finished", summary.finished}, {"exit_code", summary.exit_code}};
}

std::string to_text(const Json& json) {
  return visible_json(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string json_head(const Json& run) {
  return "{\"run\":" + to_text(run) + ",\n\"jobs\":[\n";
}

std::string json_tail(const Json& summary) {
  return "\n],\"summary\":" + to_text(summary) + "}\n";
}

}  // namespace stylize
