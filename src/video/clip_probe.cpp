#include "video/clip_probe.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "machine/bounded_json.h"
#include "stylize/error.h"
#include "video/container_end.h"
#include "video/ffmpeg.h"

namespace stylize {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestDescription = std::size_t{1} << 20;
constexpr std::size_t kLongestPacketList = std::size_t{256} << 20;

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return {};
  const auto text = found->get<std::string>();
  return text == "unknown" || text == "N/A" ? "" : text;
}

double number_of(const json& object, const char* key) {
  const std::string text = text_of(object, key);
  const double number = std::strtod(text.c_str(), nullptr);
  return std::isfinite(number) ? number : 0;
}

bool is_cover(const json& stream) {
  const auto disposition = stream.find("disposition");
  return disposition != stream.end() && disposition->is_object() &&
         disposition->value("attached_pic", 0) == 1;
}

// 0/1 for what is none.
Ratio any_ratio(const std::string& text) {
  char* end = nullptr;
  const int64_t numerator = std::strtoll(text.c_str(), &end, 10);
  if (end == text.c_str() || (*end != '\0' && *end != '/' && *end != ':')) return {0, 1};
  return {numerator, *end == '\0' ? 1 : std::strtoll(end + 1, nullptr, 10)};
}

ProbedClip clip_of(const json& found, const std::string& name) {
  ProbedClip clip;
  bool has_video = false;
  for (const json& stream : found.at("streams")) {
    const std::string type = text_of(stream, "codec_type");
    clip.info.sound = clip.info.sound || type == "audio";
    clip.info.subtitles = clip.info.subtitles || type == "subtitle";
    if (type != "video" || is_cover(stream) || has_video) continue;
    has_video = true;
    clip.stream = stream.at("index").get<int>();
    clip.tick = any_ratio(text_of(stream, "time_base"));
    const Ratio mean = parse_ratio(text_of(stream, "avg_frame_rate"));
    const Ratio least = parse_ratio(text_of(stream, "r_frame_rate"));
    clip.info.rate = least.numerator > 0 ? least : mean.numerator > 0 ? mean : Ratio{25, 1};
    clip.info.first = number_of(stream, "start_time") - number_of(found.at("format"), "start_time");
    clip.info.colour_space = text_of(stream, "color_space");
    clip.info.colour_primaries = text_of(stream, "color_primaries");
    clip.info.colour_transfer = text_of(stream, "color_transfer");
  }
  if (!has_video) throw Error(ErrorKind::kInput, name + ": has no video");
  clip.info.container = text_of(found.at("format"), "format_name");
  return clip;
}

// A file may say any two times.
double ticks_between(int64_t first, int64_t second) {
  return static_cast<double>(second) - static_cast<double>(first);
}

// Whether frames come at equal intervals, as nearly as ticks allow.
bool is_steady(const std::vector<int64_t>& times, double ticks) {
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double expected = static_cast<double>(i) * ticks;
    if (std::abs(ticks_between(times.front(), times[i]) - expected) > 1.001) return false;
  }
  return true;
}

}  // namespace

Ratio parse_ratio(const std::string& text) {
  constexpr int64_t kMost = 1'000'000'000;
  const Ratio ratio = any_ratio(text);
  const bool fits = ratio.numerator > 0 && ratio.numerator <= kMost && ratio.denominator > 0 &&
                    ratio.denominator <= kMost;
  return fits && ratio.numerator / ratio.denominator < 1'000'000 ? ratio : Ratio{0, 1};
}

ProbedClip parse_probe(const std::string& text, const std::string& name) {
  try {
    return clip_of(parse_json<json>(text, {kLongestDescription, 16}), name);
  } catch (const Error&) {
    throw;
  } catch (const std::exception&) {
    throw Error(ErrorKind::kInput, name + ": ffprobe's description of it cannot be read");
  }
}

bool add_packets(const std::string& packets, const ClipPart& part, const Ratio& tick,
                 ClipInfo& info) {
  std::istringstream lines(packets);
  std::vector<int64_t> times;
  int64_t all = 0, duration = 0;
  const double seconds =
      static_cast<double>(tick.numerator) / static_cast<double>(tick.denominator);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    ++all;
    char* end = nullptr;
    const int64_t time = std::strtoll(line.c_str(), &end, 10);
    if (end == line.c_str()) continue;  // N/A
    times.push_back(time);
    if (*end == ',') duration = std::strtoll(end + 1, nullptr, 10);
  }
  if (static_cast<int64_t>(times.size()) < all || times.empty()) {
    if (part.from == 0 && part.to == 0 && all > 0) info.frames = all;
    return false;
  }
  std::sort(times.begin(), times.end());
  const double origin = static_cast<double>(times.front()) * seconds - info.first;
  const auto is_outside = [&](int64_t time) {
    const double at = static_cast<double>(time) * seconds - origin;
    return at < part.from - 1e-6 || (part.to > 0 && at >= part.to - 1e-6);
  };
  const int64_t end = times.back();
  times.erase(std::remove_if(times.begin(), times.end(), is_outside), times.end());
  info.frames = static_cast<int64_t>(times.size());
  const bool goes_on = times.empty() || times.back() < end;
  if (times.empty()) return goes_on;
  if (part.from > 0) {
    info.first = static_cast<double>(times.front()) * seconds - origin - part.from;
  }
  const double ticks = static_cast<double>(info.rate.denominator) /
                       static_cast<double>(info.rate.numerator) / seconds;
  if (is_steady(times, ticks)) return goes_on;
  for (const int64_t time : times) {
    info.times.push_back(ticks_between(times.front(), time) * seconds);
  }
  const double last = duration > 0 ? static_cast<double>(duration) * seconds : ticks * seconds;
  info.times.push_back(info.times.back() + last);
  return goes_on;
}

std::string missing_frames(const std::string& complaint) {
  for (const char* words : {"ended prematurely", "partial file"}) {
    if (complaint.find(words) != std::string::npos) return "ffprobe: " + complaint;
  }
  return {};
}

ProbedClip probe_clip(const std::string& file, const ClipPart& part) {
  const ProbeAnswer description = ask_ffprobe(
      file,
      {"-print_format", "json", "-show_entries",
       "stream=index,codec_type,r_frame_rate,avg_frame_rate,time_base,start_time,color_space,"
       "color_primaries,color_transfer:stream_disposition=attached_pic:"
       "format=format_name,start_time"},
      kLongestDescription);
  ProbedClip clip = parse_probe(description.text, file);
  const ProbeAnswer packets =
      ask_ffprobe(file,
                  {"-select_streams", std::to_string(clip.stream), "-show_entries",
                   "packet=pts,duration", "-print_format", "csv=p=0"},
                  kLongestPacketList);
  const bool has_times = clip.tick.numerator > 0 && clip.tick.denominator > 0;
  const bool goes_on = has_times && add_packets(packets.text, part, clip.tick, clip.info);
  if (goes_on) return clip;  // what is missing is not read
  clip.missing = missing_frames(packets.complaint);
  if (clip.missing.empty()) clip.missing = missing_bytes(file);
  return clip;
}

}  // namespace stylize
