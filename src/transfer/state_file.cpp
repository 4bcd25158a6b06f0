#include "transfer/state_file.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

#include "canvas.h"
#include "kernels/vector_store.h"
#include "machine/atomic_file.h"
#include "machine/bounded_json.h"
#include "machine/sha256.h"

namespace stylize {
namespace {

using nlohmann::json;

// The format: a line with kFormat and the length of the JSON that follows; a line of JSON; 64-bit
// numbers; tensors of 32-bit numbers, then such of 16 bits (bfloat16); and the SHA-256 of all of
// that in hexadecimal digits. Numbers are in this machine's byte order.
const std::string kFormat = "stylize state 5 ";
const std::string kAnyFormat = "stylize state ";
constexpr std::size_t kLongestFirstLine = 40;
constexpr std::size_t kHashSize = 64;

// Names and settings of a picture; a long list of styles needs the most room.
constexpr JsonLimits kLimits{4 << 20, 16};
constexpr std::size_t kMostScales = 64;
constexpr uint64_t kLongestSide = 1 << 20;
constexpr uint64_t kMostNumbers = uint64_t{1}
                                  << 32;  // losses of a million iterations at each scale
constexpr uint64_t kMostTensors = 1 << 16;
constexpr uint64_t kNeverStored = 1;  // the optimizer's first tensor, x, is always in memory
constexpr int64_t kStoredAtOnce = int64_t{1} << 20;  // numbers that are read into memory at a time
// Limits, since in memory every entry of a loss_history repeats the names.
constexpr std::size_t kMostTerms = 16, kLongestName = 32;

[[noreturn]] void fail() {
  throw std::runtime_error("damaged");
}

// What the beginning of a file says, and the file size that follows from it.
struct Header {
  json text;
  uint64_t size = 0;              // bytes of both lines
  std::vector<uint64_t> numbers;  // counts: values, the optimizer's, each scale's loss_history
  uint64_t tensors = 0, tensor_size = 0;
  uint64_t half_tensors = 0;  // so many of them, the last ones, have 16 bits
  bool matched = false;       // one more tensor, after the optimizer's

  Precision precision(uint64_t tensor) const {
    return tensor + half_tensors < tensors ? Precision::kFull : Precision::kHalf;
  }

