#include "consistency_report.h"

#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>

namespace stylize {
namespace {

using Json = nlohmann::ordered_json;

std::string line(const char* name, const std::vector<FrameErrors>& errors) {
  if (errors.empty()) return fmt::format("{}  -\n", name);
  const FrameErrors mean = mean_of(errors);
  return fmt::format("{}  {:.6f}  (source {:.6f})\n", name, mean.result, mean.source);
}

Json errors_json(const std::vector<FrameErrors>& errors) {
  const FrameErrors mean = mean_of(errors);
  Json json = {{"mean", mean.result}, {"source_mean", mean.source}, {"frames", Json::array()}};
  for (const FrameErrors& error : errors) {
    json["frames"].push_back(
        {{"frame", error.frame}, {"error", error.result}, {"source_error", error.source}});
  }
  return json;
}

}  // namespace

bool is_consistent(const ClipConsistency& found, std::optional<double> most) {
  return !most || mean_of(found.neighbours).result <= *most;
}

std::string consistency_text(const ClipConsistency& found, std::optional<double> most) {
  std::string text = fmt::format("frames      {} in {} {}\n", found.frames, found.shots,
                                 found.shots == 1 ? "shot" : "shots");
  text += line("neighbours", found.neighbours) + line("first frame", found.first).erase(11, 1);
  if (most) text += is_consistent(found, most) ? "verdict     within\n" : "verdict     outside\n";
  return text;
}

std::string consistency_json(const ClipConsistency& found, std::optional<double> most) {
  Json json = {{"passed", is_consistent(found, most)}, {"thresholds", Json::object()}};
  if (most) json["thresholds"]["max_warping_error"] = *most;
  json["frames"] = found.frames;
  json["shots"] = found.shots;
  json["neighbours"] = errors_json(found.neighbours);
  json["first_frame"] = errors_json(found.first);
  return json.dump(2) + "\n";
}

}  // namespace stylize
