#include "color_profile.h"

#include <lcms2.h>

#include <memory>
#include <string>

namespace stylize {
namespace {

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct DeleteTransform {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Profile = std::unique_ptr<void, CloseProfile>;
using Transform = std::unique_ptr<void, DeleteTransform>;

bool is_srgb(cmsHPROFILE profile) {
  char description[256] = {};
  cmsGetProfileInfoASCII(profile, cmsInfoDescription, "en", "US", description, sizeof(description));
  return std::string(description).find("sRGB") != std::string::npos;
}

}  // namespace

void convert_to_srgb(const std::vector<uint8_t>& profile, at::Tensor& pixels) {
  if (profile.empty()) return;
  const Profile source(
      cmsOpenProfileFromMem(profile.data(), static_cast<cmsUInt32Number>(profile.size())));
  if (!source || cmsGetColorSpace(source.get()) != cmsSigRgbData || is_srgb(source.get())) return;
  const Profile target(cmsCreate_sRGBProfile());
  const Transform transform(cmsCreateTransform(source.get(), TYPE_RGB_FLT, target.get(),
                                               TYPE_RGB_FLT, INTENT_RELATIVE_COLORIMETRIC,
                                               cmsFLAGS_NOCACHE));
  if (!transform) return;
  const auto count = static_cast<cmsUInt32Number>(pixels.numel() / 3);
  cmsDoTransform(transform.get(), pixels.data_ptr<float>(), pixels.data_ptr<float>(), count);
}

}  // namespace stylize
