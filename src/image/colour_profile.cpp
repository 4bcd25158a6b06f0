#include "colour_profile.h"

#include <lcms2.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace stylize {
namespace {

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, CloseProfile>;

cmsColorSpaceSignature space_of(Samples samples) {
  switch (samples) {
    case Samples::kGray:
      return cmsSigGrayData;
    case Samples::kCmyk:
      return cmsSigCmykData;
    case Samples::kRgb:
      break;
  }
  return cmsSigRgbData;
}

cmsUInt32Number format_of(Samples samples) {
  switch (samples) {
    case Samples::kGray:
      return TYPE_GRAY_FLT;
    case Samples::kCmyk:
      return TYPE_CMYK_FLT;
    case Samples::kRgb:
      break;
  }
  return TYPE_RGB_FLT;
}

// Whether the profile describes a device, rather than a device link, an effect, or a list of named
// colours.
bool is_of_a_device(cmsHPROFILE profile) {
  constexpr cmsProfileClassSignature kClasses[] = {cmsSigInputClass, cmsSigDisplayClass,
                                                   cmsSigOutputClass, cmsSigColorSpaceClass};
  return std::find(std::begin(kClasses), std::end(kClasses), cmsGetDeviceClass(profile)) !=
         std::end(kClasses);
}

// Tags with chains of floating-point elements can define, in a few kilobytes, curves of thousands
// of segments and 15-dimensional tables: hours of work for one picture. Profiles with them must
// also have the plain tags (ICC.1, 8.2), which Little CMS uses once these are removed.
void drop_costly_tags(cmsHPROFILE profile) {
  for (const cmsTagSignature tag :
       {cmsSigDToB0Tag, cmsSigDToB1Tag, cmsSigDToB2Tag, cmsSigDToB3Tag}) {
    while (cmsIsTag(profile, tag) && cmsWriteTag(profile, tag, nullptr)) {
    }
  }
}

Profile open(const std::vector<uint8_t>& bytes, Samples samples) {
  if (bytes.empty() || bytes.size() > kMostProfileBytes) return nullptr;
  Profile profile(cmsOpenProfileFromMem(bytes.data(), static_cast<cmsUInt32Number>(bytes.size())));
  if (!profile || cmsGetColorSpace(profile.get()) != space_of(samples)) return nullptr;
  if (!is_of_a_device(profile.get())) return nullptr;
  drop_costly_tags(profile.get());
  return profile;
}

// Test colours to find out whether a conversion changes anything: all levels of gray, and a grid.
std::vector<float> colours_to_try() {
  constexpr int kLevels = 256, kGrid = 9;
  std::vector<float> colours;
  for (int level = 0; level < kLevels; ++level) {
    colours.insert(colours.end(), 3, static_cast<float>(level) / (kLevels - 1));
  }
  for (int i = 0; i < kGrid * kGrid * kGrid; ++i) {
    for (const int step : {i % kGrid, i / kGrid % kGrid, i / (kGrid * kGrid)}) {
      colours.push_back(static_cast<float>(step) / (kGrid - 1));
    }
  }
  return colours;
}

// Half an 8-bit level is lost by storing a colour anyway.
bool changes_nothing(cmsHTRANSFORM transform, Samples samples) {
  constexpr float kHalfALevel = 0.5F / 255;
  if (samples == Samples::kCmyk) return false;
  const std::vector<float> wanted = colours_to_try();
  const std::size_t count = wanted.size() / 3;
  std::vector<float> pixels = wanted;
  if (samples == Samples::kGray) {  // the gray levels come first
    for (std::size_t i = 0; i < count; ++i) pixels[i] = wanted[3 * i];
  }
  std::vector<float> found(wanted.size());
  const std::size_t tried = samples == Samples::kGray ? 256 : count;
  cmsDoTransform(transform, pixels.data(), found.data(), static_cast<cmsUInt32Number>(tried));
  return std::equal(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(3 * tried),
                    found.begin(), [](float a, float b) { return std::abs(a - b) <= kHalfALevel; });
}

void keep_in_range(float* values, std::size_t count) {
  std::transform(values, values + count, values, [](float value) {
    return value >= 0 ? std::min(value, 1.0F) : 0;  // NaN becomes 0
  });
}

void multiply_inks(const float* cmyk, float* rgb, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t c = 0; c < 3; ++c)
      rgb[3 * i + c] = (1 - cmyk[4 * i + c]) * (1 - cmyk[4 * i + 3]);
  }
}

