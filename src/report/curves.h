#pragma once

#include <string>
#include <vector>

#include "stylize/report/job_report.h"

namespace stylize {

/// The logarithm of the loss against time as an <svg>, one line for each scale and at most 200
/// points in all; against the number of iterations if times are unknown. NaN, infinity and values
/// without a logarithm are left out; empty when no point is left.
std::string loss_curve(const std::vector<CurvePoint>& curve);

/// The temporal errors of a clip's frames against their numbers, from 0 on, likewise.
std::string temporal_curve(const std::vector<TemporalError>& errors);

}  // namespace stylize
