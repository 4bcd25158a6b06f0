#include "unpickler.h"

#include <array>
#include <cstring>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "beginning.h"

namespace stylize {
namespace {

using Kind = Pickle::Kind;
using Index = Pickle::Index;
using Value = Pickle::Value;

// Limit. The texts and names that a module needs are much shorter.
constexpr std::size_t kLongestText = 1000;

[[noreturn]] void refuse_pickle(const std::string& what) {
  throw std::runtime_error(what);
}

bool is_class_of_the_file(const std::string& name) {
  return begins_with(name, "__torch__.") || begins_with(name, "__torch__ ");
}

bool is_storage(const std::string& name) {
  for (const char* number : {"Float", "Half", "BFloat16", "Double", "Long", "Int", "Short", "Char",
                             "Byte", "Bool", "ComplexFloat", "ComplexDouble"}) {
    if (name == std::string("torch ") + number + "Storage") return true;
  }
  return false;
}

bool is_list_of_one_type(const std::string& name) {
  for (const char* type : {"int", "double", "bool", "tensor"}) {
    if (name == std::string("torch.jit._pickle build_") + type + "list") return true;
  }
  return false;
}

constexpr const char* kTensorFunction = "torch._utils _rebuild_tensor_v2";
constexpr const char* kDictFunction = "collections OrderedDict";
constexpr const char* kTypeFunction = "torch.jit._pickle restore_type_tag";

// Checks a name that the pickle uses. Anything but these would have to be run, or belongs to no
// plain layer.
void check_known(const std::string& name) {
  if (is_class_of_the_file(name) || is_storage(name) || is_list_of_one_type(name)) return;
  for (const char* known : {kTensorFunction, kDictFunction, kTypeFunction}) {
    if (name == known) return;
  }
  std::string dotted = name.substr(0, 100);
  const auto space = dotted.find(' ');
  if (space != std::string::npos) dotted[space] = '.';
  refuse_pickle("a pickled " + dotted);
}

}  // namespace

// The stack machine that runs a pickle's instructions, without those that could do anything outside
// of it.
class Unpickler {
 public:
  explicit Unpickler(std::string_view bytes, Pickle& pickle) : bytes_(bytes), pickle_(pickle) {}

  void run() {
    while (true) {
      const auto instruction = static_cast<unsigned char>(take(1)[0]);
      if (instruction == '.') break;
      step(instruction);
    }
    if (stack_.size() != 1 || !marks_.empty()) refuse_pickle("a damaged pickle");
    pickle_.root_ = stack_.front();
  }

 private:
  std::string_view take(std::size_t size) {
    if (size > bytes_.size() - place_) refuse_pickle("a pickle that is cut off");
    place_ += size;
    return bytes_.substr(place_ - size, size);
  }

  // The next number, little-endian.
  uint64_t take_number(std::size_t size) {
    uint64_t number = 0;
    const std::string_view bytes = take(size);
    for (std::size_t i = 0; i < size; ++i) {
      number |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[i])) << 8 * i;
    }
    return number;
  }

  std::string take_text() {
    const uint64_t size = take_number(4);
    if (size > kLongestText)
      refuse_pickle("a pickle with a text of " + std::to_string(size) + " bytes");
    return std::string(take(static_cast<std::size_t>(size)));
  }

  std::string take_line() {
    const auto end = bytes_.find('\n', place_);
    if (end == std::string_view::npos || end - place_ > kLongestText) {
      refuse_pickle("a pickle that is cut off");
    }
    const std::string_view line = take(end - place_);
    take(1);
    return std::string(line);
  }

  void push(Kind kind, std::string text = {}, std::vector<Index> parts = {}, int64_t integer = 0) {
    stack_.push_back(static_cast<Index>(pickle_.values_.size()));
    pickle_.values_.push_back({kind, integer, std::move(text), std::move(parts)});
  }

  void push_integer(int64_t integer, Kind kind = Kind::kInteger) { push(kind, {}, {}, integer); }

  // Values above the last mark belong to the instruction that will pop everything above it.
  Index pop() {
    const std::size_t bottom = marks_.empty() ? 0 : marks_.back();
    if (stack_.size() <= bottom) refuse_pickle("a damaged pickle");
    const Index top = stack_.back();
    stack_.pop_back();
    return top;
  }

  std::vector<Index> pop(std::size_t count) {
    std::vector<Index> values(count);
    for (std::size_t i = count; i-- > 0;) values[i] = pop();
    return values;
  }

  std::vector<Index> pop_to_mark() {
    if (marks_.empty()) refuse_pickle("a damaged pickle");
    const auto bottom = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<Index> values(bottom, stack_.end());
    stack_.erase(bottom, stack_.end());
    marks_.pop_back();
    return values;
  }

  Value& top(Kind expected) {
    const Index index = pop();
    stack_.push_back(index);
    Value& value = pickle_.values_[index];
    if (value.kind != expected) refuse_pickle("a damaged pickle");
    return value;
  }

  void add_to_top(Kind kind, const std::vector<Index>& values) {
    Value& value = top(kind);
    if (kind == Kind::kDict && values.size() % 2 != 0) refuse_pickle("a damaged pickle");
    value.parts.insert(value.parts.end(), values.begin(), values.end());
  }

  void remember(uint64_t key) {
    const Index index = pop();
    stack_.push_back(index);
    memo_[key] = index;
  }

  void recall(uint64_t key) {
    const auto found = memo_.find(key);
    if (found == memo_.end()) refuse_pickle("a damaged pickle");
    stack_.push_back(found->second);
  }

  void step(unsigned char instruction);
  bool step_constant(unsigned char instruction);
  bool step_container(unsigned char instruction);
  void push_global();
  void make_object();
  void give_state();
  void call();
  void make_tensor(std::vector<Index> arguments);
  void make_storage();

  std::string_view bytes_;
  std::size_t place_ = 0;
  Pickle& pickle_;
  std::vector<Index> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<uint64_t, Index> memo_;
};

