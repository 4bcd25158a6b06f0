#include "plain_layer.h"

#include <algorithm>
#include <string>

namespace stylize {
namespace {

bool are_all(const std::string& text, int64_t expected) {
  const auto numbers = integers_in(text);
  return numbers && std::all_of(numbers->begin(), numbers->end(),
                                [&](int64_t number) { return number == expected; });
}

// Whether the class has a constant of this name and value.
bool is(const ClassText& text, const std::string& name, int64_t expected) {
  const auto found = text.constants.find(name);
  return found != text.constants.end() && are_all(found->second, expected);
}

bool is(const ClassText& text, const std::string& name, const std::string& expected) {
  const auto found = text.constants.find(name);
  return found != text.constants.end() && found->second == expected;
}

bool has_only_plain_functions(const ClassText& text) {
  return std::all_of(text.functions.begin(), text.functions.end(), [](const std::string& name) {
    return name == "forward" || name == "_conv_forward";
  });
}

bool is_traced(const ClassText& text) {
  return text.constants.empty();
}

// Whether the traced call's arguments, from number `first` on, have the expected values. Arguments
// at the end may be missing if they have their default values, but not the first `needed` ones.
bool calls_with(const ClassText& text, const std::string& function, std::size_t first,
                const std::vector<int64_t>& expected, std::size_t needed) {
  const auto arguments = arguments_of_call(text.body, function);
  if (!arguments || arguments->size() < first + needed) return false;
  const std::size_t count = std::min(expected.size(), arguments->size() - first);
  for (std::size_t i = 0; i < count; ++i) {
    if (!are_all((*arguments)[first + i], expected[i])) return false;
  }
  return true;
}

}  // namespace

bool is_plain_convolution(const ClassText& text) {
  if (!has_only_plain_functions(text)) return false;
  if (is_traced(text)) {
    // Input, weight, bias; stride, padding, dilation, transposed, its padding, groups.
    return calls_with(text, "torch._convolution", 3, {1, 1, 1, 0, 0, 1}, 6);
  }
  return is(text, "stride", 1) && (is(text, "padding", 1) || is(text, "padding", "\"same\"")) &&
         is(text, "dilation", 1) && is(text, "groups", 1) && is(text, "padding_mode", "\"zeros\"");
}

bool is_plain_max_pooling(const ClassText& text) {
  if (!has_only_plain_functions(text)) return false;
  if (is_traced(text)) {
    // Input; size, stride, padding, dilation, rounded up.
    return calls_with(text, "torch.max_pool2d", 1, {2, 2, 0, 1, 0}, 3);
  }
  return is(text, "kernel_size", 2) && is(text, "stride", 2) && is(text, "padding", 0) &&
         is(text, "dilation", 1) && is(text, "ceil_mode", 0);
}

bool is_plain_average_pooling(const ClassText& text) {
  if (!has_only_plain_functions(text)) return false;
  if (is_traced(text)) {
    // Input; size, stride, padding, rounded up, whether padding counts (there is none), divisor.
    const auto arguments = arguments_of_call(text.body, "torch.avg_pool2d");
    return calls_with(text, "torch.avg_pool2d", 1, {2, 2, 0, 0}, 3) &&
           (arguments->size() < 7 || (*arguments)[6] == "None");
  }
  return is(text, "kernel_size", 2) && is(text, "stride", 2) && is(text, "padding", 0) &&
         is(text, "ceil_mode", 0) && is(text, "divisor_override", "None");
}

}  // namespace stylize
