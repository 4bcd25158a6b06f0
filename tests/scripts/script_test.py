"""Shared by the tests of the scripts: networks with random weights, and running a script as a user would."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts")
SKIPPED = 77  # CMake's SKIP_RETURN_CODE

try:
    import torch
    from torchvision.models import vgg
except ImportError:
    print("needs Debian's python3-torch and python3-torchvision")
    sys.exit(SKIPPED)

sys.path.insert(0, SCRIPTS)
torch.set_num_threads(1)


def random_features(network, batch_norm=False, seed=1):
    """The feature layers of torchvision's "E" (VGG19) or "D" (VGG16), with statistics as if trained."""
    torch.manual_seed(seed)
    features = vgg.make_layers(vgg.cfgs[network], batch_norm).eval()
    for name, values in features.state_dict().items():
        if name.endswith("running_mean"):
            values.normal_(0, 0.2)
        if name.endswith("running_var"):
            values.uniform_(0.02, 0.5)
        if batch_norm and values.dim() == 1 and name.endswith("weight"):
            values.uniform_(0.5, 2)
    return features


def state_dict(features):
    """The state dict as torchvision saves it. The classifier's 120 million numbers are stored as one repeated
    number."""
    state = {f"features.{name}": values for name, values in features.state_dict().items()}
    state["classifier.0.weight"] = torch.zeros(1).expand(4096, 512 * 7 * 7)
    state["classifier.0.bias"] = torch.zeros(4096)
    return state


def slim_state_dict(network="E", batch_norm=False):
    """A full-width network in a file of a few kilobytes: each tensor is one repeated number."""
    state = state_dict(vgg.make_layers(vgg.cfgs[network], batch_norm))
    return {name: torch.full((1,), 0.01).expand(values.shape) for name, values in state.items()
            if values.is_floating_point()}


def convolutions(network, features):
    """conv1_1, ... -> the modules."""
    names, block, number = [], 1, 0
    for entry in vgg.cfgs[network]:
        block, number = (block + 1, 0) if entry == "M" else (block, number + 1)
        if entry != "M":
            names.append(f"conv{block}_{number}")
    return dict(zip(names, (module for module in features if isinstance(module, torch.nn.Conv2d))))


def named_arrays(network, features):
    return {f"{name}.{part}": getattr(module, part).detach().numpy()
            for name, module in convolutions(network, features).items() for part in ("weight", "bias")}


def with_average_pooling(features):
    return [torch.nn.AvgPool2d(2, 2) if isinstance(module, torch.nn.MaxPool2d) else module for module in features]


def write_keras(path, network, features, kernel="{}/{}/kernel:0", bias="{}/{}/bias:0", blocks=5):
    """Saves weights without top as Keras does: one group per layer, kernels height x width x inputs x outputs, and the
    names of layers and weights as attributes."""
    import h5py
    with h5py.File(path, "w") as file:
        modules = {name: module for name, module in convolutions(network, features).items() if int(name[4]) <= blocks}
        layers = [f"block{name[4]}_conv{name[6]}" for name in modules]
        file.attrs["layer_names"] = [layer.encode() for layer in ["input_1", *layers, "block1_pool"]]
        file.create_group("block1_pool").attrs["weight_names"] = []
        for layer, module in zip(layers, modules.values()):
            group = file.create_group(layer)
            names = [text.format(layer, layer).split("/", 1)[1] for text in (kernel, bias)]
            group[names[0]] = module.weight.detach().numpy().transpose(2, 3, 1, 0)
            group[names[1]] = module.bias.detach().numpy()
            group.attrs["weight_names"] = [name.encode() for name in names]


def picture():
    return torch.rand(1, 3, 48, 40, generator=torch.Generator().manual_seed(7))


def as_torchvision(pixels):
    return (pixels - torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)) / \
        torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def as_caffe(pixels):
    return 255 * pixels[:, [2, 1, 0]] - torch.tensor([103.939, 116.779, 123.68]).view(1, 3, 1, 1)


def outputs(modules, x):
    """The outputs of each ReLU."""
    found = []
    with torch.no_grad():
        for module in modules:
            x = module(x.clone())
            if "ReLU" in (type(module).__name__, getattr(module, "original_name", "")):
                found.append(x)
    return found


class ModelFile:
    """A model file, read as models/README.md describes it."""

    def __init__(self, path):
        extra = {"preprocess.json": "", "defaults.json": "", "origin.json": ""}
        modules = list(torch.jit.load(path, _extra_files=extra).children())
        self.preprocess, self.defaults, self.origin = (json.loads(extra[name] or "null") for name in extra)
        self.poolings = {getattr(module, "original_name", "") for module in modules} - {"Conv2d", "ReLU"}
        self.number = modules[0].weight.dtype
        # Not all processors compute with 16 bits.
        self.modules = [module.float() for module in modules]

    def outputs(self, pixels):
        values = self.preprocess
        pixels = pixels.flip(1) if values["channels"] == "BGR" else pixels
        mean, std = (torch.tensor(values[key], dtype=torch.float32).view(1, 3, 1, 1) for key in ("mean", "std"))
        return outputs(self.modules, (values["scale"] * pixels - mean) / std)


class ScriptTest(unittest.TestCase):
    """Each test has its own folder, where scripts run."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = temporary.name

    def file(self, name):
        return os.path.join(self.folder, name)

    def run_script(self, script, *arguments, **environment):
        variables = {**os.environ, "OMP_NUM_THREADS": "1", "no_proxy": "127.0.0.1", **environment}
        return subprocess.run([sys.executable, os.path.join(SCRIPTS, script), *arguments], cwd=self.folder,
                              env=variables, capture_output=True, text=True, check=False)

    def expect_success(self, run):
        self.assertEqual((run.returncode, run.stderr), (0, ""))

    def expect_failure(self, run, *parts, code=1):
        """Expects one line that contains everything in `parts`, and nothing left behind."""
        self.assertEqual(run.returncode, code, run.stderr)
        self.assertEqual(run.stderr.count("\n"), 1, run.stderr)
        for part in parts:
            self.assertIn(part, run.stderr)
        self.assertEqual([name for name in os.listdir(self.folder) if name.endswith((".pt", ".part"))], [])

    def expect_same_features(self, found, expected, limit):
        self.assertEqual(len(found), len(expected))
        for ours, theirs in zip(found, expected):
            self.assertGreater(float(theirs.abs().max()), 0)
            self.assertLessEqual(float((ours - theirs).abs().max() / theirs.abs().max()), limit)
