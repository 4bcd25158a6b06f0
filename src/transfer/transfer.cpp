#include "stylize/transfer/transfer.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include "stylize/error.h"
#include "stylize/image/resize.h"
#include "stylize/image/transparency.h"
#include "stylize/optimize/adam.h"
#include "stylize/optimize/lbfgs.h"

namespace stylize {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kToleranceWindow = 10;  // iterations over which progress is judged

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Size scaled_style_size(const Size& style, const Size& output, double style_scale) {
  const auto longest = static_cast<double>(std::max(output.width, output.height));
  return fit_longest_side(style, std::max<int64_t>(1, std::llround(longest * style_scale)));
}

// The value of the objective some iterations ago and now, for the tolerance.
class Stagnation {
 public:
  explicit Stagnation(double tolerance) : tolerance_(tolerance) {}

  bool reached(double value) {
    values_.push_back(value);
    if (tolerance_ <= 0 || values_.size() <= kToleranceWindow) return false;
    const double before = values_[values_.size() - 1 - kToleranceWindow];
    return before - value < tolerance_ * before;
  }

 private:
  double tolerance_;
  std::vector<double> values_;
};

// How much of the work is done, counted in pixels times iterations, and so how long the rest takes.
class WorkEstimate {
 public:
  WorkEstimate(const std::vector<Size>& sizes, int iterations) : iterations_(iterations) {
    for (const Size& size : sizes) {
      pixels_.push_back(static_cast<double>(size.width) * static_cast<double>(size.height));
    }
  }

  double remaining_seconds(std::size_t scale, int iteration, double seconds_in_scale) const {
    const double seconds_per_pixel = seconds_in_scale / (iteration * pixels_[scale]);
    double pixels = pixels_[scale] * (iterations_ - iteration);
    for (std::size_t i = scale + 1; i < pixels_.size(); ++i) pixels += pixels_[i] * iterations_;
    return pixels * seconds_per_pixel;
  }

 private:
  int iterations_;
  std::vector<double> pixels_;
};

class Transfer {
 public:
  Transfer(const Image& content, const Image& style, const std::optional<Image>& initial,
           Network& network, const TransferOptions& options, const Observer& observer)
      : network_(network),
        options_(options),
        observer_(observer),
        full_(output_size(content.size(), options)),
        sizes_(pyramid_sizes(full_, options.scales, kSmallestSide)),
        content_(resize(content, full_)),
        style_(resize(style, scaled_style_size(style.size(), full_, options.style_scale))),
        objective_(options.objective, network),
        work_(sizes_, options.iterations) {
    if (initial) initial_ = resize(*initial, full_);
  }

  TransferResult run();

 private:
  at::Tensor on_device(const Image& image, const Size& size) const;
  at::Tensor start_picture() const;
  at::Tensor enlarged(const at::Tensor& picture, const Size& size) const;
  Image as_image(const at::Tensor& picture, const Size& size) const;
  std::unique_ptr<Optimizer> make_optimizer(const at::Tensor& start);
  bool report(std::size_t scale, int iteration, const Losses& losses, double seconds,
              const at::Tensor& picture) const;
  Outcome run_scale(std::size_t scale, at::Tensor& picture, ScaleReport& report);

