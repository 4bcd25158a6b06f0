#include "curves.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "html_text.h"

namespace stylize {
namespace {

constexpr std::size_t kMostPoints = 200;
// The box around the lines, in pixels of the drawing.
constexpr double kLeft = 52, kRight = 314, kTop = 10, kBottom = 116;

struct Point {
  double x = 0, y = 0;
};
using Line = std::vector<Point>;

struct Range {
  double lowest = 0, highest = 0;
  // 0 at the lowest and 1 at the highest; 0.5 if they are equal.
  double place(double value) const {
    return highest > lowest ? (value - lowest) / (highest - lowest) : 0.5;
  }
};

bool knows_time(const std::vector<CurvePoint>& curve) {
  return std::any_of(curve.begin(), curve.end(),
                     [](const CurvePoint& point) { return point.seconds > 0; });
}

std::vector<Line> lines_of(const std::vector<CurvePoint>& curve, bool against_time) {
  std::vector<Line> lines;
  int scale = 0;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const CurvePoint& point = curve[i];
    const double x = against_time ? point.seconds : static_cast<double>(i + 1);
    if (!std::isfinite(x) || !std::isfinite(point.loss) || point.loss <= 0) continue;
    if (lines.empty() || point.scale != scale) lines.emplace_back();
    scale = point.scale;
    lines.back().push_back({x, std::log10(point.loss)});
  }
  return lines;
}

// Evenly spaced points, including the first and the last.
Line thinned(const Line& line, std::size_t count) {
  if (line.size() <= count) return line;
  Line result;
  for (std::size_t i = 0; i < count; ++i) {
    result.push_back(line[i * (line.size() - 1) / (count - 1)]);
  }
  return result;
}

// Each line keeps its share of the points, and both of its ends.
void thin(std::vector<Line>& lines) {
  lines.resize(std::min(lines.size(), kMostPoints / 2));
  std::size_t points = 0;
  for (const Line& line : lines) points += line.size();
  if (points <= kMostPoints) return;
  const std::size_t shared = kMostPoints - 2 * lines.size();
  for (Line& line : lines) line = thinned(line, 2 + shared * line.size() / points);
}

Range range_of(const std::vector<Line>& lines, double Point::*coordinate) {
  Range range{lines[0][0].*coordinate, lines[0][0].*coordinate};
  for (const Line& line : lines) {
    for (const Point& point : line) {
      range.lowest = std::min(range.lowest, point.*coordinate);
      range.highest = std::max(range.highest, point.*coordinate);
    }
  }
  return range;
}

std::string polyline(Line line, const Range& horizontal, const Range& vertical) {
  // A second point, so that the round ends of the line make a single point visible.
  if (line.size() == 1) line.push_back(line[0]);
  std::string points;
  for (const Point& point : line) {
    char text[48];
    std::snprintf(text, sizeof text, "%s%.1f,%.1f", points.empty() ? "" : " ",
                  kLeft + horizontal.place(point.x) * (kRight - kLeft),
                  kBottom - vertical.place(point.y) * (kBottom - kTop));
    points += text;
  }
  return "<polyline points=\"" + points + "\"/>";
}

std::string label(double x, double y, const char* anchor, const std::string& text) {
  char position[80];
  std::snprintf(position, sizeof position, "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"%s\">", x, y,
                anchor);
  return position + escaped(text) + "</text>";
}

std::string frame() {
  char text[96];
  std::snprintf(text, sizeof text, "<path d=\"M%.0f %.0fV%.0fH%.0f\"/>", kLeft, kTop, kBottom,
                kRight);
  return text;
}

// What is written beside the lines.
struct Words {
  std::string name, below, lowest, highest;
};

// `place` writes a place on the horizontal axis.
template <typename Place>
std::string drawing_of(std::vector<Line> lines, const Range& vertical, const Words& words,
                       const Place& place) {
  thin(lines);
  const Range horizontal = range_of(lines, &Point::x);
  std::string drawing = "<svg class=\"curve\" viewBox=\"0 0 320 136\" role=\"img\" aria-label=\"" +
                        words.name + "\">" + frame();
  for (const Line& line : lines) drawing += polyline(line, horizontal, vertical);
  return drawing + label(kLeft - 6, kTop + 4, "end", words.highest) +
         label(kLeft - 6, kBottom, "end", words.lowest) +
         label(kLeft, kBottom + 15, "start", place(horizontal.lowest)) +
         label((kLeft + kRight) / 2, kBottom + 15, "middle", words.below) +
         label(kRight, kBottom + 15, "end", place(horizontal.highest)) + "</svg>";
}

}  // namespace

std::string loss_curve(const std::vector<CurvePoint>& curve) {
  const bool against_time = knows_time(curve);
  std::vector<Line> lines = lines_of(curve, against_time);
  if (lines.empty()) return "";
  const auto value_of = [](double y) { return short_number(std::pow(10, y)); };
  const auto place = [&](double x) { return against_time ? duration(x) : short_number(x); };
  const Range vertical = range_of(lines, &Point::y);
  return drawing_of(std::move(lines), vertical,
                    {"loss", against_time ? "loss against time" : "loss against iterations",
                     value_of(vertical.lowest), value_of(vertical.highest)},
                    place);
}

std::string temporal_curve(const std::vector<TemporalError>& errors) {
  Line line;
  for (const TemporalError& error : errors) {
    if (std::isfinite(error.error)) line.push_back({static_cast<double>(error.frame), error.error});
  }
  if (line.empty()) return "";
  const auto place = [](double x) { return std::to_string(std::llround(x)); };
  const Range vertical{0, range_of({line}, &Point::y).highest};
  return drawing_of(
      {line}, vertical,
      {"temporal error", "temporal error against frames", "0", short_number(vertical.highest)},
      place);
}

}  // namespace stylize
