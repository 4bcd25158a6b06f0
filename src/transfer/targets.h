#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <string>
#include <vector>

#include "pictures.h"
#include "stylize/network/network.h"
#include "stylize/objective/objective.h"
#include "stylize/objective/temporal_term.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

// Sets the targets of an objective, anew for each scale. Everything that is given must outlive it.
class Targets {
 public:
  Targets(const Pictures& pictures, Network& network, const TransferOptions& options,
          const TransferContext& context, Objective& objective)
      : pictures_(pictures),
        network_(network),
        options_(options),
        context_(context),
        objective_(objective) {}

  // Sets the styles' targets of a scale.
  void set_style(const Size& size);

  // Sets the content's target of a scale, and that of the temporal term if there is one.
  void set_content(const Size& size);

  // Sets the objective's temporal term, whose target set_content() is to set as well.
  void hold_by(TemporalTerm* term) { temporal_ = term; }

  // Searches the neighbours of a picture that is on a canvas of this size, and sets them.
  void set_neighbours(const at::Tensor& picture, const Size& size);

 private:
  std::string cache_key(const std::string& name, const Image& image, const Size& size,
                        const std::vector<LayerWeight>& layers) const;
  at::Tensor style_pixels(std::size_t number, const Size& scaled) const;
  at::Tensor map_of(const Region& region, const Size& size) const;
  void set_held(const Size& size);
  at::Tensor style_part(const StyleInput& style, std::size_t label, const Size& size) const;
  std::string style_key(std::size_t number, std::size_t label, const Size& scaled) const;
  StyleTarget style_target(std::size_t number, std::size_t label, const Size& size);
  StyleTarget blended_target(const Region& region, const Size& size);
  StyleRegion style_region(const Region& region, const Size& size);
  void look_in(std::size_t number, const Size& size, NeighbourSearch& search);

  const Pictures& pictures_;
  Network& network_;
  const TransferOptions& options_;
  const TransferContext& context_;
  Objective& objective_;
  TemporalTerm* temporal_ = nullptr;
};

}  // namespace stylize
