#include "stylize/image/loss_plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <opencv2/imgproc.hpp>

#include "drawing.h"

namespace stylize {
namespace {

constexpr int kWidth = 960, kHeight = 540;  // pixels of the picture
// The box in it that contains the curves, in pixels.
constexpr int kLeft = 84, kRight = 936, kTop = 60, kBottom = 492;
constexpr double kSmallestPart = 1e-6;  // of the largest value: smaller values are not drawn
constexpr int kSubpixelBits = 4;        // of OpenCV's coordinates
constexpr int kNarrowestName = 36;      // smallest width in pixels for a section's name

const Ink kText = Ink::all(40), kFrame = Ink::all(120), kGrid = Ink::all(228);
const std::array<Ink, 6> kInks = {Ink(40, 40, 40),  Ink(31, 119, 180),  Ink(214, 69, 39),
                                  Ink(44, 150, 60), Ink(148, 103, 189), Ink(200, 140, 20)};

struct Range {
  double lowest = 0, highest = 0;
};

std::string number_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

// The range of the logarithms of drawable values, with a small margin; {0, 0} if there are none.
Range range_of(const std::vector<PlotCurve>& curves) {
  double largest = 0;
  const auto usable = [](double value) { return std::isfinite(value) && value > 0; };
  for (const PlotCurve& curve : curves) {
    for (double value : curve.values) largest = usable(value) ? std::max(largest, value) : largest;
  }
  if (!(largest > 0)) return {};
  double smallest = largest;
  for (const PlotCurve& curve : curves) {
    for (double value : curve.values) {
      if (usable(value) && value >= largest * kSmallestPart) smallest = std::min(smallest, value);
    }
  }
  const double room = std::max(0.03 * std::log10(largest / smallest), 0.01);
  return {std::log10(smallest) - room, std::log10(largest) + room};
}

// Multiples of these, times every power of ten, from lowest to highest.
std::vector<double> multiples(const std::vector<double>& factors, double lowest, double highest) {
  std::vector<double> ticks;
  const int last = static_cast<int>(std::floor(std::log10(highest)));
  for (int power = static_cast<int>(std::floor(std::log10(lowest))); power <= last; ++power) {
    for (double factor : factors) {
      const double tick = factor * std::pow(10, power);
      if (tick >= lowest && tick <= highest) ticks.push_back(tick);
    }
  }
  return ticks;
}

class Plot {
 public:
  Plot(const std::vector<PlotSection>& sections, const std::vector<PlotCurve>& curves)
      : sections_(sections), curves_(curves), range_(range_of(curves)) {
    for (const PlotSection& section : sections) iterations_ += section.iterations;
  }

  Image drawn() {
    draw_axes();
    draw_sections();
    int legend = kLeft;
    for (std::size_t i = 0; i < curves_.size() && i < kInks.size(); ++i) {
      if (draw_curve(curves_[i], kInks[i])) legend = draw_name(curves_[i].name, kInks[i], legend);
    }
    cv::rectangle(drawing_, {kLeft, kTop}, {kRight, kBottom}, kFrame);
    return image_of_drawing(drawing_);
  }

 private:
  // The position of an iteration (from 1); iteration + 0.5 is the border after it.
  double x_of(double iteration) const {
    const double part =
        (iteration - 0.5) / static_cast<double>(std::max<std::size_t>(iterations_, 1));
    return kLeft + part * (kRight - kLeft);
  }
  double y_of(double value) const {
    const double part = (std::log10(value) - range_.lowest) / (range_.highest - range_.lowest);
    return kBottom - part * (kBottom - kTop);
  }
  bool is_drawn(double value) const {
    return std::isfinite(value) && value > 0 && std::log10(value) >= range_.lowest;
  }

  void draw_axes();
  void draw_sections();
  bool draw_curve(const PlotCurve& curve, const Ink& ink);
  void draw_line(const std::vector<cv::Point>& points, const Ink& ink);
  int draw_name(const std::string& name, const Ink& ink, int left);

