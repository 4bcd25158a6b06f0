// Model files that a stranger made to do harm. None of them may be run, crash the program, or take
// more memory or time than a model does; each is refused with a line.

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <functional>

#include "machine/resident_memory.h"
#include "machine/seconds.h"
#include "stylize/error.h"
#include "stylize/network/model.h"
#include "support/script_model.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

// What is wrong with these bytes; empty when they are a model.
std::string refusal(const std::string& bytes) {
  try {
    load_model("stranger.pt", bytes);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kModel) << error.what();
    const std::string message = error.what();
    EXPECT_EQ(message.rfind("stranger.pt: ", 0), 0U) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    EXPECT_LT(message.size(), 500U) << message;
    return message;
  }
  return {};
}

// The model, changed, is refused in these words.
void expect_refusal(const std::string& part, const std::function<void(ScriptModel&)>& change) {
  ScriptModel model;
  change(model);
  const std::string message = refusal(model.file());
  EXPECT_NE(message.find(part), std::string::npos) << "\"" << message << "\" lacks " << part;
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  return text.replace(place, from.size(), to);
}

TEST(HostileModel, UnchangedItIsAModel) {
  const Model model = load_model("small.pt", ScriptModel().file());
  ASSERT_EQ(model.layers.size(), 2U);
  EXPECT_EQ(model.layers[0].weight.sizes(), at::IntArrayRef({4, 3, 3, 3}));
  EXPECT_EQ(model.layers[1].name, "relu1_1");
}

TEST(HostileModel, TensorsAreReadWhereTheyLie) {
  ScriptModel model;
  std::vector<float> numbers(200);
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<float>(i) * 0.125F;
  model.weights = std::string(reinterpret_cast<const char*>(numbers.data()), 800);
  model.weight = {"0", "Float", 200, 92, {4, 3, 3, 3}, {27, 1, 9, 3}};  // as channels-last
  model.bias = {"0", "Float", 200, 2, {4}, {3}};
  model.layers = {
      {"2", model.pooling()},
      {"3", pickled_module(
                model.convolution,
                {{"weight", PickledTensor{"2", "Half", 72, 0, {2, 4, 3, 3}, {36, 9, 3, 1}}.text()},
                 {"bias", "N"}})}};
  std::string halves;
  for (int i = 0; i < 72; ++i) halves += std::string("\x00\x3e", 2);  // 1.5
  model.more = {{"model/data/2", halves}};
  model.more.push_back({"model/extra/preprocess.json",
                        R"({"channels": "RGB", "scale": 1, "mean": [0, 0, 0], "std": [1, 1, 1]})",
                        true});
  const Model found = load_model("small.pt", model.file());
  const at::Tensor all = at::from_blob(numbers.data(), {200}, at::kFloat);
  EXPECT_TRUE(at::equal(found.layers[0].weight,
                        all.as_strided({4, 3, 3, 3}, {27, 1, 9, 3}, 92).contiguous()));
  EXPECT_TRUE(at::equal(found.layers[0].bias, all.as_strided({4}, {3}, 2)));
  EXPECT_EQ(found.layers[3].name, "conv2_1");
  EXPECT_TRUE(at::equal(found.layers[3].weight, at::full({2, 4, 3, 3}, 1.5)));
  EXPECT_TRUE(at::equal(found.layers[3].bias, at::zeros({2})));
}

TEST(HostileModel, CodeThatWouldReadTheStateIsRefused) {
  const auto with_state = [](ScriptModel& model) {
    model.functions += "  def __setstate__(self, state: int) -> NoneType:\n    pass\n";
  };
  expect_refusal("only its own code could read", with_state);
  expect_refusal("only its own code could read", [](ScriptModel& model) {
    model.pickle = "\x80\x02" + pickled_name(model.root) + ")\x81" + pickled(int64_t{1}) + "b.";
  });
  expect_refusal("no plain convolution", [](ScriptModel& model) {
    model.functions += "  def hook(self) -> NoneType:\n    pass\n";
  });
}

