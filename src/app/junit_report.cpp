#include "junit_report.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "report/html_text.h"

namespace stylize {
namespace {

bool is_error(const PairResult& result) {
  return result.status == PairStatus::kUnreadable || result.status == PairStatus::kMismatch;
}

bool is_failure(const PairResult& result) {
  return !passes(result.status) && !is_error(result);
}

std::string figures(const PairResult& result) {
  if (!result.comparison) return "";
  const Comparison& comparison = *result.comparison;
  return fmt::format("psnr {:.2f} dB, ssim {:.4f}, largest {} of 255, delta E {:.2f}\n",
                     comparison.psnr, comparison.ssim, comparison.largest_difference,
                     comparison.delta_e);
}

std::string verdict(const PairResult& result) {
  if (passes(result.status)) return "";
  const char* element = is_error(result) ? "error" : "failure";
  const std::string word = word_of(result.status);
  const std::string message = result.reason.empty() ? word : word + ": " + result.reason;
  return fmt::format("      <{} type=\"{}\" message=\"{}\"/>\n", element, word, escaped(message));
}

std::string output(const PairResult& result) {
  std::string text = figures(result);
  if (!result.difference.empty()) {
    text += "[[ATTACHMENT|" + escaped(result.difference.string()) + "]]\n";
  }
  return text.empty() ? "" : "      <system-out>" + text + "</system-out>\n";
}

std::string test_case(const PairResult& result, const std::string& suite) {
  return fmt::format("    <testcase classname=\"{}\" name=\"{}\">\n{}{}    </testcase>\n",
                     escaped(suite), escaped(result.name), verdict(result), output(result));
}

}  // namespace

std::string junit_report(const std::vector<PairResult>& results, const std::string& suite) {
  const auto count = [&](bool (*counts)(const PairResult&)) {
    return std::count_if(results.begin(), results.end(), counts);
  };
  const std::string totals = fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"",
                                         results.size(), count(is_failure), count(is_error));
  std::string report = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  report += fmt::format("<testsuites name=\"stylize compare\" {}>\n", totals);
  report += fmt::format("  <testsuite name=\"{}\" {}>\n", escaped(suite), totals);
  for (const PairResult& result : results) report += test_case(result, suite);
  return report + "  </testsuite>\n</testsuites>\n";
}

}  // namespace stylize
