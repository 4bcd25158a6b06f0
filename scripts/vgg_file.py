"""The project's model files (models/README.md describes them): building, saving, reloading."""
import io
import json
import os
import pickle
import zipfile

import torch

from command_line import Refusal, check_writable, first_line

CHANNELS = [64, 128, 256, 512, 512]
CONVOLUTIONS = {"VGG19": [2, 2, 4, 4, 4], "VGG16": [2, 2, 3, 3, 3]}  # in each block

# What the first convolution was trained on: (scale * pixel - mean) / std, in the order of `channels`.
PREPROCESSING = {
    "torchvision": {"channels": "RGB", "scale": 1, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]},
    "caffe": {"channels": "BGR", "scale": 255, "mean": [103.939, 116.779, 123.68], "std": [1, 1, 1]},
    "caffe-rgb": {"channels": "RGB", "scale": 255, "mean": [123, 117, 104], "std": [1, 1, 1]},
}
POOLINGS = {"max": torch.nn.MaxPool2d, "average": torch.nn.AvgPool2d}

# Recommended settings for the official weights; the program is built with the same file, for model
# files made by scripts of earlier versions. "pooling" is written between the blocks; "instead"
# names the replacement for a layer that a network lacks (VGG16 has no relu3_4).
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "official_defaults.json"), encoding="utf-8") as _file:
    OFFICIAL = json.load(_file)
# The blocks that contain all recommended layers: relu3_4 is in the third.
RECOMMENDED_BLOCKS = max(int(name[4]) for key in ("content_layers", "style_layers") for name in OFFICIAL["defaults"][key])


def layer_shapes(network):
    """The convolutions of "VGG19" or "VGG16" in order: name, inputs, outputs."""
    inputs = 3
    for block, (count, channels) in enumerate(zip(CONVOLUTIONS[network], CHANNELS), 1):
        for number in range(1, count + 1):
            yield f"conv{block}_{number}", inputs, channels
            inputs = channels


def official_defaults(names):
    """The recommendation for a network with the convolutions `names`. A layer that it lacks is omitted or replaced."""
    layers = [name.replace("conv", "relu") for name in names]

    def there(entries):
        found = {name if name in layers else OFFICIAL["instead"].get(name): weight for name, weight in entries.items()}
        return {name: weight for name, weight in found.items() if name in layers}

    defaults = OFFICIAL["defaults"]
    return {**defaults, "content_layers": there(defaults["content_layers"]) or {layers[-1]: 1},
            "style_layers": there(defaults["style_layers"])}


def preprocessed(pixels, preprocess):
    """Converts [1, 3, H, W], RGB in 0..1, to what the first convolution expects."""
    if preprocess["channels"] == "BGR":
        pixels = pixels.flip(1)
    mean, std = (torch.tensor(preprocess[key], dtype=torch.float32).view(1, 3, 1, 1) for key in ("mean", "std"))
    return (preprocess["scale"] * pixels - mean) / std


def convolution(weight, bias):
    layer = torch.nn.utils.skip_init(torch.nn.Conv2d, weight.shape[1], weight.shape[0], 3, padding=1)
    layer.weight, layer.bias = (torch.nn.Parameter(part.contiguous(), requires_grad=False) for part in (weight, bias))
    return layer


def build(weights, pooling="max", half=False):
    """Convolutions and ReLUs in the order of `weights` (name -> weight and bias), a pooling between blocks."""
    layers, block = [], "1"
    for name, (weight, bias) in weights.items():
        if name[4] != block:
            layers.append(POOLINGS[pooling](2, 2))
            block = name[4]
        number = torch.float16 if half else torch.float32
        layer = convolution(weight.detach().to(number), bias.detach().to(number))
        for part in (layer.weight, layer.bias):
            if not torch.isfinite(part).all():
                raise Refusal(f"{name} holds values that are not finite" + (" in 16 bits" if half else ""))
        layers += [layer, torch.nn.ReLU(inplace=True)]
    return torch.nn.Sequential(*layers).eval()


class Inert:
    """Stands for each class of a model file: a dictionary of attributes, no code."""

    def __setstate__(self, state):
        self.attributes = state


