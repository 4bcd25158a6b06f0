#include "stylize/transfer/state_file.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "canvas.h"
#include "stylize/machine/atomic_file.h"

namespace stylize {
namespace {

using nlohmann::json;

// A line that names the format, a line of JSON, then the tensors one after the other: 32-bit
// floats in the order of bytes of this machine.
constexpr const char* kFormat = "stylize state 1";

// Content, style and total variation after each iteration, one after the other.
json course_json(const std::vector<Losses>& course) {
  json numbers = json::array();
  for (const Losses& losses : course) {
    for (double term : {losses.content, losses.style, losses.total_variation}) {
      numbers.push_back(term);
    }
  }
  return numbers;
}

std::vector<Losses> course_from_json(const json& numbers) {
  std::vector<Losses> course;
  for (std::size_t i = 0; i + 2 < numbers.size(); i += 3) {
    course.push_back({numbers[i], numbers[i + 1], numbers[i + 2]});
  }
  return course;
}

json to_json(const ScaleReport& scale) {
  return {{"width", scale.size.width},          {"height", scale.size.height},
          {"iterations", scale.iterations},     {"content", scale.losses.content},
          {"style", scale.losses.style},        {"total_variation", scale.losses.total_variation},
          {"seconds", scale.seconds},           {"target_seconds", scale.target_seconds},
          {"course", course_json(scale.course)}};
}

ScaleReport scale_from_json(const json& object) {
  ScaleReport scale;
  scale.size = {object.at("width"), object.at("height")};
  scale.iterations = object.at("iterations");
  scale.losses.content = object.at("content");
  scale.losses.style = object.at("style");
  scale.losses.total_variation = object.at("total_variation");
  scale.seconds = object.at("seconds");
  scale.target_seconds = object.at("target_seconds");
  scale.course = course_from_json(object.value("course", json::array()));
  return scale;
}

json header_of(const std::string& key, const TransferState& state) {
  json header = {{"key", key},
                 {"values", state.values},
                 {"numbers", state.optimizer.numbers},
                 {"tensors", state.optimizer.tensors.size()},
                 {"scales", json::array()}};
  for (const ScaleReport& scale : state.scales) header["scales"].push_back(to_json(scale));
  return header;
}

TransferState read_whole(std::ifstream& file, const json& header) {
  TransferState state;
  for (const json& scale : header.at("scales")) state.scales.push_back(scale_from_json(scale));
  state.values = header.at("values").get<std::vector<double>>();
  state.optimizer.numbers = header.at("numbers").get<std::vector<double>>();
  const Size size = canvas_size(state.scales.at(state.scales.size() - 1).size);
  for (std::size_t i = 0; i < header.at("tensors").get<std::size_t>(); ++i) {
    at::Tensor tensor = at::empty({1, 3, size.height, size.width}, at::kFloat);
    file.read(static_cast<char*>(tensor.data_ptr()), static_cast<std::streamsize>(tensor.nbytes()));
    state.optimizer.tensors.push_back(std::move(tensor));
  }
  return state;
}

}  // namespace

void write_state_file(const std::filesystem::path& path, const std::string& key,
                      const TransferState& state) {
  const std::string head = std::string(kFormat) + "\n" + header_of(key, state).dump() + "\n";
  std::vector<at::Tensor> tensors;  // keeps what the parts point into
  std::vector<FilePart> parts = {{head.data(), head.size()}};
  for (const at::Tensor& tensor : state.optimizer.tensors) {
    tensors.push_back(tensor.to(at::kCPU, at::kFloat).contiguous());
    parts.push_back({tensors.back().data_ptr(), tensors.back().nbytes()});
  }
  write_file_atomically(path, parts);
}

std::optional<TransferState> read_state_file(const std::filesystem::path& path,
                                             const std::string& key) {
  std::ifstream file(path, std::ios::binary);
  std::string format, line;
  if (!std::getline(file, format) || format != kFormat || !std::getline(file, line)) return {};
  try {
    const json header = json::parse(line);
    if (header.at("key") != key) return {};
    TransferState state = read_whole(file, header);
    if (!file || file.peek() != std::ifstream::traits_type::eof()) return {};
    return state;
  } catch (const std::exception&) {
    return {};  // a file that something else wrote or cut short: as if it were not there
  }
}

}  // namespace stylize
