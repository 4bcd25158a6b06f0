#include "comparison_report.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "machine/visible_text.h"

namespace stylize {
namespace {

using Json = nlohmann::ordered_json;

constexpr PairStatus kStatuses[] = {
    PairStatus::kEqual,    PairStatus::kDiffers,    PairStatus::kWithin,  PairStatus::kOutside,
    PairStatus::kMismatch, PairStatus::kUnreadable, PairStatus::kMissing, PairStatus::kExtra};

auto count_of(const std::vector<PairResult>& results, PairStatus status) {
  return std::count_if(results.begin(), results.end(),
                       [=](const PairResult& result) { return result.status == status; });
}

bool all_pass(const std::vector<PairResult>& results) {
  return std::all_of(results.begin(), results.end(),
                     [](const PairResult& result) { return passes(result.status); });
}

std::string verdict(const PairResult& result) {
  const std::string word = word_of(result.status);
  return result.reason.empty() ? word : word + ": " + visible_text(result.reason);
}

// By hand: the formatting library measures the width of characters differently.
std::string padded(const std::string& name, std::size_t width) {
  return name + std::string(width - columns_of(name), ' ');
}

std::string row(const PairResult& result, std::size_t width) {
  const std::string name = padded(visible_text(result.name), width);
  if (!result.comparison) {
    return fmt::format("{}  {:>6}  {:>7}  {:>7}  {:>7}  {}\n", name, "-", "-", "-", "-",
                       verdict(result));
  }
  const Comparison& comparison = *result.comparison;
  return fmt::format("{}  {:>6.2f}  {:>7.4f}  {:>7}  {:>7.2f}  {}\n", name, comparison.psnr,
                     comparison.ssim, comparison.largest_difference, comparison.delta_e,
                     verdict(result));
}

Json thresholds_json(const Thresholds& thresholds) {
  Json json = Json::object();
  if (thresholds.min_psnr) json["min_psnr"] = *thresholds.min_psnr;
  if (thresholds.min_ssim) json["min_ssim"] = *thresholds.min_ssim;
  if (thresholds.max_difference) json["max_diff"] = *thresholds.max_difference;
  if (thresholds.max_delta_e) json["max_delta_e"] = *thresholds.max_delta_e;
  return json;
}

Json pair_json(const PairResult& result) {
  Json json = {{"name", utf8_text(result.name)},
               {"status", word_of(result.status)},
               {"passed", passes(result.status)}};
  if (!result.reason.empty()) json["reason"] = utf8_text(result.reason);
  if (result.comparison) {
    json["psnr"] = result.comparison->psnr;
    json["ssim"] = result.comparison->ssim;
    json["largest_difference"] = result.comparison->largest_difference;
    json["delta_e"] = result.comparison->delta_e;
    const auto& alpha = result.comparison->alpha_difference;
    if (alpha) json["alpha_difference"] = *alpha;
  }
  if (!result.difference.empty())
    json["difference_picture"] = utf8_text(result.difference.native());
  if (!result.new_golden.empty()) json["updates"] = utf8_text(result.golden.native());
  return json;
}

}  // namespace

std::string comparison_text(const PairResult& result) {
  if (result.status == PairStatus::kUnreadable) return "";
  std::string text;
  if (result.comparison) {
    const Comparison& comparison = *result.comparison;
    text += fmt::format("psnr      {:.2f} dB\n", comparison.psnr);
    text += fmt::format("ssim      {:.4f}\n", comparison.ssim);
    text += fmt::format("largest   {} of 255\n", comparison.largest_difference);
    text += fmt::format("delta E   {:.2f}\n", comparison.delta_e);
    const auto& alpha = comparison.alpha_difference;
    if (alpha) text += fmt::format("alpha     {} of 255\n", *alpha);
  }
  if (!result.difference.empty()) {
    text += "picture   " + visible_text(result.difference.string()) + "\n";
  }
  return text + "verdict   " + verdict(result) + "\n";
}

std::string comparison_table(const std::vector<PairResult>& results) {
  std::size_t width = 4;
  for (const PairResult& result : results) {
    width = std::max(width, columns_of(visible_text(result.name)));
  }
  std::string table = fmt::format("{:<{}}  {:>6}  {:>7}  {:>7}  {:>7}  {}\n", "name", width, "psnr",
                                  "ssim", "largest", "delta E", "verdict");
  for (const PairResult& result : results) table += row(result, width);
  table += fmt::format("{} {}", results.size(), results.size() == 1 ? "picture" : "pictures");
  const char* separator = ": ";
  for (const PairStatus status : kStatuses) {
    const auto count = count_of(results, status);
    if (count > 0) table += fmt::format("{}{} {}", separator, count, word_of(status));
    if (count > 0) separator = ", ";
  }
  return table + "\n";
}

std::string comparison_json(const std::vector<PairResult>& results, const Thresholds& thresholds) {
  Json json = {{"passed", all_pass(results)}, {"thresholds", thresholds_json(thresholds)}};
  for (const PairStatus status : kStatuses) {
    json["counts"][word_of(status)] = count_of(results, status);
  }
  json["pairs"] = Json::array();
  for (const PairResult& result : results) json["pairs"].push_back(pair_json(result));
  return visible_json(json.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace stylize
