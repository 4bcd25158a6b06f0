#pragma once

namespace stylize {

/// Whether the tests are compiled with AddressSanitizer, which takes memory, address space and
/// files of its own: limits of these cannot be tested then.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kAddressSanitizer = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kAddressSanitizer = true;
#else
constexpr bool kAddressSanitizer = false;
#endif
#else
constexpr bool kAddressSanitizer = false;
#endif

}  // namespace stylize