TEST(HostileModel, APickleCallsAndMakesNothing) {
  const auto pickle = [](const std::string& text) {
    return [text](ScriptModel& model) { model.pickle = "\x80\x02" + text; };
  };
  expect_refusal("a pickled posix.system", pickle("cposix\nsystem\n(" + pickled("true") + "tR."));
  expect_refusal("a pickled torch._utils._rebuild_qtensor",
                 pickle(pickled_name("torch._utils _rebuild_qtensor") + ")R."));
  expect_refusal("a pickled builtins.eval", pickle("cbuiltins\neval\n."));
  expect_refusal("instruction 105", pickle("iposix\nsystem\n."));        // INST
  expect_refusal("instruction 140", pickle("\x8c\001a\x8c\001b\x93."));  // those of protocol 4
  expect_refusal("instruction 50", pickle("N2."));                       // DUP
  expect_refusal("cut off", pickle("X" + little_endian(255, 4) + "abc"));
  expect_refusal("a text of 4294967295 bytes", pickle("X" + little_endian(0xffffffff, 4) + "abc."));
  for (const char* text : {"",
                           ".",
                           "t.",
                           "u.",
                           "b.",
                           "R.",
                           "Q.",
                           "h\7.",
                           "}(NNNu.",
                           "]}.",
                           "((t.",
                           "(",
                           "]Na",
                           "NNb.",
                           "Na.",
                           "\x85.",
                           "\x81.",
                           "))\x81.",
                           "NQ.",
                           "))R.",
                           "(NQt.",
                           "c\n\n)R.",
                           "c__torch__.a\nb\n)R."}) {
    ScriptModel model;
    model.pickle = std::string("\x80\x02") + text;
    EXPECT_NE(refusal(model.file()), "") << text;
  }
}

TEST(HostileModel, PicklesThatNestOrContainThemselvesEnd) {
  const std::string many(100'000, '('), as_many(100'000, 't');
  const std::string protocol = "\x80\x02";
  expect_refusal("a damaged pickle",
                 [&](ScriptModel& model) { model.pickle = protocol + many + as_many + "N."; });
  expect_refusal("no module",
                 [&](ScriptModel& model) { model.pickle = protocol + many + "N" + as_many + "."; });
  // A module that is its own only layer, and one that is its own features.
  const auto itself = [&](const std::string& name) {
    return [&, name](ScriptModel& model) {
      model.pickle =
          protocol + pickled_name(model.root) + ")\x81q\x01}(" + pickled(name) + "h\x01ub.";
    };
  };
  expect_refusal("holds a torch.nn.modules.container.Sequential module", itself("0"));
  expect_refusal("holds a torch.nn.modules.container.Sequential module", itself("features"));
}

TEST(HostileModel, NamesThatAreCopiedOftenTakeNoMemory) {
  const int64_t before = resident_memory();
  reset_peak_memory();
  expect_refusal("a damaged pickle", [](ScriptModel& model) {
    model.pickle = "\x80\x02" + pickled_name("__torch__." + std::string(900, 'a') + " b") + "q\x01";
    while (model.pickle.size() < 250'000) model.pickle += "h\x01)\x81";
    model.pickle += ".";
  });
  EXPECT_LT(peak_memory() - before, 64 << 20);
}

TEST(HostileModel, LayersThatAreNotPlainAreRefused) {
  const auto constant = [](const std::string& from, const std::string& to) {
    return [=](ScriptModel& model) { model.constants = changed(model.constants, from, to); };
  };
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\"zeros\"", "\"circular\""},
           {"stride : Final[Tuple[int, int]] = (1, 1)", "stride : Final[Tuple[int, int]] = (1, 2)"},
           {"padding : Final[Tuple[int, int]] = (1, 1)", "padding : Final[str] = \"valid\""},
           {"  stride : Final[Tuple[int, int]] = (1, 1)\n", ""},
           {"groups : Final[int] = 1", "groups : Final[int] = 99999999999999999999999"},
           {"dilation : Final[Tuple[int, int]] = (1, 1)", "dilation : Final[int] = -1"}}) {
    expect_refusal("conv1_1 is no plain convolution", constant(from, to));
  }
  expect_refusal("holds a pickled.module module",
                 [](ScriptModel& model) { model.convolution = "__torch__.pickled module"; });
  expect_refusal("holds a evil.Conv2d module",
                 [](ScriptModel& model) { model.convolution = "__torch__.evil Conv2d"; });
  expect_refusal("whose class is not in the file", [](ScriptModel& model) {
    model.functions += "class Conv2d(Module):\n  stride : Final[int] = 2\n";
  });
}

