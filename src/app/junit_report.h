#pragma once

#include <string>
#include <vector>

#include "pair_result.h"

namespace stylize {

/// The results as a JUnit report, which CI services read: a test case for each pair. A pair that is
/// too far apart, missing or extra is a failure, one that cannot be read or compared an error.
/// Difference pictures are attachments, in the form that GitLab and Jenkins know. `suite` names
/// what was compared.
std::string junit_report(const std::vector<PairResult>& results, const std::string& suite);

}  // namespace stylize