  uint64_t file_size() const {
    const uint64_t full_tensors = tensors - half_tensors + (matched ? 1 : 0);
    uint64_t total = size + kHashSize +
                     tensor_size * (full_tensors * bytes_of_number(Precision::kFull) +
                                    half_tensors * bytes_of_number(Precision::kHalf));
    for (uint64_t count : numbers) total += count * sizeof(double);
    return total;
  }
};

uint64_t count_in(const json& value, uint64_t most) {
  if (!value.is_number_unsigned() || value.get<uint64_t>() > most) fail();
  return value.get<uint64_t>();
}

json to_json(const Losses& losses) {
  json list = json::array();
  for (const Loss& loss : losses) list.push_back({{"name", loss.name}, {"value", loss.value}});
  return list;
}

Losses losses_from_json(const json& list) {
  if (!list.is_array() || list.size() > kMostTerms) fail();
  Losses losses;
  for (const json& loss : list) {
    const auto& name = loss.at("name").get_ref<const std::string&>();
    if (name.size() > kLongestName) fail();
    losses[name] = loss.at("value");
  }
  if (losses.size() != list.size()) fail();  // the same name occurs twice
  return losses;
}

json to_json(const ScaleReport& scale) {
  return {{"width", scale.size.width},
          {"height", scale.size.height},
          {"iterations", scale.iterations},
          {"losses", to_json(scale.losses)},
          {"seconds", scale.seconds},
          {"target_seconds", scale.target_seconds},
          {"loss_history", scale.loss_history.size()}};
}

ScaleReport scale_from_json(const json& object) {
  ScaleReport scale;
  scale.size = {static_cast<int64_t>(count_in(object.at("width"), kLongestSide)),
                static_cast<int64_t>(count_in(object.at("height"), kLongestSide))};
  scale.iterations = static_cast<int>(count_in(object.at("iterations"), 1 << 30));
  scale.losses = losses_from_json(object.at("losses"));
  scale.seconds = object.at("seconds");
  scale.target_seconds = object.at("target_seconds");
  return scale;
}

std::size_t count_half_tensors(const OptimizerState& state) {
  std::size_t count = 0;
  for (const at::Tensor& tensor : state.tensors) count += tensor.scalar_type() == at::kBFloat16;
  for (const auto& vector : state.stored) count += vector->precision() == Precision::kHalf;
  return count;
}

std::string header_of(const std::string& key, const TransferState& state) {
  json header = {{"key", key},
                 {"values", state.values.size()},
                 {"numbers", state.optimizer.numbers.size()},
                 {"tensors", state.optimizer.tensors.size() + state.optimizer.stored.size()},
                 {"half_tensors", count_half_tensors(state.optimizer)},
                 {"matched", state.matched.defined()},
                 {"scales", json::array()}};
  for (const ScaleReport& scale : state.scales) header["scales"].push_back(to_json(scale));
  const std::string text = header.dump();
  return kFormat + std::to_string(text.size()) + "\n" + text + "\n";
}

FilePart stored_part(const StoredVector& vector) {
  const auto bytes = static_cast<uint64_t>(bytes_of_number(vector.precision()));
  return {nullptr, static_cast<std::size_t>(vector.size()) * bytes,
          [&vector, bytes](uint64_t offset, void* to, std::size_t size) {
            vector.read(static_cast<int64_t>(offset / bytes), to,
                        static_cast<int64_t>(size / bytes));
          }};
}

std::string text_at(const ByteSource& bytes, uint64_t offset, std::size_t size) {
  std::string text(size, '\0');
  bytes.read(offset, text.data(), size);
  return text;
}

Header read_header(const ByteSource& bytes) {
  const std::string first = text_at(bytes, 0, std::min<uint64_t>(bytes.size(), kLongestFirstLine));
  const auto end = first.find('\n');
  if (end == std::string::npos || first.compare(0, kFormat.size(), kFormat) != 0) fail();
  const json length = json::parse(first.substr(kFormat.size(), end - kFormat.size()));
  const std::size_t size = count_in(length, std::min<uint64_t>(kLimits.bytes, bytes.size()));
  Header header;
  header.text = parse_json<json>(text_at(bytes, end + 1, size), kLimits);
  header.size = end + 1 + size + 1;
  header.numbers = {count_in(header.text.at("values"), kMostNumbers),
                    count_in(header.text.at("numbers"), kMostNumbers)};
  const json& scales = header.text.at("scales");
  if (!scales.is_array() || scales.empty() || scales.size() > kMostScales) fail();
  for (const json& scale : scales) {
    const uint64_t terms = losses_from_json(scale.at("losses")).size();
    header.numbers.push_back(terms * count_in(scale.at("loss_history"), kMostNumbers));
  }
  header.tensors = count_in(header.text.at("tensors"), kMostTensors);
  header.half_tensors = count_in(header.text.at("half_tensors"), header.tensors);
  header.matched = header.text.at("matched").get<bool>();
  const Size canvas = canvas_size(scale_from_json(scales.back()).size);
  header.tensor_size = 3 * static_cast<uint64_t>(canvas.width * canvas.height);
  if ((header.tensors > 0 || header.matched) && header.tensor_size > bytes.size())
    fail();  // so nothing below can overflow
  if (header.file_size() != bytes.size()) fail();
  return header;
}

// The values of all losses, iteration by iteration.
std::vector<double> numbers_of(const std::vector<Losses>& loss_history) {
  std::vector<double> numbers;
  for (const Losses& losses : loss_history) {
    for (const Loss& loss : losses) numbers.push_back(loss.value);
  }
  return numbers;
}

std::vector<Losses> course_of(const std::vector<double>& numbers, const Losses& names) {
  std::vector<Losses> loss_history;
  for (auto number = numbers.begin(); number != numbers.end();) {
    Losses& losses = loss_history.emplace_back(names);
    for (const Loss& loss : names) losses[loss.name] = *number++;
  }
  return loss_history;
}

// What the header says about the state, and whether the file is usable for this key.
FoundState found_by(const Header& header, const std::string& key) {
  FoundState found;
  found.fit = header.text.at("key") == key ? StateFit::kServes : StateFit::kOtherKey;
  const ScaleReport last = scale_from_json(header.text.at("scales").back());
  found.scale = static_cast<int>(header.text.at("scales").size());
  found.iteration = last.iterations;
  return found;
}

// Reads what follows the header, and computes the hash of all of it meanwhile.
class BodyReader {
 public:
  BodyReader(const ByteSource& bytes, const Header& header) : bytes_(bytes) {
    const std::string head = text_at(bytes, 0, header.size);
    hash_.update(head.data(), head.size());
    offset_ = header.size;
  }

  std::vector<double> numbers(uint64_t count) {
    std::vector<double> result(count);
    read(result.data(), count * sizeof(double));
    return result;
  }

  at::Tensor tensor(const Size& size, Precision precision = Precision::kFull) {
    const at::ScalarType type = precision == Precision::kFull ? at::kFloat : at::kBFloat16;
    at::Tensor result = at::empty({1, 3, size.height, size.width}, type);
    read(result.data_ptr(), result.nbytes());
    return result;
  }

  std::shared_ptr<const StoredVector> stored(const Size& size, Precision precision,
                                             VectorStore& store) {
    const std::shared_ptr<StoredVector> result =
        store.make(3 * size.width * size.height, precision);
    const int64_t bytes = bytes_of_number(precision);
    std::vector<char> block(static_cast<std::size_t>(kStoredAtOnce * bytes));
    for (int64_t first = 0; first < result->size(); first += kStoredAtOnce) {
      const int64_t count = std::min(kStoredAtOnce, result->size() - first);
      read(block.data(), static_cast<std::size_t>(count * bytes));
      result->write(first, block.data(), count);
    }
    return result;
  }