// Little CMS measures ink in percent.
std::vector<float> percent_of(const float* inks, std::size_t count) {
  std::vector<float> percent(inks, inks + count);
  for (float& value : percent) value *= 100;
  return percent;
}

// Null: nothing to do, or impossible.
std::shared_ptr<void> transform_between(cmsHPROFILE source, cmsHPROFILE target, Samples samples) {
  void* transform = cmsCreateTransform(source, format_of(samples), target, TYPE_RGB_FLT,
                                       INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOCACHE);
  if (!transform) return nullptr;
  std::shared_ptr<void> owned(transform, cmsDeleteTransform);
  return changes_nothing(transform, samples) ? nullptr : owned;
}

}  // namespace

ColourConversion::ColourConversion(const std::vector<uint8_t>& profile, Samples samples,
                                   const std::vector<uint8_t>& target)
    : samples_(samples) {
  const Profile source = open(profile, samples);
  const Profile own_target = open(target, Samples::kRgb);
  if (!source && !own_target) return;
  const Profile srgb(cmsCreate_sRGBProfile());
  void* to = own_target ? own_target.get() : srgb.get();
  if (source) {
    transform_ = transform_between(source.get(), to, samples);
  }
  if (!transform_ && !source && own_target) {
    from_srgb_ = transform_between(srgb.get(), to, Samples::kRgb);
  }
}

void ColourConversion::apply(const float* pixels, float* rgb, std::size_t count) const {
  const auto channels = static_cast<std::size_t>(samples_);
  if (transform_) {
    std::vector<float> percent;
    if (samples_ == Samples::kCmyk) percent = percent_of(pixels, channels * count);
    cmsDoTransform(transform_.get(), percent.empty() ? pixels : percent.data(), rgb,
                   static_cast<cmsUInt32Number>(count));
    keep_in_range(rgb, 3 * count);
  } else if (samples_ == Samples::kGray) {
    for (std::size_t i = 0; i < count; ++i) std::fill_n(rgb + 3 * i, 3, pixels[i]);
  } else if (samples_ == Samples::kCmyk) {
    multiply_inks(pixels, rgb, count);
  } else if (rgb != pixels) {
    std::copy_n(pixels, 3 * count, rgb);
  }
  if (!from_srgb_) return;
  cmsDoTransform(from_srgb_.get(), rgb, rgb, static_cast<cmsUInt32Number>(count));
  keep_in_range(rgb, 3 * count);
}

bool is_space_to_paint_in(const std::vector<uint8_t>& profile) {
  constexpr std::size_t kLongest = std::size_t{64} << 10;
  if (profile.size() > kLongest) return false;
  const Profile opened = open(profile, Samples::kRgb);
  return opened && cmsIsMatrixShaper(opened.get()) &&
         ColourConversion(profile, Samples::kRgb).has_profile();
}

std::vector<uint8_t> saved_profile(void* profile) {
  std::vector<uint8_t> bytes;
  cmsUInt32Number size = 0;
  if (!profile || !cmsSaveProfileToMem(profile, nullptr, &size)) return bytes;
  bytes.resize(size);
  if (!cmsSaveProfileToMem(profile, bytes.data(), &size)) bytes.clear();
  return bytes;
}

const std::vector<uint8_t>& srgb_profile() {
  static const std::vector<uint8_t> bytes = [] {
    const Profile profile(cmsCreate_sRGBProfile());
    std::vector<uint8_t> saved = saved_profile(profile.get());
    // The hour of its making stands in its header: the first of January 2000 instead.
    constexpr uint8_t kDate[12] = {0x07, 0xd0, 0, 1, 0, 1};
    constexpr std::size_t kPlace = 24;
    if (saved.size() > kPlace + sizeof kDate) {
      std::copy(std::begin(kDate), std::end(kDate), saved.begin() + kPlace);
    }
    return saved;
  }();
  return bytes;
}

}  // namespace stylize
