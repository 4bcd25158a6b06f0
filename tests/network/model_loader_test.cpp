#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>

#include "machine/sha256.h"
#include "stylize/error.h"
#include "stylize/network/model.h"
#include "stylize/network/torch_network.h"
#include "stylize/settings/objective_options.h"
#include "support/run_program.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

std::string message_of_loading(const std::filesystem::path& path) {
  try {
    load_model(path);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kModel);
    const std::string message = error.what();
    EXPECT_NE(message.find(path.filename().string()), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    return message;
  }
  ADD_FAILURE() << path << " was loaded";
  return {};
}

void expect_message(const std::filesystem::path& path, const std::string& part) {
  const std::string message = message_of_loading(path);
  EXPECT_NE(message.find(part), std::string::npos) << message;
}

TEST(LoadModel, TheModelInTheBoxIsVgg19AsFarAsRelu51) {
  const Model model = load_model(BOX_MODEL);
  EXPECT_EQ(model.layers.back().name, "relu5_1");
  EXPECT_EQ(reduction_at(model, "relu5_1"), 16);
  const std::vector<int64_t> channels = {64,  64,  128, 128, 256, 256, 256,
                                         256, 512, 512, 512, 512, 512};
  std::vector<int64_t> found;
  for (const Layer& layer : model.layers) {
    if (layer.kind == LayerKind::kConvolution) found.push_back(layer.weight.size(0));
  }
  EXPECT_EQ(found, channels);
  EXPECT_EQ(model.layers.front().weight.scalar_type(), at::kFloat);
}

TEST(LoadModel, LayersBeyondThoseNeededKeepTheirNamesAlone) {
  const Model model = load_model(BOX_MODEL);
  const Model cut = without_weights_beyond(model, {"relu1_1", "relu3_1", "relu9_9"});
  ASSERT_EQ(cut.layers.size(), model.layers.size());
  bool beyond = false;
  for (std::size_t i = 0; i < cut.layers.size(); ++i) {
    EXPECT_EQ(cut.layers[i].name, model.layers[i].name);
    EXPECT_EQ(cut.layers[i].weight.defined(), !beyond && model.layers[i].weight.defined());
    beyond = beyond || cut.layers[i].name == "relu3_1";
  }
  EXPECT_TRUE(beyond);
}

TEST(LoadModel, WrongFilesAreNamed) {
  const TemporaryFolder folder;
  expect_message(folder / "missing.pt", "no such model file");
  expect_message(folder.path(), "folder");
  std::ofstream(folder / "text.pt") << "not a model";
  expect_message(folder / "text.pt", "expected a TorchScript file");
  std::ofstream(folder / "empty.pt") << "";
  expect_message(folder / "empty.pt", "expected a TorchScript file");
  const std::string bytes = file_text(BOX_MODEL);
  std::ofstream(folder / "truncated.pt") << bytes.substr(0, bytes.size() / 2);
  expect_message(folder / "truncated.pt", "expected a TorchScript file");
}

// What LibTorch's own loader makes of the file, which compiles it, was compared once: the same
// bits. The first convolution has the preprocessing folded in, by sums that depend on the
// processor.
TEST(LoadModel, TheWeightsInTheBoxAreReadBitForBit) {
  std::string bytes;
  const Model model = load_model(BOX_MODEL);
  for (const Layer& layer : model.layers) {
    if (layer.kind != LayerKind::kConvolution || layer.name == "conv1_1") continue;
    for (const at::Tensor& tensor : {layer.weight, layer.bias}) {
      bytes.append(static_cast<const char*>(tensor.data_ptr()), tensor.nbytes());
    }
  }
  EXPECT_EQ(sha256_hex(bytes.data(), bytes.size()),
            "adb4203dc6b8e4cee6febac3a443665ccfbde23db8d21ebca38979efb06fb146");
}

// Model files that Debian's PyTorch and torchvision save.
class SavedByPython : public testing::Test {
 protected:
  void SetUp() override {
    if (run_command(std::string(PYTHON) + " -c 'import torch, torchvision'").exit_code != 0) {
      GTEST_SKIP() << "needs Debian's python3-torch and python3-torchvision";
    }
  }

  // Runs Python code with torch imported and `path` set to the file to save.
  std::filesystem::path save(const std::string& name, const std::string& code) {
    const auto path = folder_ / name;
    std::ofstream(folder_ / "save.py") << "import json, torch, torchvision\nfrom typing import "
                                          "Tuple\nfrom torch import nn\ntorch.manual_seed(4)\n"
                                       << "path = '" << path.string() << "'\n"
                                       << code << "\n";
    const ProgramRun run =
        run_command(std::string(PYTHON) + " " + quoted((folder_ / "save.py").string()));
    EXPECT_EQ(run.exit_code, 0) << run.error;
    return path;
  }

  // A tensor that the Python code saved with the function below.
  at::Tensor tensor(const std::string& name, at::IntArrayRef sizes) {
    const std::string bytes = file_text(folder_ / name);
    at::Tensor result = at::empty(sizes, at::kFloat);
    EXPECT_EQ(bytes.size(), static_cast<std::size_t>(result.numel()) * sizeof(float));
    std::memcpy(result.data_ptr<float>(), bytes.data(), bytes.size());
    return result;
  }

