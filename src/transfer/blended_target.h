#pragma once

namespace stylize {

/// A word of the keys of targets that several styles were blended to: TargetCache::forget().
constexpr const char* kBlendedTarget = "blend";

}  // namespace stylize
