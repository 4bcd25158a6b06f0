#include "html_page.h"

#include <algorithm>

#include "html_text.h"
#include "page_script.h"
#include "page_style.h"

namespace stylize {
namespace {

constexpr const char* kChoices[] = {"all", "done", "skipped", "failed", "diverged", "interrupted"};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// Radio buttons come before the jobs, so that CSS rules can hide jobs depending on them; their
// visible labels are the totals.
std::string choices() {
  std::string text;
  for (const std::string name : kChoices) {
    text += "<input type=\"radio\" name=\"shown\" id=\"show-" + name + "\" aria-label=\"show " +
            name + "\"" + (name == "all" ? " checked" : "") + ">\n";
  }
  return text;
}

// What the script needs; it shows these controls.
std::string controls() {
  return "<label data-scripted hidden>Order <select id=\"order\">"
         "<option value=\"\">as they ended</option>"
         "<option value=\"loss -1\">largest loss first</option>"
         "<option value=\"loss 1\">smallest loss first</option>"
         "<option value=\"seconds -1\">longest first</option>"
         "<option value=\"key\">by name</option></select></label>\n"
         "<label data-scripted hidden>Loss from <input id=\"least\" type=\"number\" min=\"0\" "
         "step=\"any\"></label>\n";
}

std::string large_view() {
  return "<dialog id=\"large\">\n<div class=\"stage\"><img alt=\"\"><img alt=\"\"></div>\n<p></p>\n"
         "<input type=\"range\" min=\"0\" max=\"100\" aria-label=\"from content to result\">\n"
         "<form method=\"dialog\"><button>Close</button></form>\n</dialog>\n";
}

// For the script: has the run ended, and did anything change since it last looked?
std::string state(const RunSummary& summary, int64_t ended) {
  const std::string running = summary.finished ? "" : " data-running";
  return "<p id=\"state\"" + running + ">" + std::to_string(ended) + " of " +
         std::to_string(summary.jobs) + (summary.finished ? ", finished" : ", goes on") + "</p>\n";
}

std::string total(const std::string& name, int64_t count, const std::string& word) {
  if (count == 0 && name != "all") return "";
  return "<label class=\"total " + name + "\" for=\"show-" + name + "\"><b>" +
         std::to_string(count) + "</b> " + word + "</label>\n";
}

}  // namespace

std::string html_head(const RunInfo& run) {
  return std::string(
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n") +
         kHtmlTitle + escaped(run.started) + "</title>\n<style>" + kPageStyle +
         "</style>\n</head>\n<body>\n<header>\n<h1>stylize <small>" + escaped(run.version) +
         "</small></h1>\n<dl class=\"facts\">" + fact("Started", run.started) +
         fact("Model", run.model) + fact("Model’s SHA-256", run.model_sha256) +
         fact("Threads", std::to_string(run.threads)) +
         fact("Jobs side by side", std::to_string(run.parallel)) + fact("Shard", run.shard) +
         "</dl>\n<details><summary>Command</summary><pre>" + escaped(joined(run.command)) +
         "</pre></details>\n</header>\n" + choices() + "<main>\n";
}

std::string html_tail(const RunSummary& summary) {
  const int64_t ended =
      summary.done + summary.skipped + summary.failed + summary.diverged + summary.interrupted;
  const int64_t most = std::max({summary.jobs, ended, int64_t{1}});
  return "\n</main>\n<footer>\n" + total("all", summary.jobs, summary.jobs == 1 ? "job" : "jobs") +
         total("done", summary.done, "done") + total("skipped", summary.skipped, "skipped") +
         total("failed", summary.failed, "failed") +
         total("diverged", summary.diverged, "diverged") +
         total("interrupted", summary.interrupted, "interrupted") + "<dl class=\"facts\">" +
         fact("Time", duration(summary.seconds)) +
         fact("Optimization", duration(summary.optimization_seconds)) + "</dl>\n" + controls() +
         state(summary, ended) + "<progress max=\"" + std::to_string(most) + "\" value=\"" +
         std::to_string(ended) + "\"></progress>\n</footer>\n" + large_view() + "<script>" +
         kPageScript + "</script>\n</body>\n</html>\n";
}

}  // namespace stylize