TEST(HostileModel, TracedLayersAreJudgedByTheCallTheyMake) {
  const auto call = [](const std::string& arguments) {
    return [arguments](ScriptModel& model) {
      model.constants = "";
      model.functions =
          "  def forward(self: A,\n    x: Tensor) -> Tensor:\n    return torch._convolution(x, w, "
          "b, " +
          arguments + ", False, False, True, True)\n";
    };
  };
  ScriptModel plain;
  call("[1, 1], [1, 1], [1, 1], False, [0, 0], 1")(plain);
  EXPECT_EQ(refusal(plain.file()), "");
  for (const char* arguments :
       {"[2, 2], [1, 1], [1, 1], False, [0, 0], 1", "[1, 1], [0, 0], [1, 1], False, [0, 0], 1",
        "[1, 1], [1, 1], [2, 2], False, [0, 0], 1", "[1, 1], [1, 1], [1, 1], True, [0, 0], 1",
        "[1, 1], [1, 1], [1, 1], False, [0, 0], 3", "a, b, c, d, e, f", "[1, 1]"}) {
    expect_refusal("conv1_1 is no plain convolution", call(arguments));
  }
  expect_refusal("no plain convolution", [](ScriptModel& model) { model.constants = ""; });
}

TEST(HostileModel, TensorsAreWithinTheirStoragesAndStoragesWithinTheFile) {
  const auto weight = [](const std::function<void(PickledTensor&)>& change) {
    return [change](ScriptModel& model) { change(model.weight); };
  };
  constexpr const char* kOutside = "lies outside of its storage";
  constexpr int64_t kHuge = int64_t{1} << 62;
  expect_refusal(kOutside, weight([](auto& tensor) { tensor.offset = 1; }));
  expect_refusal(kOutside, weight([](auto& tensor) { tensor.offset = -1; }));
  expect_refusal(kOutside, weight([](auto& tensor) { tensor.offset = kHuge; }));
  expect_refusal(kOutside, weight([](auto& tensor) { tensor.strides = {28, 9, 3, 1}; }));
  expect_refusal(kOutside, weight([](auto& tensor) { tensor.strides = {kHuge, kHuge, 3, 1}; }));
  expect_refusal(kOutside, weight([](auto& tensor) { tensor.strides = {27, 9, 3}; }));
  expect_refusal(kOutside, weight([](auto& tensor) { tensor.sizes = {kHuge, kHuge, 3, 3}; }));
  expect_refusal("tensor of another form", weight([](auto& tensor) { tensor.strides[0] = -27; }));
  // Many weights made of one number.
  expect_refusal(kOutside, weight([](auto& tensor) {
                   tensor.sizes = {4096, 3, 3, 3};
                   tensor.strides = {0, 0, 0, 0};
                 }));
  expect_refusal("another size than it says", weight([](auto& tensor) { tensor.count = 109; }));
  expect_refusal("another size than it says", weight([](auto& tensor) { tensor.count = kHuge; }));
  expect_refusal("another size than it says", weight([](auto& tensor) { tensor.record = "9"; }));
  expect_refusal("another size than it says",
                 weight([](auto& tensor) { tensor.record = "../constants.pkl"; }));
  expect_refusal("a storage of two types", [](ScriptModel& model) {
    model.bias = model.weight;
    model.bias.type = "Half";
    model.bias.sizes = {4};
    model.bias.strides = {1};
  });
}

