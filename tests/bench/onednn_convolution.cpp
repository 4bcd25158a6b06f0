// For oneDNN 2 and 3. Version 3 has no Winograd on x86.
#include "onednn_convolution.h"

#include <ATen/ATen.h>

#include <oneapi/dnnl/dnnl_version.h>
#include <algorithm>
#include <memory>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>
#include <utility>

#include "timing.h"

namespace stylize::bench {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;
using Arguments = std::unordered_map<int, memory>;

constexpr int kTried = 2;  // implementations tried per method
constexpr double kWorthWhile =
    1.5;  // at most this many times as slow as the fastest in the first run

const dnnl::engine& engine() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

memory::desc described(const memory::dims& shape, Tag tag) {
  return {shape, memory::data_type::f32, tag};
}

// The shapes of a convolution; layouts are left to oneDNN.
struct Shapes {
  Shapes(const ConvolutionLayer& layer, int64_t side)
      : input(described({1, layer.inputs, side, side}, Tag::any)),
        weights(described({layer.outputs, layer.inputs, 3, 3}, Tag::any)),
        bias(described({layer.outputs}, Tag::x)),
        output(described({1, layer.outputs, side, side}, Tag::any)) {}

  memory::desc input, weights, bias, output;
};

const memory::dims kStride = {1, 1}, kPadding = {1, 1};

using Forward = dnnl::convolution_forward::primitive_desc;
using Backward = dnnl::convolution_backward_data::primitive_desc;

// What version 3 has changed.
#if DNNL_VERSION_MAJOR >= 3
memory::dims shape_of(const memory::desc& described) {
  return described.get_dims();
}

void append_relu(dnnl::post_ops& operations) {
  operations.append_eltwise(dnnl::algorithm::eltwise_relu, 0, 0);
}

Forward forward_of(const Shapes& shapes, dnnl::algorithm algorithm, dnnl::prop_kind kind,
                   const dnnl::primitive_attr& attributes) {
  return {engine(),      kind,    algorithm, shapes.input, shapes.weights, shapes.bias,
          shapes.output, kStride, kPadding,  kPadding,     attributes};
}

Backward backward_of(const Shapes& shapes, dnnl::algorithm algorithm, const Forward& hint) {
  return {engine(), algorithm, shapes.input, shapes.weights, shapes.output, kStride,
          kPadding, kPadding,  hint};
}
#else
memory::dims shape_of(const memory::desc& described) {
  return described.dims();
}

void append_relu(dnnl::post_ops& operations) {
  operations.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
}

Forward forward_of(const Shapes& shapes, dnnl::algorithm algorithm, dnnl::prop_kind kind,
                   const dnnl::primitive_attr& attributes) {
  const dnnl::convolution_forward::desc desc(kind, algorithm, shapes.input, shapes.weights,
                                             shapes.bias, shapes.output, kStride, kPadding,
                                             kPadding);
  return {desc, attributes, engine()};
}

Backward backward_of(const Shapes& shapes, dnnl::algorithm algorithm, const Forward& hint) {
  const dnnl::convolution_backward_data::desc desc(algorithm, shapes.input, shapes.weights,
                                                   shapes.output, kStride, kPadding, kPadding);
  return {desc, engine(), hint};
}
#endif

// Random numbers in the layout that a primitive expects.
memory random_memory(dnnl::stream& stream, const memory::desc& wanted, Tag plain) {
  const memory::dims shape = shape_of(wanted);
  const at::Tensor numbers = at::rand(shape);
  memory source(described(shape, plain), engine(), numbers.data_ptr<float>());
  memory result(wanted, engine());
  dnnl::reorder(source, result).execute(stream, source, result);
  stream.wait();
  return result;
}

Work executed(const dnnl::primitive& primitive, const Arguments& arguments,
              const dnnl::stream& stream) {
  const auto own_stream = std::make_shared<dnnl::stream>(stream);
  return [primitive, arguments, own_stream] {
    primitive.execute(*own_stream, arguments);
    own_stream->wait();
  };
}

OnednnConvolution make(const Forward& primitive) {
  dnnl::stream stream(engine());
  const Arguments arguments = {
      {DNNL_ARG_SRC, random_memory(stream, primitive.src_desc(), Tag::nchw)},
      {DNNL_ARG_WEIGHTS, random_memory(stream, primitive.weights_desc(), Tag::oihw)},
      {DNNL_ARG_BIAS, random_memory(stream, primitive.bias_desc(), Tag::x)},
      {DNNL_ARG_DST, memory(primitive.dst_desc(), engine())}};
  return {primitive.impl_info_str(),
          executed(dnnl::convolution_forward(primitive), arguments, stream)};
}

OnednnConvolution make(const Backward& primitive) {
  dnnl::stream stream(engine());
  const Arguments arguments = {
      {DNNL_ARG_DIFF_DST, random_memory(stream, primitive.diff_dst_desc(), Tag::nchw)},
      {DNNL_ARG_WEIGHTS, random_memory(stream, primitive.weights_desc(), Tag::oihw)},
      {DNNL_ARG_DIFF_SRC, memory(primitive.diff_src_desc(), engine())}};
  return {primitive.impl_info_str(),
          executed(dnnl::convolution_backward_data(primitive), arguments, stream)};
}

// oneDNN does not always list its implementations by speed, so the first few are tried. The last
// ones are for old processors; the one called ref is for tests.
template <typename Primitive>
void add_implementations(Primitive primitive, std::vector<OnednnConvolution>& convolutions) {
  for (int i = 0; i < kTried; ++i) {
    if (std::string(primitive.impl_info_str()).rfind("ref", 0) == 0) return;
    convolutions.push_back(make(primitive));
    if (!primitive.next_impl()) return;
  }
}

void add_forward(const Shapes& shapes, dnnl::algorithm algorithm,
                 std::vector<OnednnConvolution>& convolutions) {
  dnnl::post_ops relu;
  append_relu(relu);
  dnnl::primitive_attr attributes;
  attributes.set_post_ops(relu);
  add_implementations(forward_of(shapes, algorithm, dnnl::prop_kind::forward_inference, attributes),
                      convolutions);
}

void add_backward(const Shapes& shapes, dnnl::algorithm algorithm,
                  std::vector<OnednnConvolution>& convolutions) {
  // oneDNN needs the description of the forward convolution to which this belongs.
  const Forward hint = forward_of(shapes, algorithm, dnnl::prop_kind::forward_training, {});
  add_implementations(backward_of(shapes, algorithm, hint), convolutions);
}

std::vector<OnednnConvolution> implementations(const Shapes& shapes, Direction direction) {
  std::vector<OnednnConvolution> convolutions;
  for (const auto algorithm :
       {dnnl::algorithm::convolution_winograd, dnnl::algorithm::convolution_direct}) {
    try {
      direction == Direction::kForward ? add_forward(shapes, algorithm, convolutions)
                                       : add_backward(shapes, algorithm, convolutions);
    } catch (const dnnl::error& error) {
      if (error.status != dnnl_unimplemented) throw;
    }
  }
  return convolutions;
}

}  // namespace

bool has_onednn() {
  return true;
}

std::vector<OnednnConvolution> onednn_convolutions(const ConvolutionLayer& layer,
                                                   Direction direction, int64_t size) {
  const Shapes shapes(layer, size / layer.reduction);
  std::vector<std::pair<double, OnednnConvolution>> tried;
  for (OnednnConvolution& convolution : implementations(shapes, direction)) {
    Shortest time;
    for (int i = 0; i < 3; ++i) time.add(milliseconds(convolution.run));
    tried.emplace_back(time.milliseconds(), std::move(convolution));
  }
  std::sort(tried.begin(), tried.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<OnednnConvolution> fast;
  for (auto& [time, convolution] : tried) {
    if (time < kWorthWhile * tried.front().first) fast.push_back(std::move(convolution));
  }
  return fast;
}

}  // namespace stylize::bench
