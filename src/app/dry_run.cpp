#include "dry_run.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "batch/mask_reader.h"
#include "batch/memory_plan.h"
#include "batch/network_pool.h"
#include "batch/painting_plan.h"
#include "jobs/job_inputs.h"
#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"
#include "stylize/transfer/transfer.h"
#include "video/frame_source.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

// Opens every input of the jobs, and reports only once per input why it cannot be used.
class DryRun {
 public:
  explicit DryRun(int64_t max_pixels) {
    options_.max_pixels = max_pixels;
    options_.warn = [this](const std::string& line) {
      if (warnings_.insert(line).second) spdlog::warn("{}", line);
    };
  }

  void open(const Job& job) {
    for (const fs::path& path : pictures_of(job)) {
      if (sizes_.count(path) > 0) continue;
      if (job.is_clip && path == job.content) {
        attempt([&] { open_first_frame(path); });
      } else {
        attempt([&] { open_picture(path); });
      }
    }
    if (job.options.content_mask) attempt([&] { open_masks(job); });
  }

  // Of a job whose inputs were opened.
  void plan(const Job& job, const RunContext& run_context, NetworkPool& networks,
            const MemoryPlan& memory, const BatchOptions& batch, bool only) {
    std::vector<StyleSize> styles;
    for (const StyleFile& style : job.styles) {
      styles.push_back({sizes_[style.file], style.use.scale});
    }
    const bool usable = sizes_[job.content].width > 0 &&
                        std::all_of(styles.begin(), styles.end(),
                                    [](const StyleSize& style) { return style.size.width > 0; });
    if (!usable) return;  // the error was already reported
    attempt([&] {
      const TransferOptions options = settled_options(job.options, run_context.model);
      const Size content = sizes_[job.content];
      if (!job.is_clip) {  // what writes clips knows its formats
        check_size_fits(job.output, output_size(content, options), job.options.write);
      }
      std::unique_ptr<Network> network = networks.take(options.objective);
      const PaintingPlan plan =
          plan_painting(*network, job, options, content, styles, labels_[&job], memory, batch);
      networks.give_back(std::move(network));
      const auto level = only || !plan.as_asked ? spdlog::level::info : spdlog::level::debug;
      spdlog::log(level, "{}: {}", job.output.string(), plan.text);
    });
  }

  std::size_t pictures() const { return sizes_.size() + masks_.size(); }
  int64_t unusable() const { return static_cast<int64_t>(errors_.size()); }

 private:
  template <typename Work>
  void attempt(const Work& work) {
    try {
      work();
    } catch (const std::exception& error) {
      if (errors_.insert(error.what()).second) spdlog::error("{}", error.what());
    }
  }

  void open_picture(const fs::path& path) {
    Size& size = sizes_[path];
    Size found;
    // At a small size, to save memory; every pixel is decoded nevertheless.
    read_image(
        path, read_picture_file(path, options_),
        [&](const Size& own) {
          found = own;
          return fit_longest_side(own, std::min(kEnough, std::max(own.width, own.height)));
        },
        options_);
    check_large_enough(found, path.string());
    size = found;
  }

  void open_first_frame(const fs::path& path) {
    Size& size = sizes_[path];
    ClipReadOptions options;
    options.max_pixels = options_.max_pixels;
    const std::optional<Image> frame = open_clip(path.string(), options)->next();
    if (!frame) throw Error(ErrorKind::kInput, path.string() + ": has no frames");
    check_large_enough(frame->size(), path.string());
    size = frame->size();
  }

  void open_masks(const Job& job) {
    PictureSizes own{sizes_[job.content], {}}, scaled;
    for (const StyleFile& style : job.styles) own.styles.push_back(sizes_[style.file]);
    if (own.content.width == 0) return;  // the error was already reported
    scaled.content = fit_longest_side(own.content, kEnough);
    for (const Size& style : own.styles) {
      if (style.width == 0) return;
      scaled.styles.push_back(fit_longest_side(style, kEnough));
    }
    TransferInputs inputs;
    for (const StyleFile& style : job.styles) inputs.styles.push_back({{}, style.use});
    const auto read = [&](const fs::path& path) {
      masks_.insert(path);
      return read_image(path, options_);
    };
    read_masks(job, own, scaled, read, inputs);
    labels_[&job] = labels_of(inputs);
  }

  static constexpr int64_t kEnough = 256;  // pixels, to see which labels there are

  ReadOptions options_;
  std::map<fs::path, Size> sizes_;  // 0 for pictures that cannot be used
  std::set<std::string> errors_, warnings_;
  std::set<fs::path> masks_;
  std::map<const Job*, int64_t> labels_;  // of their masks
};

}  // namespace

int64_t report_unusable_inputs(const std::vector<Job>& jobs, const RunContext& run_context,
                               const BatchOptions& options) {
  DryRun run(options.max_pixels);
  for (const Job& job : jobs) run.open(job);
  spdlog::info("{} jobs, {} pictures to read, {} of them cannot be used", jobs.size(),
               run.pictures(), run.unusable());
  if (jobs.empty()) return run.unusable();
  NetworkPool networks(run_context);
  const MemoryPlan memory = plan_memory(jobs, run_context, options, networks, jobs.size() == 1);
  for (const Job& job : jobs) {
    run.plan(job, run_context, networks, memory, options, jobs.size() == 1);
  }
  return run.unusable();
}

}  // namespace stylize