  std::string path_of(const std::string& name) { return (folder_ / name).string(); }

  TemporaryFolder folder_;
};

TEST_F(SavedByPython, TorchvisionVgg19GivesTorchvisionsFeatures) {
  // A picture that is constant along its border two pixels deep would hide the difference between
  // zero and replicated padding; so compare away from the border: relu2_1 sees 5 pixels around it.
  const auto path = save("vgg19.pt", R"(
model = torchvision.models.vgg19().eval().features
torch.jit.script(model).save(path)
picture = torch.rand(1, 3, 40, 48)
mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
std = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
with torch.no_grad():
    features = model[:7]((picture - mean) / std)
picture.numpy().tofile(path + '.picture')
features.numpy().tofile(path + '.features'))");
  const Model model = load_model(path);
  EXPECT_EQ(model.layers.size(), 37u);
  EXPECT_EQ(model.layers.back().name, "pool5");
  const at::Tensor expected = tensor("vgg19.pt.features", {1, 128, 20, 24});
  const at::Tensor picture = tensor("vgg19.pt.picture", {1, 3, 40, 48});
  const at::Tensor found = make_torch_network(model, {"relu2_1"}, at::kCPU)->features(picture)[0];
  ASSERT_EQ(found.sizes(), expected.sizes());
  const auto inner = [](const at::Tensor& f) { return f.narrow(2, 3, 14).narrow(3, 3, 18); };
  EXPECT_GT(inner(expected).abs().max().item<float>(), 0.01);
  EXPECT_LT((inner(found) - inner(expected)).abs().max().item<float>(),
            1e-4 * inner(expected).abs().max().item<float>());
}

TEST_F(SavedByPython, PreprocessingInsideTheFileIsFoldedExactly) {
  // Caffe's convention: BGR, 0..255, minus the mean. With padding by replication even the border
  // agrees with a picture that is extended first and preprocessed then.
  const auto path = save("caffe.pt", R"(
model = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU())
preprocess = {'channels': 'BGR', 'scale': 255, 'mean': [103.9, 116.8, 123.7], 'std': [1, 2, 3]}
torch.jit.script(model).save(path, _extra_files={'preprocess.json': json.dumps(preprocess)})
picture = torch.rand(1, 3, 10, 12)
x = nn.functional.pad(picture, (1, 1, 1, 1), mode='replicate').flip(1) * 255
x = (x - torch.tensor(preprocess['mean']).view(1, 3, 1, 1)) / torch.tensor(preprocess['std']).view(1, 3, 1, 1)
with torch.no_grad():
    features = torch.conv2d(x, model[0].weight, model[0].bias).relu()
picture.numpy().tofile(path + '.picture')
features.numpy().tofile(path + '.features'))");
  const at::Tensor expected = tensor("caffe.pt.features", {1, 8, 10, 12});
  const at::Tensor found = make_torch_network(load_model(path), {"relu1_1"}, at::kCPU)
                               ->features(tensor("caffe.pt.picture", {1, 3, 10, 12}))[0];
  EXPECT_LT((found - expected).abs().max().item<float>(),
            1e-5 * expected.abs().max().item<float>());
}

TEST_F(SavedByPython, SixteenBitWeightsAreWidened) {
  const auto path = save("half.pt", R"(
model = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.AvgPool2d(2)).half()
torch.jit.script(model).save(path))");
  const Model model = load_model(path);
  EXPECT_EQ(model.layers[0].weight.scalar_type(), at::kFloat);
  EXPECT_EQ(model.layers[2].kind, LayerKind::kAveragePooling);
}

TEST_F(SavedByPython, OtherFloatingPointWeightsAreReadToo) {
  save("", R"(
model = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU())
torch.jit.script(model.double()).save(path + 'double.pt')
torch.jit.script(model.bfloat16()).save(path + 'brain.pt'))");
  for (const char* name : {"double.pt", "brain.pt"}) {
    EXPECT_EQ(load_model(path_of(name)).layers[0].weight.scalar_type(), at::kFloat);
  }
}

TEST_F(SavedByPython, WholeNetworksAndTracedOnesAreUnderstood) {
  const auto whole = save("whole.pt", R"(
torch.jit.script(torchvision.models.vgg11().eval()).save(path))");
  EXPECT_EQ(load_model(whole).layers.back().name, "pool5");
  const auto traced = save("traced.pt", R"(
torch.jit.trace(torchvision.models.vgg19().eval().features[:9], torch.rand(1, 3, 16, 16)).save(path))");
  EXPECT_EQ(load_model(traced).layers.back().name, "relu2_2");
}