  bool hash_is_right() { return text_at(bytes_, offset_, kHashSize) == hash_.finish(); }

 private:
  void read(void* to, std::size_t size) {
    bytes_.read(offset_, to, size);
    hash_.update(to, size);
    offset_ += size;
  }

  const ByteSource& bytes_;
  Sha256 hash_;
  uint64_t offset_ = 0;
};

TransferState read_whole(const ByteSource& bytes, const Header& header, VectorStore* store) {
  TransferState state;
  for (const json& scale : header.text.at("scales")) {
    state.scales.push_back(scale_from_json(scale));
  }
  BodyReader body(bytes, header);
  state.values = body.numbers(header.numbers[0]);
  state.optimizer.numbers = body.numbers(header.numbers[1]);
  for (std::size_t i = 0; i < state.scales.size(); ++i) {
    ScaleReport& scale = state.scales[i];
    scale.loss_history = course_of(body.numbers(header.numbers[2 + i]), scale.losses);
  }
  const Size canvas = canvas_size(state.scales.back().size);
  for (uint64_t i = 0; i < header.tensors; ++i) {
    if (store && i >= kNeverStored) {
      state.optimizer.stored.push_back(body.stored(canvas, header.precision(i), *store));
    } else {
      state.optimizer.tensors.push_back(body.tensor(canvas, header.precision(i)));
    }
  }
  if (header.matched) state.matched = body.tensor(canvas);
  if (!body.hash_is_right()) fail();
  return state;
}

bool is_of_another_version(const ByteSource& bytes) {
  const std::string first = text_at(bytes, 0, std::min<uint64_t>(bytes.size(), kFormat.size()));
  return first.compare(0, kAnyFormat.size(), kAnyFormat) == 0 && first != kFormat;
}

FoundState found_in(const ByteSource& bytes, const std::string& key, bool whole,
                    VectorStore* store = nullptr) {
  FoundState found;
  try {
    if (is_of_another_version(bytes)) {
      found.fit = StateFit::kOtherVersion;
      return found;
    }
    const Header header = read_header(bytes);
    found = found_by(header, key);
    if (whole && found.fit == StateFit::kServes) found.state = read_whole(bytes, header, store);
  } catch (const std::exception&) {
    found = {};
    found.fit = StateFit::kDamaged;
  }
  return found;
}

FoundState found_in_file(const std::filesystem::path& path, const std::string& key, bool whole,
                         uint64_t most_bytes, VectorStore* store = nullptr) {
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::symlink_status(path, error))) return {};
  try {
    const FileSource file(path);
    if (file.size() <= most_bytes) return found_in(file, key, whole, store);
  } catch (const std::exception&) {
  }
  FoundState found;
  found.fit = StateFit::kDamaged;
  return found;
}

}  // namespace

void write_state_file(const std::filesystem::path& path, const std::string& key,
                      const TransferState& state) {
  const std::string head = header_of(key, state);
  std::vector<at::Tensor> tensors;  // keeps alive what `parts` points to
  std::vector<std::vector<double>> courses;
  std::vector<FilePart> parts = {{head.data(), head.size()}};
  const auto add = [&](const std::vector<double>& numbers) {
    parts.push_back({numbers.data(), numbers.size() * sizeof(double)});
  };
  const auto add_tensor = [&](const at::Tensor& tensor) {
    tensors.push_back(tensor.to(at::kCPU).contiguous());
    parts.push_back({tensors.back().data_ptr(), tensors.back().nbytes()});
  };
  add(state.values);
  add(state.optimizer.numbers);
  courses.reserve(state.scales.size());
  for (const ScaleReport& scale : state.scales) {
    add(courses.emplace_back(numbers_of(scale.loss_history)));
  }
  for (const at::Tensor& tensor : state.optimizer.tensors) add_tensor(tensor);
  for (const auto& vector : state.optimizer.stored) parts.push_back(stored_part(*vector));
  if (state.matched.defined()) add_tensor(state.matched);
  Sha256 hash;
  for (const FilePart& part : parts) {
    for_pieces_of(part, [&](const void* bytes, std::size_t size) { hash.update(bytes, size); });
  }
  const std::string digest = hash.finish();
  parts.push_back({digest.data(), digest.size()});
  write_file_atomically(path, parts);
}

FoundState read_state_file(const std::filesystem::path& path, const std::string& key,
                           uint64_t most_bytes, VectorStore* store) {
  return found_in_file(path, key, true, most_bytes, store);
}

FoundState read_state(const ByteSource& bytes, const std::string& key, VectorStore* store) {
  return found_in(bytes, key, true, store);
}

FoundState look_at_state_file(const std::filesystem::path& path, const std::string& key) {
  return found_in_file(path, key, false, std::numeric_limits<uint64_t>::max());
}

}  // namespace stylize
