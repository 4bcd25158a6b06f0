#include "color_profile.h"

#include <lcms2.h>

#include <string>

namespace stylize {
namespace {

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, CloseProfile>;

bool is_srgb(cmsHPROFILE profile) {
  char description[256] = {};
  cmsGetProfileInfoASCII(profile, cmsInfoDescription, "en", "US", description, sizeof(description));
  return std::string(description).find("sRGB") != std::string::npos;
}

}  // namespace

SrgbConversion::SrgbConversion(const std::vector<uint8_t>& profile) {
  if (profile.empty()) return;
  const Profile source(
      cmsOpenProfileFromMem(profile.data(), static_cast<cmsUInt32Number>(profile.size())));
  if (!source || cmsGetColorSpace(source.get()) != cmsSigRgbData || is_srgb(source.get())) return;
  const Profile target(cmsCreate_sRGBProfile());
  void* transform = cmsCreateTransform(source.get(), TYPE_RGB_FLT, target.get(), TYPE_RGB_FLT,
                                       INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOCACHE);
  if (transform) transform_.reset(transform, cmsDeleteTransform);
}

void SrgbConversion::apply(float* pixels, std::size_t count) const {
  if (!transform_) return;
  cmsDoTransform(transform_.get(), pixels, pixels, static_cast<cmsUInt32Number>(count));
}

}  // namespace stylize
