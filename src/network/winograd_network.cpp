#include "stylize/network/winograd_network.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <cstdint>
#include <utility>

#include "kernels/kernel_choice.h"
#include "kernels/kernel_table.h"
#include "reach.h"
#include "stylize/error.h"
#include "winograd_pass.h"
#include "winograd_plan.h"
#include "winograd_units.h"

namespace stylize {
namespace {

using winograd::kNoFeature;
using winograd::Pass;
using winograd::Plan;
using winograd::Unit;

class WinogradNetwork : public Network {
 public:
  WinogradNetwork(const Model& model, const std::vector<std::string>& layer_names);

  const std::vector<std::string>& layers() const override { return layers_; }
  c10::Device device() const override { return at::kCPU; }
  bool features_may_be_overwritten() const override { return true; }
  Features features(const at::Tensor& picture) override;
  Features forward(const at::Tensor& picture) override;
  at::Tensor backward(Features gradients) override;
  Features features_of_part(const at::Tensor& picture, const Area& part) override;
  at::Tensor backward_to_part(Features gradients, const Area& part) override;
  void release() override { plan_ = {}; }
  std::unique_ptr<Network> clone() const override;
  int64_t halo() const override { return reach_.halo; }
  int64_t stride() const override { return reach_.stride; }
  // The deepest layer's tiles, and so those of all others, are then the same as the whole
  // picture's.
  int64_t step_of_windows() const override { return reach_.stride * kernels::kTile; }
  int64_t memory_needed(const Size& size) const override;
  std::vector<int64_t> feature_bytes(const Size& size) const override;

 private:
  WinogradNetwork(const WinogradNetwork& other)
      : Network(other),
        kernel_(other.kernel_),
        layers_(other.layers_),
        reach_(other.reach_),
        units_(other.units_) {}

  Features run(const at::Tensor& picture, const Plan& plan, const Area& part);
  const std::vector<Unit>& units() const { return *units_; }
  Pass pass(const Plan& plan) { return {*this, kernel_, units(), plan, scratch_}; }

  const kernels::KernelTable& kernel_;
  std::vector<std::string> layers_;
  Reach reach_;
  std::shared_ptr<const std::vector<Unit>> units_;  // shared with clones
  Plan plan_;
  at::Tensor memory_;  // of the plan; grows to the size that the largest picture needs
  kernels::AlignedFloats scratch_;
};

WinogradNetwork::WinogradNetwork(const Model& model, const std::vector<std::string>& layer_names)
    : kernel_(kernels::best()) {
  winograd::NetworkUnits made = winograd::make_units(model, layer_names, kernel_);
  layers_ = std::move(made.layers);
  reach_ = reach_of(cut_after_deepest(model, layer_names));
  units_ = std::make_shared<const std::vector<Unit>>(std::move(made.units));
}

std::unique_ptr<Network> WinogradNetwork::clone() const {
  return std::unique_ptr<Network>(new WinogradNetwork(*this));
}

int64_t WinogradNetwork::memory_needed(const Size& size) const {
  return winograd::plan_bytes(units(), size.height, size.width, true) +
         winograd::scratch_bytes(kernel_, units());
}

std::vector<int64_t> WinogradNetwork::feature_bytes(const Size& size) const {
  std::vector<int64_t> bytes(layers_.size());
  int64_t height = size.height, width = size.width;
  for (const Unit& unit : units()) {
    if (unit.feature != kNoFeature) {
      bytes[static_cast<std::size_t>(unit.feature)] =
          width * height * unit.outputs * int64_t{sizeof(float)};
    }
    if (unit.pool != kernels::PoolKind::kNone) width /= 2, height /= 2;
  }
  return bytes;
}

Area whole(const Plan& plan) {
  return {0, 0, plan.width, plan.height};
}

Features WinogradNetwork::run(const at::Tensor& picture, const Plan& plan, const Area& part) {
  winograd::run_forward(pass(plan), picture, winograd::work_for_features(units(), plan, part));
  Features features(layers_.size());
  for (std::size_t i = 0; i < units().size(); ++i) {
    if (units()[i].feature == kNoFeature) continue;
    features[static_cast<std::size_t>(units()[i].feature)] = plan.units[i].feature;
  }
  return features;
}

Features WinogradNetwork::features(const at::Tensor& picture) {
  return features_of_part(picture, {0, 0, picture.size(3), picture.size(2)});
}

Features WinogradNetwork::features_of_part(const at::Tensor& picture, const Area& part) {
  plan_ = {};
  const Plan plan = winograd::make_plan(units(), picture.size(2), picture.size(3), false, memory_);
  return run(picture, plan, part);
}

Features WinogradNetwork::forward(const at::Tensor& picture) {
  if (plan_.height != picture.size(2) || plan_.width != picture.size(3)) {
    plan_ = {};
    plan_ = winograd::make_plan(units(), picture.size(2), picture.size(3), true, memory_);
  }
  return run(picture, plan_, whole(plan_));
}

at::Tensor WinogradNetwork::backward(Features gradients) {
  return backward_to_part(std::move(gradients), whole(plan_));
}

at::Tensor WinogradNetwork::backward_to_part(Features gradients, const Area& part) {
  return winograd::run_backward(pass(plan_), std::move(gradients),
                                winograd::work_for_gradient(units(), plan_, part));
}

}  // namespace

std::unique_ptr<Network> make_winograd_network(const Model& model,
                                               const std::vector<std::string>& layer_names) {
  if (const auto reason = why_winograd_unsupported(model, layer_names)) {
    throw Error(ErrorKind::kModel, model.path.string() + ": " + *reason +
                                       ", as the winograd backend needs; use " +
                                       setting_name("backend") + " torch");
  }
  return std::make_unique<WinogradNetwork>(model, layer_names);
}

}  // namespace stylize