void Unpickler::step(unsigned char instruction) {
  if (step_constant(instruction) || step_container(instruction)) return;
  switch (instruction) {
    case 0x80:  // PROTO
      if (take_number(1) != 2) refuse_pickle("a pickle of another protocol");
      return;
    case 'q':  // BINPUT
      return remember(take_number(1));
    case 'r':  // LONG_BINPUT
      return remember(take_number(4));
    case 'h':  // BINGET
      return recall(take_number(1));
    case 'j':  // LONG_BINGET
      return recall(take_number(4));
    case 'c':  // GLOBAL
      return push_global();
    case 0x81:  // NEWOBJ
      return make_object();
    case 'b':  // BUILD
      return give_state();
    case 'R':  // REDUCE
      return call();
    case 'Q':  // BINPERSID
      return make_storage();
    default:
      refuse_pickle("a pickle with instruction " + std::to_string(instruction) +
                    ", which TorchScript does not write");
  }
}

// Returns whether the instruction was one of these.
bool Unpickler::step_constant(unsigned char instruction) {
  switch (instruction) {
    case 'N':  // NONE
      push(Kind::kNone);
      return true;
    case 0x88:  // NEWTRUE
    case 0x89:  // NEWFALSE
      push_integer(instruction == 0x88, Kind::kBool);
      return true;
    case 'K':  // BININT1
      push_integer(static_cast<int64_t>(take_number(1)));
      return true;
    case 'M':  // BININT2
      push_integer(static_cast<int64_t>(take_number(2)));
      return true;
    case 'J':  // BININT
      push_integer(static_cast<int32_t>(static_cast<uint32_t>(take_number(4))));
      return true;
    case 0x8a: {  // LONG1
      if (take_number(1) != 8) refuse_pickle("a pickle with a number of more than 64 bits");
      push_integer(static_cast<int64_t>(take_number(8)));
      return true;
    }
    case 'G':  // BINFLOAT: its value is not needed
      take(8);
      push(Kind::kFloat);
      return true;
    case 'X':  // BINUNICODE
      push(Kind::kText, take_text());
      return true;
    default:
      return false;
  }
}

bool Unpickler::step_container(unsigned char instruction) {
  switch (instruction) {
    case '(':  // MARK
      marks_.push_back(stack_.size());
      return true;
    case ')':  // EMPTY_TUPLE
      push(Kind::kTuple);
      return true;
    case ']':  // EMPTY_LIST
      push(Kind::kList);
      return true;
    case '}':  // EMPTY_DICT
      push(Kind::kDict);
      return true;
    case 't':  // TUPLE
      push(Kind::kTuple, {}, pop_to_mark());
      return true;
    case 0x85:  // TUPLE1
    case 0x86:  // TUPLE2
    case 0x87:  // TUPLE3
      push(Kind::kTuple, {}, pop(std::size_t{instruction} - 0x84));
      return true;
    case 'a':  // APPEND
      add_to_top(Kind::kList, pop(1));
      return true;
    case 'e':  // APPENDS
      add_to_top(Kind::kList, pop_to_mark());
      return true;
    case 's':  // SETITEM
      add_to_top(Kind::kDict, pop(2));
      return true;
    case 'u':  // SETITEMS
      add_to_top(Kind::kDict, pop_to_mark());
      return true;
    default:
      return false;
  }
}