  Network& network_;
  const TransferOptions& options_;
  const Observer& observer_;
  Size full_;
  std::vector<Size> sizes_;
  Image content_, style_, initial_;
  Objective objective_;
  Losses losses_;  // of the last evaluation
  WorkEstimate work_;
  Clock::time_point began_ = Clock::now();
};

at::Tensor Transfer::on_device(const Image& image, const Size& size) const {
  return over_white(resize(image, size)).to(network_.device());
}

at::Tensor Transfer::start_picture() const {
  const Size& size = sizes_.front();
  switch (options_.start) {
    case Start::kContent:
      return on_device(content_, size);
    case Start::kPicture:
      return on_device(initial_, size);
    case Start::kNoise:
      break;
  }
  const at::Generator generator = at::detail::createCPUGenerator(options_.seed);
  return at::rand({1, 3, size.height, size.width}, generator, at::TensorOptions(at::kFloat))
      .to(network_.device());
}

at::Tensor Transfer::enlarged(const at::Tensor& picture, const Size& size) const {
  return resize_pixels(picture.to(at::kCPU), size).clamp_(0, 1).to(network_.device());
}

Image Transfer::as_image(const at::Tensor& picture, const Size& size) const {
  Image image;
  image.color = resize_pixels(picture.to(at::kCPU), size).clamp_(0, 1);
  if (content_.has_alpha()) image.alpha = resize_pixels(content_.alpha, size).clamp_(0, 1);
  return image;
}

std::unique_ptr<Optimizer> Transfer::make_optimizer(const at::Tensor& start) {
  auto function = [this](const at::Tensor& picture, at::Tensor& gradient) {
    losses_ = objective_.evaluate(picture, gradient);
    return losses_.total();
  };
  const Bounds bounds{0, 1};
  if (options_.optimizer == OptimizerKind::kAdam) {
    AdamOptions adam;
    adam.learning_rate = options_.learning_rate;
    return std::make_unique<Adam>(function, start, adam, bounds);
  }
  LbfgsOptions lbfgs;
  lbfgs.history = options_.history;
  return std::make_unique<Lbfgs>(function, start, lbfgs, bounds);
}

bool Transfer::report(std::size_t scale, int iteration, const Losses& losses, double seconds,
                      const at::Tensor& picture) const {
  if (!observer_) return true;
  Progress progress;
  progress.scale = static_cast<int>(scale) + 1;
  progress.scales = static_cast<int>(sizes_.size());
  progress.iteration = iteration;
  progress.iterations = options_.iterations;
  progress.size = sizes_[scale];
  progress.losses = losses;
  progress.elapsed_seconds = seconds_since(began_);
  progress.remaining_seconds = work_.remaining_seconds(scale, iteration, seconds);
  progress.picture = [&] { return as_image(picture, sizes_[scale]); };
  return observer_(progress);
}

Outcome Transfer::run_scale(std::size_t scale, at::Tensor& picture, ScaleReport& scale_report) {
  const auto began = Clock::now();
  const Size& size = scale_report.size = sizes_[scale];
  objective_.set_content(on_device(content_, size));
  objective_.set_style(
      on_device(style_, scaled_style_size(style_.size(), size, options_.style_scale)));
  const std::unique_ptr<Optimizer> optimizer = make_optimizer(picture);
  Stagnation stagnation(options_.tolerance);
  Outcome outcome = Outcome::kFinished;
  for (int iteration = 1; iteration <= options_.iterations; ++iteration) {
    const StepResult step = optimizer->step();
    if (step == StepResult::kDiverged) outcome = Outcome::kDiverged;
    if (step != StepResult::kMoved) break;
    scale_report.iterations = iteration;
    scale_report.losses = losses_;
    if (!report(scale, iteration, losses_, seconds_since(began), optimizer->x())) {
      outcome = Outcome::kStopped;
      break;
    }
    if (stagnation.reached(losses_.total())) break;
  }
  picture = optimizer->x();
  network_.release();
  scale_report.seconds = seconds_since(began);
  return outcome;
}

TransferResult Transfer::run() {
  TransferResult result;
  at::Tensor picture = start_picture();
  for (std::size_t scale = 0; scale < sizes_.size(); ++scale) {
    if (scale > 0) picture = enlarged(picture, sizes_[scale]);
    ScaleReport scale_report;
    result.outcome = run_scale(scale, picture, scale_report);
    result.scales.push_back(scale_report);
    if (result.outcome != Outcome::kFinished) break;
  }
  result.image = as_image(picture, full_);
  return result;
}

// Checked before any work: every picture, and every size that it will be scaled to.
void check_sizes(const Image& content, const Image& style, const std::optional<Image>& initial,
                 const TransferOptions& options) {
  check_large_enough(content.size(), "content");
  check_large_enough(style.size(), "style");
  if (initial) check_large_enough(initial->size(), "initial picture");
  const Size full = output_size(content.size(), options);
  check_large_enough(full, "output of this --size");
  const Size coarsest = pyramid_sizes(full, options.scales, kSmallestSide).front();
  check_large_enough(scaled_style_size(style.size(), coarsest, options.style_scale),
                     "style at the coarsest scale with this --style-scale");
}

}  // namespace

void check_large_enough(const Size& size, const std::string& name) {
  if (std::min(size.width, size.height) >= kSmallestSide) return;
  throw Error(ErrorKind::kInput,
              name + ": is " + std::to_string(size.width) + "x" + std::to_string(size.height) +
                  " pixels; both sides must be at least " + std::to_string(kSmallestSide));
}

Size output_size(const Size& content, const TransferOptions& options) {
  return options.size == 0 ? content : fit_longest_side(content, options.size);
}

TransferResult transfer(const Image& content, const Image& style,
                        const std::optional<Image>& initial, Network& network,
                        const TransferOptions& options, const Observer& observer) {
  check_sizes(content, style, initial, options);
  return Transfer(content, style, initial, network, options, observer).run();
}

}  // namespace stylize