  const std::vector<PlotSection>& sections_;
  const std::vector<PlotCurve>& curves_;
  Range range_;
  std::size_t iterations_ = 0;
  cv::Mat drawing_{kHeight, kWidth, CV_8UC3, cv::Scalar::all(255)};
};

void Plot::draw_axes() {
  draw_text(drawing_, "loss", {kLeft - 8, kTop - 12}, Anchor::kRight, kText);
  draw_text(drawing_, "iteration", {(kLeft + kRight) / 2, kBottom + 38}, Anchor::kMiddle, kText);
  if (range_.highest > range_.lowest) {
    for (double tick :
         logarithmic_ticks(std::pow(10, range_.lowest), std::pow(10, range_.highest))) {
      const int y = static_cast<int>(std::lround(y_of(tick)));
      cv::line(drawing_, {kLeft, y}, {kRight, y}, kGrid);
      draw_text(drawing_, number_text(tick), {kLeft - 8, y + 4}, Anchor::kRight, kText, kLeft - 12);
    }
  }
  for (double tick :
       linear_ticks(1, static_cast<double>(std::max<std::size_t>(iterations_, 2)), 8)) {
    if (tick != std::round(tick) || tick > static_cast<double>(iterations_)) continue;
    const int x = static_cast<int>(std::lround(x_of(tick)));
    cv::line(drawing_, {x, kBottom}, {x, kBottom + 5}, kFrame);
    draw_text(drawing_, number_text(tick), {x, kBottom + 20}, Anchor::kMiddle, kText);
  }
}

void Plot::draw_sections() {
  std::size_t before = 0;
  for (const PlotSection& section : sections_) {
    const auto left = static_cast<int>(std::lround(x_of(static_cast<double>(before) + 0.5)));
    before += section.iterations;
    const auto right = static_cast<int>(std::lround(x_of(static_cast<double>(before) + 0.5)));
    if (before < iterations_) cv::line(drawing_, {right, kTop}, {right, kBottom}, kFrame);
    if (right - left < kNarrowestName) continue;
    draw_text(drawing_, section.name, {(left + right) / 2, kTop - 12}, Anchor::kMiddle, kText,
              right - left - 4);
  }
}

void Plot::draw_line(const std::vector<cv::Point>& points, const Ink& ink) {
  if (points.size() == 1) {  // a line without length would be invisible
    cv::circle(drawing_, points[0], 2 << kSubpixelBits, ink, cv::FILLED, cv::LINE_AA,
               kSubpixelBits);
  } else if (!points.empty()) {
    cv::polylines(drawing_, points, false, ink, 2, cv::LINE_AA, kSubpixelBits);
  }
}

// Whether there was anything to draw.
bool Plot::draw_curve(const PlotCurve& curve, const Ink& ink) {
  const double subpixels = 1 << kSubpixelBits;
  bool drawn = false;
  std::size_t i = 0;
  for (const PlotSection& section : sections_) {
    std::vector<cv::Point> line;
    for (const std::size_t end = i + section.iterations; i < end && i < curve.values.size(); ++i) {
      if (is_drawn(curve.values[i])) {
        line.emplace_back(
            static_cast<int>(std::lround(x_of(static_cast<double>(i + 1)) * subpixels)),
            static_cast<int>(std::lround(y_of(curve.values[i]) * subpixels)));
        drawn = true;
      } else {
        draw_line(line, ink);
        line.clear();
      }
    }
    draw_line(line, ink);
  }
  return drawn;
}

// Returns where the next name begins.
int Plot::draw_name(const std::string& name, const Ink& ink, int left) {
  constexpr int kBase = 24, kMark = 22, kGap = 26;
  cv::line(drawing_, {left, kBase - 4}, {left + kMark, kBase - 4}, ink, 2, cv::LINE_AA);
  draw_text(drawing_, name, {left + kMark + 6, kBase}, Anchor::kLeft, kText);
  return left + kMark + 6 + text_width(name) + kGap;
}

}  // namespace

std::vector<double> logarithmic_ticks(double lowest, double highest) {
  constexpr std::size_t kEnough = 3;
  for (const std::vector<double>& factors : {std::vector<double>{1}, {1, 2, 5}}) {
    std::vector<double> ticks = multiples(factors, lowest, highest);
    if (ticks.size() >= kEnough) return ticks;
  }
  return linear_ticks(lowest, highest, 5);
}

std::vector<double> linear_ticks(double lowest, double highest, int count) {
  const double about = (highest - lowest) / count;
  const double power = std::pow(10, std::floor(std::log10(about)));
  double step = 10 * power;
  for (double factor : {5., 2., 1.}) {
    if (factor * power >= about) step = factor * power;
  }
  std::vector<double> ticks;
  const double first = std::ceil(lowest / step), last = std::floor(highest / step);
  for (int i = 0; first + i <= last; ++i) ticks.push_back((first + i) * step);
  return ticks;
}

Image loss_plot(const std::vector<PlotSection>& sections, const std::vector<PlotCurve>& curves) {
  return Plot(sections, curves).drawn();
}

}  // namespace stylize