void Unpickler::push_global() {
  std::string name = take_line();
  name += " " + take_line();
  check_known(name);
  push(Kind::kGlobal, std::move(name));
}

// Makes a module: a class without arguments, which gets its state later by BUILD.
void Unpickler::make_object() {
  const std::vector<Index> values = pop(2);
  const Value& type = pickle_.values_[values[0]];
  const Value& arguments = pickle_.values_[values[1]];
  if (type.kind != Kind::kGlobal || !is_class_of_the_file(type.text) ||
      arguments.kind != Kind::kTuple || !arguments.parts.empty()) {
    refuse_pickle("a pickled " + (type.text.empty() ? "object" : type.text.substr(0, 100)));
  }
  push(Kind::kObject, {}, {values[0]});
}

void Unpickler::give_state() {
  const Index state = pop();
  Value& object = top(Kind::kObject);
  if (object.parts.size() != 1) refuse_pickle("a damaged pickle");
  object.parts.push_back(state);
}

void Unpickler::call() {
  const std::vector<Index> values = pop(2);
  const Value& function = pickle_.values_[values[0]];
  const std::string& name = function.text;
  const Value& arguments = pickle_.values_[values[1]];
  if (function.kind != Kind::kGlobal || arguments.kind != Kind::kTuple) {
    refuse_pickle("a damaged pickle");
  }
  if (name == kTensorFunction) return make_tensor(arguments.parts);
  if (name == kDictFunction && arguments.parts.empty()) return push(Kind::kDict);
  // For a list or dictionary with its type, the list or dictionary is the first argument.
  if ((name == kTypeFunction || is_list_of_one_type(name)) && !arguments.parts.empty()) {
    return stack_.push_back(arguments.parts[0]);
  }
  refuse_pickle("a pickled " + name.substr(0, 100));
}

// The arguments are: storage, offset, sizes, strides, whether a gradient is needed, hooks; there
// are more for tensors that are conjugate or negative.
void Unpickler::make_tensor(std::vector<Index> arguments) {
  constexpr std::array kKinds = {Kind::kStorage, Kind::kInteger, Kind::kTuple,
                                 Kind::kTuple,   Kind::kBool,    Kind::kDict};
  if (arguments.size() != kKinds.size()) refuse_pickle("a tensor of another form");
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (pickle_.values_[arguments[i]].kind != kKinds[i]) refuse_pickle("a tensor of another form");
  }
  push(Kind::kTensor, {}, std::move(arguments));
}

// The tuple is ("storage", type, name of its record, device, count of numbers). The device is
// ignored.
void Unpickler::make_storage() {
  constexpr std::array kKinds = {Kind::kText, Kind::kGlobal, Kind::kText, Kind::kText,
                                 Kind::kInteger};
  const std::vector<Index> parts = pickle_.values_[pop()].parts;
  if (parts.size() != kKinds.size()) refuse_pickle("a storage of another form");
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (pickle_.values_[parts[i]].kind != kKinds[i]) refuse_pickle("a storage of another form");
  }
  if (pickle_.values_[parts[0]].text != "storage" || !is_storage(pickle_.values_[parts[1]].text)) {
    refuse_pickle("a storage of another form");
  }
  push(Kind::kStorage, {}, parts);
}

Pickle::Pickle(std::string_view bytes) {
  Unpickler(bytes, *this).run();
}

const Pickle::Value* Pickle::find(const Value& dictionary, std::string_view key) const {
  const Value* found = nullptr;
  for (std::size_t i = 0; i + 1 < dictionary.parts.size(); i += 2) {
    const Value& name = part(dictionary, i);
    if (name.kind != Kind::kText || name.text != key) continue;
    if (found) refuse_pickle("two " + name.text.substr(0, 100) + " in one module");
    found = &part(dictionary, i + 1);
  }
  return found;
}

}  // namespace stylize