TEST(HostileModel, NumbersThatAreNoRealOnesAreRefused) {
  for (const char* type : {"ComplexFloat", "Long", "Bool", "Char"}) {
    expect_refusal(std::string("a tensor of type ") + type,
                   [&](ScriptModel& model) { model.weight.type = type; });
  }
  expect_refusal("a pickled torch.QInt8Storage",
                 [](ScriptModel& model) { model.weight.type = "QInt8"; });
  expect_refusal("conv1_1 holds values that are not finite", [](ScriptModel& model) {
    model.weights.replace(400, 4, std::string("\0\0\x80\x7f", 4));
  });
  expect_refusal("conv1_1 holds values that are not finite or beyond a million",
                 [](ScriptModel& model) {
                   const float huge = -1e30F;
                   model.weights.replace(8, 4, reinterpret_cast<const char*>(&huge), 4);
                 });
  expect_refusal("conv1_1 holds values that are not finite",
                 [](ScriptModel& model) { model.biases.replace(12, 4, "\xff\xff\xff\xff"); });
}

TEST(HostileModel, NetworksHaveSaneShapes) {
  const auto channels = [](int64_t count) {
    return [count](ScriptModel& model) {
      model.weight = {"0", "Float", count * 27, 0, {count, 3, 3, 3}, {27, 9, 3, 1}};
      model.bias = {"1", "Float", count, 0, {count}, {1}};
      model.weights = std::string(static_cast<std::size_t>(count) * 108, '\0');
      model.biases = std::string(static_cast<std::size_t>(count) * 4, '\0');
    };
  };
  expect_refusal("conv1_1 has weights 0x3x3x3", channels(0));
  expect_refusal("conv1_1 has 4097 channels", channels(4097));
  expect_refusal("conv1_1 has biases 1 for 4 channels",
                 [](ScriptModel& model) { model.bias.sizes = {1}; });
  expect_refusal("conv1_1 has biases of one number",
                 [](ScriptModel& model) { model.bias.sizes = model.bias.strides = {}; });
  expect_refusal("conv1_1 has weights of one number",
                 [](ScriptModel& model) { model.weight.sizes = model.weight.strides = {}; });
  expect_refusal("more than 5 poolings", [](ScriptModel& model) {
    for (const char* name : {"2", "3", "4", "5", "6", "7"}) {
      model.layers.emplace_back(name, model.pooling());
    }
  });
  expect_refusal("more than 128 layers", [](ScriptModel& model) {
    const std::string convolution = pickled_module(
        model.convolution,
        {{"weight", PickledTensor{"2", "Float", 144, 0, {4, 4, 3, 3}, {36, 9, 3, 1}}.text()}});
    model.more = {{"model/data/2", std::string(576, '\0')}};
    for (int i = 2; i < 130; ++i) model.layers.emplace_back(std::to_string(i), convolution);
  });
  expect_refusal("holds no layers", [](ScriptModel& model) {
    model.pickle = "\x80\x02" + pickled_module(model.root, {}) + ".";
  });
  expect_refusal("its features are no module", [](ScriptModel& model) {
    model.pickle =
        "\x80\x02" + pickled_module(model.root, {{"features", pickled(int64_t{1})}}) + ".";
  });
  expect_refusal("two weight in one module", [](ScriptModel& model) {
    model.pickle =
        "\x80\x02" +
        pickled_module(
            model.root,
            {{"0", pickled_module(model.convolution, {{"weight", model.weight.text()},
                                                      {"weight", model.weight.text()}})}}) +
        ".";
  });
}