// Saving calls __getstate__ and loading calls __setstate__, in which TorchScript can write files.
TEST_F(SavedByPython, TheFilesCodeIsNeverRun) {
  const auto path = save("attack.pt", R"(
class Layers(nn.Sequential):
    @torch.jit.export
    def __getstate__(self):
        return torch.ones(3), True
    @torch.jit.export
    def __setstate__(self, state: Tuple[torch.Tensor, bool]):
        torch.save(state[0], ')" + path_of("written") +
                                          R"(')
        self.training = state[1]
torch.jit.script(Layers(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU())).save(path))");
  expect_message(path, "only its own code could read");
  EXPECT_FALSE(std::filesystem::exists(path_of("written")));
}

TEST_F(SavedByPython, LayersThatLookPlainAreLookedInto) {
  save("", R"(
def script(name, model):
    torch.jit.script(model).save(path + name)
def trace(name, model):
    torch.jit.trace(model, torch.rand(1, 3, 16, 16)).save(path + name)
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = torch.ones(3)
    def forward(self, x):
        return x + self.features
plain = nn.Conv2d(3, 4, 3, padding=1)
integer = nn.Conv2d(3, 4, 3, padding=1)
for name in 'weight', 'bias':
    setattr(integer, name, nn.Parameter(getattr(integer, name).to(torch.int32), requires_grad=False))
script('circular.pt', nn.Sequential(nn.Conv2d(3, 4, 3, padding=1, padding_mode='circular')))
script('complex.pt', nn.Sequential(nn.Conv2d(3, 4, 3, padding=1, dtype=torch.complex64)))
script('integer.pt', nn.Sequential(integer))
script('divisor.pt', nn.Sequential(plain, nn.AvgPool2d(2, divisor_override=3)))
script('features.pt', Network())
trace('stride.pt', nn.Sequential(nn.Conv2d(3, 4, 3, padding=1, stride=2)))
trace('ceil.pt', nn.Sequential(plain, nn.MaxPool2d(2, ceil_mode=True))))");
  expect_message(path_of("circular.pt"), "padding_mode");
  expect_message(path_of("complex.pt"), "ComplexFloat");
  expect_message(path_of("integer.pt"), "type Int");
  expect_message(path_of("divisor.pt"), "pool1 is not 2x2");
  expect_message(path_of("features.pt"), "its features are no module");
  expect_message(path_of("stride.pt"), "no plain convolution");
  expect_message(path_of("ceil.pt"), "pool1 is not 2x2");
}

TEST_F(SavedByPython, OtherNetworksAreRefusedWithAReason) {
  expect_message(save("resnet.pt", "torch.jit.script(torchvision.models.resnet18()).save(path)"),
                 "expected");
  expect_message(
      save("bn.pt", "torch.jit.script(torchvision.models.vgg11_bn().features).save(path)"),
      "fold batch norm");
  expect_message(save("linear.pt", "torch.jit.script(nn.Sequential(nn.Linear(3, 4))).save(path)"),
                 "Linear");
  expect_message(save("five.pt", "torch.jit.script(nn.Sequential(nn.Conv2d(3, 4, 5))).save(path)"),
                 "conv1_1 has weights 4x3x5x5");
  expect_message(
      save("stride.pt",
           "torch.jit.script(nn.Sequential(nn.Conv2d(3, 4, 3, stride=2, padding=1))).save(path)"),
      "no plain convolution");
  expect_message(save("nan.pt", R"(
model = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1))
model[0].weight.data[0, 0, 0, 0] = float('nan')
torch.jit.script(model).save(path))"),
                 "not finite");
  expect_message(save("state.pt", "torch.save(torchvision.models.vgg11().state_dict(), path)"),
                 "expected a TorchScript file");
  expect_message(save("json.pt", R"(
torch.jit.script(nn.Sequential(nn.Conv2d(3, 4, 3, padding=1))).save(path, _extra_files={'preprocess.json': '{"scale": 1}'}))"),
                 "preprocess.json");
}

TEST_F(SavedByPython, ARecommendationTravelsInTheFile) {
  const auto save_with = [&](const std::string& defaults) {
    return save("model.pt", R"(
model = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 4, 3, padding=1), nn.ReLU())
torch.jit.script(model).save(path, _extra_files={'defaults.json': ')" +
                                defaults + "'})");
  };
  const Model model = load_model(save_with(
      R"({"content_layers": {"relu1_2": 1}, "style_layers": {"relu1_1": 1, "relu1_2": 0.5}, "style_weight": 7})"));
  const ObjectiveOptions options = recommended_objective(model.recommendation);
  ASSERT_EQ(options.content_layers.size(), 1U);
  EXPECT_EQ(options.content_layers[0].layer, "relu1_2");
  ASSERT_EQ(options.style_layers.size(), 2U);
  EXPECT_EQ(options.style_layers[1].layer, "relu1_2");
  EXPECT_EQ(options.style_layers[1].weight, 0.5);
  EXPECT_EQ(options.style_weight, 7);
  EXPECT_EQ(options.content_weight, ObjectiveOptions().content_weight) << "not mentioned";
  expect_message(save_with(R"({"style_layers": {"relu9_9": 1}})"), "relu9_9");
  expect_message(save_with(R"({"style_layers": {"relu1_1": 0}})"), "defaults.json");
  expect_message(save_with(R"({"tv_weight": -1})"), "defaults.json");
  expect_message(save_with("{"), "defaults.json");
}

}  // namespace
}  // namespace stylize
