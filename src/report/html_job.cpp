#include "html_job.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base64.h"
#include "curves.h"
#include "html_text.h"
#include "json_text.h"
#include "machine/visible_text.h"

namespace stylize {
namespace {

// A file's address relative to a folder; empty if there is none.
std::string address(const std::filesystem::path& file, const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return "";
  const std::filesystem::path from = std::filesystem::weakly_canonical(folder, error);
  const std::filesystem::path to = std::filesystem::weakly_canonical(file, error);
  const std::string relative = to.lexically_relative(from).native();
  std::string text;
  for (const char character : relative) {
    const auto byte = static_cast<unsigned char>(character);
    constexpr const char* kDigits = "0123456789ABCDEF";
    if (byte > 0x7f || (std::isalnum(byte) == 0 && std::strchr("-._~/", character) == nullptr)) {
      text += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    } else {
      text += character;
    }
  }
  return text;
}

// `caption` is HTML.
std::string figure(const std::string& jpeg, const std::string& what, const std::string& caption,
                   const std::filesystem::path& file, const std::filesystem::path& folder) {
  const std::string picture =
      jpeg.empty() ? "<span class=\"none\">no picture</span>"
                   : "<button class=\"look\" type=\"button\" title=\"in large\"><img alt=\"" +
                         what + "\" src=\"data:image/jpeg;base64," + base64(jpeg) + "\"></button>";
  return "<figure data-file=\"" + address(file, folder) + "\">" + picture + "<figcaption title=\"" +
         escaped(file.string()) + "\">" + caption + "</figcaption></figure>\n";
}

std::string named_figure(const std::string& jpeg, const std::string& what,
                         const std::filesystem::path& file, const std::filesystem::path& folder) {
  const std::string caption = "<b>" + what + "</b> " + isolated(file.filename().string());
  return figure(jpeg, what, caption, file, folder);
}

std::string strip_of(const std::vector<StripPicture>& strip, const std::filesystem::path& folder) {
  if (strip.empty()) return "";
  std::string text = "<div class=\"strip\">\n";
  for (const StripPicture& picture : strip) {
    const std::string number = std::to_string(picture.frame);
    text += figure(picture.jpeg, "frame " + number, number, picture.file, folder);
  }
  return text + "</div>\n";
}

// frames 12 to 40
std::string frames_of(const FramesEntry& frames) {
  if (frames.first == 0) return "";
  const std::string first = std::to_string(frames.first), last = std::to_string(frames.last);
  return frames.first == frames.last ? first : first + " to " + last;
}

std::string size_of(const ScaleEntry& scale) {
  return std::to_string(scale.width) + " × " + std::to_string(scale.height);
}

// 60 + 60 + 200
std::string iterations_of(const std::vector<ScaleEntry>& scales) {
  std::string text;
  for (const ScaleEntry& scale : scales) {
    text += (text.empty() ? "" : " + ") + std::to_string(scale.iterations);
  }
  return text;
}

std::string memory(int64_t bytes) {
  if (bytes <= 0) return "";
  return short_number(static_cast<double>(bytes) / (1 << 20)) + " MiB";
}

// total_variation -> Total variation
std::string title_of(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  if (!name.empty()) name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name;
}

std::string loss_facts(const LossEntries& losses) {
  std::string text = fact("Loss", short_number(losses.total));
  for (const LossEntry& term : losses.terms) {
    text += fact(title_of(term.name), short_number(term.value));
  }
  return text;
}

std::string facts(const JobReport& job) {
  std::string text = "<dl class=\"facts\">" + fact("Frames", frames_of(job.frames));
  if (!job.scales.empty()) {
    const ScaleEntry& last = job.scales.back();
    double optimization_seconds = 0;
    for (const ScaleEntry& scale : job.scales) optimization_seconds += scale.seconds;
    text += fact("Size", size_of(last)) + fact("Iterations", iterations_of(job.scales)) +
            loss_facts(last.losses) + fact("Optimization", duration(optimization_seconds));
  }
  text += fact("Time", duration(job.seconds)) + fact("Memory", memory(job.peak_memory));
  if (job.attempts > 1) text += fact("Attempts", std::to_string(job.attempts));
  return text + "</dl>\n";
}

std::string settings(const std::string& json) {
  if (json.empty()) return "";
  const Json parsed = Json::parse(json, nullptr, false);
  const std::string text =
      parsed.is_discarded()
          ? escaped(json)
          : html_text(visible_json(parsed.dump(2, ' ', false, Json::error_handler_t::replace)));
  return "<details><summary>Settings</summary><pre>" + text + "</pre></details>\n";
}

std::string inputs(const std::vector<InputEntry>& entries) {
  if (entries.empty()) return "";
  std::string text = "<details><summary>Inputs</summary><dl class=\"inputs\">";
  for (const InputEntry& entry : entries) {
    text += "<dt>" + escaped(entry.role) + "</dt><dd title=\"" + escaped(entry.file.string()) +
            "\">" + isolated(entry.file.filename().string()) + " <code>" + escaped(entry.sha256) +
            "</code></dd>";
  }
  return text + "</dl></details>\n";
}

// What the script sorts and filters by.
std::string data(const JobReport& job) {
  std::string text = " data-key=\"" + escaped(job.key) + "\"";
  text += " data-seconds=\"" + std::to_string(job.seconds) + "\"";
  const bool has_loss = !job.scales.empty() && std::isfinite(job.scales.back().losses.total);
  if (has_loss) text += " data-loss=\"" + std::to_string(job.scales.back().losses.total) + "\"";
  return text;
}

}  // namespace

std::string html_job(const JobReport& job, const std::filesystem::path& folder) {
  const std::string status = to_word(job.status);
  std::string row = "<article class=\"job " + status + "\"" + data(job) +
                    ">\n<div class=\"pictures\">\n" +
                    named_figure(job.thumbnails.content_jpeg, "content", job.content, folder) +
                    named_figure(job.thumbnails.style_jpeg, "style", job.style, folder) +
                    named_figure(job.thumbnails.result_jpeg, "result", job.output, folder) +
                    "</div>\n<div class=\"words\">\n<h2>" + isolated(job.key) +
                    " <span class=\"status\">" + status + "</span></h2>\n";
  if (!job.error.empty()) row += "<p class=\"error\">" + escaped(job.error) + "</p>\n";
  return row + facts(job) + inputs(job.inputs) + settings(job.settings) + "</div>\n" +
         (job.frames.first > 0 ? temporal_curve(job.frames.temporal_errors)
                               : loss_curve(job.curve)) +
         strip_of(job.thumbnails.strip, folder) + "</article>";
}

}  // namespace stylize