TEST(HostileModel, NotesAreSmallShallowAndOfFiniteNumbers) {
  const auto note = [](const std::string& name, const std::string& text) {
    return [=](ScriptModel& model) { model.more = {{"model/extra/" + name, text, true}}; };
  };
  const auto preprocess = [&](const std::string& scale, const std::string& mean,
                              const std::string& std) {
    return note("preprocess.json", R"({"channels": "RGB", "scale": )" + scale +
                                       R"(, "mean": [0, )" + mean + R"(, 0], "std": [1, 1, )" +
                                       std + "]}");
  };
  const std::string bad = "preprocess.json inside cannot be used";
  for (const char* number : {"1e999", "1e300", "NaN", "null", "\"1\"", "[1]", "{}"}) {
    expect_refusal(bad, preprocess(number, "0", "1"));
    expect_refusal(bad, preprocess("1", number, "1"));
    expect_refusal(bad, preprocess("1", "0", number));
  }
  for (const char* number : {"0", "-1", "1e-300"}) {
    expect_refusal(bad, preprocess(number, "0", "1"));
    expect_refusal(bad, preprocess("1", "0", number));
  }
  expect_refusal(bad, note("preprocess.json", "[]"));
  const std::string deep(30'000, '[');
  expect_refusal("nested more than 8 deep", note("preprocess.json", deep));
  expect_refusal("nested more than 8 deep", note("defaults.json", "{\"style_layers\": " + deep));
  expect_refusal("defaults.json inside cannot be used", note("defaults.json", "[]"));
  expect_refusal("defaults.json inside cannot be used",
                 note("defaults.json", R"({"style_weight": 1e300})"));
  expect_refusal(
      "defaults.json inside names aaaa",
      note("defaults.json", "{\"style_layers\": {\"" + std::string(60'000, 'a') + "\": 1}}"));
}

TEST(HostileModel, EntriesAreBoundedBeforeTheyAreUnpacked) {
  const auto entry = [](const ZipEntry& added) {
    return [added](ScriptModel& model) { model.more = {added}; };
  };
  const std::string note = "model/extra/preprocess.json";
  const std::string bomb(20 << 20, ' ');
  expect_refusal("at most 65536 can be right", entry({note, bomb, true}));
  expect_refusal("of another size than it says", entry({note, bomb, true, 0, 1000}));
  expect_refusal("of another size than it says", entry({note, "{}", true, 0, 1000}));
  expect_refusal("has two sizes", entry({note, "{}", false, 0, int64_t{0xfffffffe}}));
  expect_refusal("is encrypted", entry({note, "{}", false, 1}));
  expect_refusal("occurs twice", [](ScriptModel& model) {
    model.more = {{"model/data/0", std::string(432, '\0')}};
  });
  // Weights are stored as they are, so a file is as large as what it makes the program take.
  ScriptModel model;
  auto entries = model.entries();
  entries[0].deflated = true;
  EXPECT_NE(refusal(zip_file(entries)).find("is compressed"), std::string::npos);
}

TEST(HostileModel, DamagedArchivesAreRefused) {
  const std::string file = ScriptModel().file();
  EXPECT_EQ(refusal(file), "");
  for (std::size_t size = 0; size < file.size(); ++size) {
    EXPECT_NE(refusal(file.substr(0, size)), "") << size << " bytes of it";
  }
  // One bit of the weights: the checksum tells.
  std::string flipped = file;
  flipped[flipped.find("model/data/0") + 200] = 1;
  EXPECT_NE(refusal(flipped).find("its checksum is wrong"), std::string::npos);
}

// Whatever a single byte says, the answer is a model or a refusal.
TEST(HostileModel, EveryByteMayBeAnotherOne) {
  const std::string file = ScriptModel().file();
  int refused = 0;
  for (std::size_t i = 0; i < file.size(); ++i) {
    for (const int change : {0x01, 0x80, 0xff}) {
      std::string other = file;
      other[i] = static_cast<char>(other[i] ^ change);
      if (!refusal(other).empty()) ++refused;
    }
  }
  EXPECT_GT(refused, static_cast<int>(file.size())) << "of " << 3 * file.size();
}

// The same behind the checksums, where an attacker would be.
TEST(HostileModel, EveryByteOfThePickleAndTheCodeMayBeAnotherOne) {
  ScriptModel model;
  model.layers = {{"2", model.pooling()}};
  model.more = {{"model/extra/preprocess.json",
                 R"({"channels": "BGR", "scale": 255, "mean": [1, 2, 3], "std": [1, 1, 1]})"},
                {"model/extra/defaults.json", R"({"style_layers": {"relu1_1": 1}})"}};
  const std::vector<ZipEntry> entries = model.entries();
  int refused = 0, tried = 0;
  for (std::size_t i = 2; i < entries.size(); ++i) {
    for (std::size_t j = 0; j < entries[i].bytes.size(); ++j) {
      for (const int change : {0x01, 0x20, 0x80, 0xff}) {
        std::vector<ZipEntry> others = entries;
        others[i].bytes[j] = static_cast<char>(others[i].bytes[j] ^ change);
        ++tried;
        if (!refusal(zip_file(others)).empty()) ++refused;
      }
    }
  }
  EXPECT_GT(refused, tried / 4);
}

TEST(HostileModel, AbsurdCountsAndOffsetsAreRefused) {
  const std::string file = ScriptModel().file();
  const std::size_t end = file.size() - 22;
  const auto with = [&](std::size_t offset, uint64_t number, std::size_t size) {
    std::string other = file;
    return other.replace(end + offset, size, little_endian(number, size));
  };
  for (const auto& other : {with(10, 0xffff, 2), with(12, 0xffffffff, 4), with(16, 0xffffffff, 4),
                            with(16, 0, 4), with(4, 7, 2), with(20, 1, 2)}) {
    EXPECT_NE(refusal(other), "");
  }
  // Of 64 bits.
  const std::string wide = "PK\6\6" + little_endian(44, 8) + little_endian(0, 12) +
                           little_endian(~uint64_t{0}, 8) + little_endian(~uint64_t{0}, 8) +
                           little_endian(~uint64_t{0} - 5, 8) + little_endian(0, 8);
  for (const uint64_t place : {uint64_t{end}, ~uint64_t{0}, ~uint64_t{0} - 55}) {
    EXPECT_NE(refusal(file.substr(0, end) + wide + "PK\6\7" + little_endian(0, 4) +
                      little_endian(place, 8) + little_endian(1, 4) + file.substr(end)),
              "");
  }
}

// 64 GiB by its header, of which the disk holds nothing: refused by its shape, and at once.
TEST(HostileModel, AHugeFileIsRefusedByItsHeader) {
  const TemporaryFolder folder;
  std::ofstream(folder / "huge.pt") << "PK\3\4";
  std::filesystem::resize_file(folder / "huge.pt", std::uintmax_t{64} << 30);
  const auto began = Clock::now();
  EXPECT_THROW(load_model(folder / "huge.pt"), Error);
  EXPECT_LT(seconds_since(began), 5);
}

TEST(HostileModel, APipeIsNotWaitedFor) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe.pt").c_str(), 0600), 0);
  for (const std::filesystem::path& path :
       {folder / "pipe.pt", std::filesystem::path("/dev/zero")}) {
    try {
      load_model(path);
      ADD_FAILURE();
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find("no regular file"), std::string::npos);
    }
  }
}

TEST(HostileModel, WeightsInOtherFormsArePointedToTheScript) {
  constexpr const char* kScript = "scripts/export_vgg19.py";
  const std::string state = "\x80\x02}.";
  EXPECT_NE(refusal(state).find(kScript), std::string::npos) << "PyTorch before 1.6";
  for (const std::vector<ZipEntry>& entries :
       {std::vector<ZipEntry>{{"archive/data.pkl", state}, {"archive/data/0", "1234"}},
        std::vector<ZipEntry>{{"conv1_1.weight.npy", "\x93NUMPY"}}}) {
    EXPECT_NE(refusal(zip_file(entries)).find(kScript), std::string::npos);
  }
  EXPECT_NE(refusal("\x89HDF\r\n\x1a\n").find(kScript), std::string::npos) << "Keras";
  EXPECT_EQ(refusal(zip_file({{"word/document.xml", "<a/>"}})).find(kScript), std::string::npos);
}

TEST(HostileModel, ANetworkWithoutReLUsIsToldSo) {
  const ScriptModel model;
  Model loaded = load_model("small.pt", model.file());
  loaded.layers.pop_back();
  try {
    cut_after_deepest(loaded, {"relu4_1"});
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()),
              "small.pt: has no layer relu4_1; it has no ReLU at all, so it is no VGG");
  }
}

}  // namespace
}  // namespace stylize
