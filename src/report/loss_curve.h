#pragma once

#include <string>
#include <vector>

#include "stylize/report/job_report.h"

namespace stylize {

/// The logarithm of the loss against time as an <svg>, one line for each scale and at most 200
/// points in all; against the number of iterations where no time is known. Empty when no point can
/// be drawn: NaN, infinity and what has no logarithm is left out.
std::string loss_curve(const std::vector<CurvePoint>& curve);

}  // namespace stylize