class ModuleUnpickler(pickle.Unpickler):
    """Reads the modules of a TorchScript file as data. torch.jit.load would compile and run the file's code, which can
    do anything."""
    STORAGES = {"FloatStorage": torch.float32, "HalfStorage": torch.float16, "DoubleStorage": torch.float64,
                "BFloat16Storage": torch.bfloat16}
    LONGEST = 1 << 18  # bytes; VGG19's has 6 KB

    def __init__(self, archive, folder):
        if archive.getinfo(f"{folder}/data.pkl").file_size > self.LONGEST:
            raise pickle.UnpicklingError("too many modules")
        super().__init__(io.BytesIO(archive.read(f"{folder}/data.pkl")))
        self.archive, self.folder = archive, folder

    def find_class(self, module, name):
        if module.split(".")[0] == "__torch__":
            return type(name, (Inert,), {})
        known = {("torch._utils", "_rebuild_tensor_v2"): self.tensor, ("collections", "OrderedDict"): dict,
                 ("torch.jit._pickle", "build_intlist"): list}
        if (module, name) in known:
            return known[module, name]
        if module == "torch" and name in self.STORAGES:
            return self.STORAGES[name]
        raise pickle.UnpicklingError(f"a pickled {module}.{name}")

    def persistent_load(self, pid):
        _, number, record, _, count = pid
        entry = self.archive.getinfo(f"{self.folder}/data/{record}")
        size = count * torch.empty(0, dtype=number).element_size()
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != size:
            raise pickle.UnpicklingError(f"the storage {record} is of another size than it says")
        return torch.frombuffer(bytearray(self.archive.read(entry)), dtype=number)

    @staticmethod
    def tensor(storage, offset, sizes, strides, *_):
        return torch.as_strided(storage, sizes, strides, offset)


def load_layers(path):
    """The modules of a saved file in order, with 32-bit weights. Reads files made by write_model without running their
    code."""
    try:
        with zipfile.ZipFile(path) as archive:
            root = ModuleUnpickler(archive, archive.namelist()[0].split("/")[0]).load()
        return [plain_layer(module) for module in root.attributes.values() if isinstance(module, Inert)]
    except (pickle.UnpicklingError, zipfile.BadZipFile, KeyError, IndexError, AttributeError, TypeError, ValueError,
            RuntimeError) as error:
        raise Refusal(f"{path}: no model file of this project: {first_line(error)}")


def plain_layer(module):
    kind = type(module).__name__
    if kind == "Conv2d":
        weight, bias = (module.attributes[name].float() for name in ("weight", "bias"))
        return convolution(weight, bias)
    if kind == "ReLU":
        return torch.nn.ReLU()
    pooling = next((pooling for pooling in POOLINGS.values() if pooling.__name__ == kind), None)
    if not pooling:
        raise pickle.UnpicklingError(f"a module {kind}")
    return pooling(2, 2)


def relu_outputs(modules, x):
    """The output of each ReLU for the input x."""
    outputs = []
    for module in modules:
        x = module(x)
        if isinstance(module, torch.nn.ReLU):
            outputs.append(x)
    return outputs


def write_model(path, weights, pooling, preprocess, defaults=None, half=False, check=None, origin=None):
    """Saves a model file: `weights` maps conv1_1, conv1_2, ... in order to (weight, bias); `preprocess`,
    `defaults` and `origin` are what the JSON files inside say. check(path) may look at the finished file and raise.
    The file appears under its name whole or not at all."""
    path = os.fspath(path)
    check_writable(path)
    extra = {"preprocess.json": json.dumps(preprocess)}
    if defaults is not None:
        extra["defaults.json"] = json.dumps(defaults)
    if origin is not None:
        extra["origin.json"] = json.dumps(origin)
    content = io.BytesIO()
    torch.jit.save(torch.jit.script(build(weights, pooling, half)), content, _extra_files=extra)

    part = f"{path}.{os.getpid()}.part"
    try:
        with open(part, "xb") as file:
            file.write(content.getbuffer())
            file.flush()
            os.fsync(file.fileno())
        if check is not None:
            check(part)
        os.replace(part, path)
    except OSError as error:
        raise Refusal(f"{path}: cannot be written: {error.strerror or first_line(error)}")
    finally:
        if os.path.exists(part):
            os.remove(part)
