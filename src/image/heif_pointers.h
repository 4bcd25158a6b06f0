#pragma once

#include <libheif/heif.h>

#include <memory>
#include <string>

namespace stylize {

/// Owners of libheif's objects.
template <auto Free>
struct HeifDelete {
  template <typename Object>
  void operator()(Object* object) const {
    Free(object);
  }
};
using HeifContext = std::unique_ptr<heif_context, HeifDelete<heif_context_free>>;
using HeifHandle = std::unique_ptr<heif_image_handle, HeifDelete<heif_image_handle_release>>;
using HeifImage = std::unique_ptr<heif_image, HeifDelete<heif_image_release>>;
using HeifEncoder = std::unique_ptr<heif_encoder, HeifDelete<heif_encoder_release>>;
using HeifNclx = std::unique_ptr<heif_color_profile_nclx, HeifDelete<heif_nclx_color_profile_free>>;

/// What libheif says of an error, of which some have several lines.
inline std::string text_of(const heif_error& error) {
  const std::string text = error.message ? error.message : "";
  return text.substr(0, text.find('\n'));
}

}  // namespace stylize
