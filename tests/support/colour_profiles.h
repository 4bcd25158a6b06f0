#pragma once

#include <gtest/gtest.h>
#include <lcms2.h>

#include <array>
#include <cstdint>
#include <exiv2/exiv2.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace stylize {

using ProfileBytes = std::vector<uint8_t>;

inline constexpr cmsCIExyY kD65 = {0.3127, 0.3290, 1};
inline constexpr cmsCIExyYTRIPLE kSrgbPrimaries = {
    {0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};

/// A curve; the caller frees it.
inline cmsToneCurve* srgb_curve() {
  const cmsFloat64Number parameters[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  return cmsBuildParametricToneCurve(nullptr, 4, parameters);
}

/// Closes the profile.
inline ProfileBytes bytes_of_profile(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  EXPECT_TRUE(cmsSaveProfileToMem(profile, nullptr, &size));
  ProfileBytes bytes(size);
  EXPECT_TRUE(cmsSaveProfileToMem(profile, bytes.data(), &size));
  cmsCloseProfile(profile);
  return bytes;
}

inline void describe(cmsHPROFILE profile, const std::string& description) {
  cmsMLU* text = cmsMLUalloc(nullptr, 1);
  cmsMLUsetASCII(text, "en", "US", description.c_str());
  cmsWriteTag(profile, cmsSigProfileDescriptionTag, text);
  cmsMLUfree(text);
}

/// Frees the curve.
inline ProfileBytes rgb_profile(cmsToneCurve* curve, const std::string& description,
                                const cmsCIExyYTRIPLE& primaries = kSrgbPrimaries,
                                double version = 4.3) {
  cmsToneCurve* curves[3] = {curve, curve, curve};
  cmsHPROFILE profile = cmsCreateRGBProfile(&kD65, &primaries, curves);
  cmsFreeToneCurve(curve);
  cmsSetProfileVersion(profile, version);
  describe(profile, description);
  return bytes_of_profile(profile);
}

/// Frees the curve.
inline ProfileBytes gray_profile(cmsToneCurve* curve) {
  cmsHPROFILE profile = cmsCreateGrayProfile(cmsD50_xyY(), curve);
  cmsFreeToneCurve(curve);
  describe(profile, "sRGB gray");
  return bytes_of_profile(profile);
}

/// A device profile with a table of this many points in each direction: `lab_of` maps samples 0..1
/// to L*a*b* (L* 0..100).
inline ProfileBytes table_profile(
    cmsColorSpaceSignature space, cmsUInt32Number points,
    const std::function<std::array<double, 3>(const std::array<double, 4>&)>& lab_of) {
  cmsHPROFILE profile = cmsCreateProfilePlaceholder(nullptr);
  cmsSetProfileVersion(profile, 2.1);
  cmsSetDeviceClass(profile, cmsSigOutputClass);
  cmsSetColorSpace(profile, space);
  cmsSetPCS(profile, cmsSigLabData);
  const cmsUInt32Number channels = cmsChannelsOf(space);
  cmsStage* table = cmsStageAllocCLut16bit(nullptr, points, channels, 3, nullptr);
  const auto sample = [](const cmsUInt16Number in[], cmsUInt16Number out[], void* cargo) {
    std::array<double, 4> samples = {};
    const auto& asked = *static_cast<const std::pair<cmsUInt32Number, decltype(&lab_of)>*>(cargo);
    for (cmsUInt32Number i = 0; i < asked.first; ++i) samples[i] = in[i] / 65535.0;
    const std::array<double, 3> lab = (*asked.second)(samples);
    const cmsCIELab value = {lab[0], lab[1], lab[2]};
    cmsFloat2LabEncodedV2(out, &value);
    return 1;
  };
  std::pair<cmsUInt32Number, decltype(&lab_of)> cargo{channels, &lab_of};
  cmsStageSampleCLut16bit(table, sample, &cargo, 0);
  cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, channels, 3);
  cmsPipelineInsertStage(pipeline, cmsAT_END, table);
  EXPECT_TRUE(cmsWriteTag(profile, cmsSigAToB0Tag, pipeline));
  cmsPipelineFree(pipeline);
  EXPECT_TRUE(cmsWriteTag(profile, cmsSigMediaWhitePointTag, cmsD50_XYZ()));
  describe(profile, "a table");
  return bytes_of_profile(profile);
}

/// Embeds a profile in a picture file.
inline void embed_profile(const std::filesystem::path& path, const ProfileBytes& profile) {
  const auto file = Exiv2::ImageFactory::open(path.string());
  file->readMetadata();
  Exiv2::DataBuf buffer(profile.data(), static_cast<long>(profile.size()));
#if EXIV2_TEST_VERSION(0, 28, 0)
  file->setIccProfile(std::move(buffer), false);
#else
  file->setIccProfile(buffer, false);
#endif
  file->writeMetadata();
}

}  // namespace stylize
