"""Reading existing VGG networks: torchvision's state dicts (also with batch norm), the .pth files of neural-style-pt,
Keras' .h5 files without top, and .npz files of named arrays."""
import contextlib
import hashlib
import itertools
import os
import re
import tarfile
import warnings
import zipfile
from dataclasses import dataclass, field
from functools import partial
from typing import Callable, Dict, Tuple

import numpy as np
import torch

import vgg_file
from command_line import Refusal, digest, first_line, require, sha256
from published import (CITATION, DIGESTED_BLOCKS, KERAS_FILES, KERAS_LAYERS, KERAS_ORIGIN, KNOWN_FILES, KNOWN_ORIGINS,
                       TORCHVISION_ORIGIN)

# The first kernel of torchvision's vgg19 and vgg16 identifies them in a file that was saved again.
TORCHVISION_FIRST_KERNELS = [
    [[-0.0535, -0.0493, -0.0679], [0.0153, 0.0451, 0.0021], [0.0362, 0.0200, 0.0199]],
    [[-0.5537, 0.1427, 0.5290], [-0.5831, 0.3566, 0.7657], [-0.6902, -0.0480, 0.4841]],
]
# PyTorch 1.13: "Unsupported class posix.system"; 2.6: "Unsupported global: GLOBAL os.system was not ..." and "Trying to
# load unsupported GLOBAL posix.system whose module posix is blocked".
UNSUPPORTED = re.compile(r"[Uu]nsupported (?:class|global: GLOBAL|GLOBAL) (\S+)")
TORCHSCRIPT = "is a TorchScript file, which holds code and is not opened here; a model file for stylize can be used " \
    "as it is, else save the network's state_dict()"
# VGG19 with its classifier has 550 MB.
LARGEST_ARRAYS = 2 << 30
LARGEST_LAYER = 512 * 512 * 3 * 3
EXPECTED_FILE = "expected a PyTorch state dict (.pth), Keras weights (.h5) or named arrays (.npz) of VGG16 or VGG19"


@dataclass
class Source:
    """A network as found: `weights` maps conv1_1, ... to (weight, bias), `convention` is a key of
    vgg_file.PREPROCESSING, relu_outputs(x, pooling) is the source's own forward, and `origin` goes into the file."""
    network: str
    weights: Dict[str, Tuple[torch.Tensor, torch.Tensor]]
    convention: str
    relu_outputs: Callable
    origin: Dict[str, str] = field(default_factory=dict)


def read_source(path, convention="auto"):
    if not os.path.exists(path):
        raise Refusal(f"{path}: no such file")
    if os.path.isdir(path):
        raise Refusal(f"{path}: is a folder, not a file of weights")
    if not os.path.isfile(path):  # opening a pipe would wait
        raise Refusal(f"{path}: is no regular file")
    try:
        kind = kind_of(path)
        tensors = READERS[kind](path)
    except Refusal:
        raise
    except OSError as error:
        raise Refusal(f"{path}: cannot be read ({error.strerror or first_line(error)}); {EXPECTED_FILE}")
    except Exception as error:  # broken files raise nearly anything: KeyError, EOFError, zlib.error, struct.error
        reason = str(error).split("WeightsUnpickler error: ")[-1].strip() or type(error).__name__
        raise Refusal(f"{path}: cannot be read, truncated or of another kind; {EXPECTED_FILE}, "
                      f"found: {first_line(reason)}")
    source = interpret(path, tensors, convention, may_end_early=kind == "npz")
    source.origin = origin_of(path, kind, source)
    return source


# From files to tensors by name.


def kind_of(path):
    """Determines the format by content, so that names do not matter."""
    with open(path, "rb") as file:
        head = file.read(8)
    if head == b"\x89HDF\r\n\x1a\n":
        return "h5"
    if head[:4] == b"PK\x03\x04":
        if not zipfile.is_zipfile(path):
            raise Refusal(f"{path}: is truncated, the end of the archive is missing; get it again")
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            size = sum(entry.file_size for entry in archive.infolist())
        if any(name.split("/")[1:] == ["constants.pkl"] or "code" in name.split("/") for name in names):
            raise Refusal(f"{path}: {TORCHSCRIPT}")
        if size > LARGEST_ARRAYS:
            raise Refusal(f"{path}: holds {size >> 20} MiB when unpacked; VGG19 has 550")
        return "npz" if names and all(name.endswith(".npy") for name in names) else "pth"
    # Files of torch before 1.6 are a pickle, which begins like this.
    if head[:1] != b"\x80" or tarfile.is_tarfile(path):
        raise Refusal(f"{path}: is {'no file of weights' if head else 'empty'}; {EXPECTED_FILE}")
    return "pth"


@contextlib.contextmanager
def no_torchscript(path):
    """torch.load passes files that look like TorchScript to torch.jit.load, which runs the file's code; PyTorch 1.13
    does so even with weights_only."""
    def refuse(*_, **__):
        raise Refusal(f"{path}: {TORCHSCRIPT}")

    load = torch.jit.load
    torch.jit.load = refuse
    try:
        yield
    finally:
        torch.jit.load = load


def read_pth(path):
    """Tensors only: a pickle could run code, so nothing else is loaded."""
    with warnings.catch_warnings(), no_torchscript(path):
        warnings.simplefilter("ignore")
        try:
            state = torch.load(path, map_location="cpu", weights_only=True)
        except TypeError as error:
            if "weights_only" not in str(error):
                raise
            raise Refusal(f"this PyTorch ({torch.__version__}) cannot read weights alone; install 1.13 or newer")
        except Exception as error:
            if "TorchScript archives" in str(error):  # PyTorch 2.6
                raise Refusal(f"{path}: {TORCHSCRIPT}")
            unsupported = UNSUPPORTED.search(str(error))
            if unsupported:
                raise Refusal(f"{path}: expected a state dict, tensors only, found a pickled {unsupported[1]}; "
                              "save the network's state_dict()")
            raise
    if not isinstance(state, dict):
        raise Refusal(f"{path}: expected a state dict, found a {type(state).__name__}; save the network's state_dict()")
    tensors = {str(name): value.detach() for name, value in state.items() if isinstance(value, torch.Tensor)}
    if not tensors:
        raise Refusal(f"{path}: expected a state dict with features.0.weight, ..., found "
                      f"{', '.join(str(name) for name in itertools.islice(state, 4)) or 'nothing'}")
    for name, tensor in tensors.items():
        if tensor.layout != torch.strided or tensor.is_quantized or tensor.device.type != "cpu":
            raise Refusal(f"{path}: {name} is a tensor of another kind (sparse, quantized or without numbers)")
    # The classifier, most of the file, is not needed.
    return {name: tensor for name, tensor in tensors.items() if not name.startswith("classifier.")}


def read_npz(path):
    with np.load(path, allow_pickle=False) as archive:
        return {name: torch.from_numpy(archive[name]) for name in archive.files}


def read_h5(path):
    """Keras: one group per layer, block1_conv1 and so on; kernels are height x width x inputs x outputs."""
    require(h5py="python3-h5py")
    import h5py
    published = KERAS_FILES.get(os.path.basename(path))
    if published and digest(path, "md5") != published:
        raise Refusal(f"{path}: is not what Keras published under this name (another MD5): damaged or another file; get "
                      "it again, or give it another name")
    tensors = {}

    def visit(name, item):
        layer = re.search(r"block(\d)_conv(\d)", name)
        if layer and isinstance(item, h5py.Dataset):
            # Do not follow references to other files.
            if item.is_virtual or item.external or item.dtype.kind != "f" or item.size > LARGEST_LAYER:
                raise Refusal(f"{path}: {name} is no array of numbers within the file, {shape_text(item)}")
            part = {4: "weight", 1: "bias"}.get(item.ndim, "array")
            values = torch.from_numpy(np.asarray(item))
            if part == "weight" and (values.shape[:2] != (3, 3) or layer[0] == "block1_conv1" and values.shape[2] != 3):
                raise Refusal(f"{path}: {name} has shape {shape_text(values)}, expected 3x3xINPUTSxOUTPUTS "
                              "(TensorFlow's order)")
            tensors[f"conv{layer[1]}_{layer[2]}.{part}"] = values.permute(3, 2, 0, 1) if part == "weight" else values

    with h5py.File(path, "r") as file:
        file.visititems(visit)
        if not tensors:
            raise Refusal(f"{path}: not a VGG16 or VGG19 of Keras: expected groups block1_conv1, block1_conv2, ..., "
                          f"found {', '.join(itertools.islice(file, 4)) or 'nothing'}")
    return tensors


READERS = {"pth": read_pth, "npz": read_npz, "h5": read_h5}


# From tensors to layers.


@dataclass
class Layout:
    """The names of each convolution in a kind of file: layer -> name of the convolution, name of its batch norm or
    None, shape of the weights."""
    network: str
    layers: Dict[str, Tuple[str, str, Tuple[int, ...]]]
    batch_norm: bool = False
    named: bool = False

    def entries(self, layer):
        """The tensors of a layer, with their shapes."""
        convolution, norm, shape = self.layers[layer]
        yield f"{convolution}.weight", shape
        yield f"{convolution}.bias", shape[:1]
        if norm:
            for part in ("weight", "bias", "running_mean", "running_var"):
                yield f"{norm}.{part}", shape[:1]


def torchvision_layout(network, batch_norm):
    layers, index, block = {}, 0, "1"
    for name, inputs, channels in vgg_file.layer_shapes(network):
        index += name[4] != block  # the pooling
        block = name[4]
        norm = f"features.{index + 1}" if batch_norm else None
        layers[name] = (f"features.{index}", norm, (channels, inputs, 3, 3))
        index += 3 if batch_norm else 2
    return Layout(network, layers, batch_norm=batch_norm)


def named_layout(network):
    return Layout(network, {name: (name, None, (channels, inputs, 3, 3))
                            for name, inputs, channels in vgg_file.layer_shapes(network)}, named=True)


LAYOUTS = [layout for network in ("VGG19", "VGG16") for layout in
           (torchvision_layout(network, False), torchvision_layout(network, True), named_layout(network))]


def shape_text(tensor_or_shape):
    return "x".join(str(size) for size in getattr(tensor_or_shape, "shape", tensor_or_shape))


def interpret(path, tensors, convention, may_end_early):
    layout = likeliest_layout(tensors, named=may_end_early)
    layers = list(layout.layers)
    if may_end_early and layout.named and layout.network == "VGG19":
        layers = list(itertools.takewhile(lambda layer: f"{layer}.weight" in tensors, layers)) or layers[:1]
    check_layers(path, layout, layers, tensors)
    weights = {layer: folded(layout.layers[layer], tensors) for layer in layers}
    outputs = partial(plain_outputs, weights) if layout.named else partial(torchvision_outputs, layout, tensors)
    if convention == "auto":
        convention = convention_of(path, layout, weights)
    return Source(layout.network, weights, convention, outputs)


def likeliest_layout(tensors, named):
    """The network of which the file has the most tensors; of equals, first one with names if requested, then a complete
    one (all names of VGG16 are also VGG19's), then VGG19."""
    batch_norm = any(name.endswith(".running_mean") for name in tensors)

    def matches(layout):
        found = [entry in tensors and tuple(tensors[entry].shape) == shape
                 for layer in layout.layers for entry, shape in layout.entries(layer)]
        return sum(found), named and layout.named, all(found)

    return max((layout for layout in LAYOUTS if batch_norm or not layout.batch_norm), key=matches)


def check_layers(path, layout, layers, tensors):
    """Refuses tensors that are missing, of the wrong shape, superfluous or not finite."""
    expected = {entry: shape for layer in layers for entry, shape in layout.entries(layer)}
    pattern = r"conv\d+_\d+\." if layout.named else r"features\.\d+\.(?!num_batches_tracked)"
    surplus = [name for name in tensors if re.match(pattern, name) and name not in expected]
    for name, shape in expected.items():
        if name not in tensors:
            others = surplus or [other for other in tensors if other not in expected]
            refuse(path, f"{name} of shape {shape_text(shape)}", tensors, others[:1])
        if tuple(tensors[name].shape) != shape or not tensors[name].is_floating_point():
            refuse(path, f"{name} of shape {shape_text(shape)}", tensors, [name])
    if surplus:
        after = list(layout.layers)[len(layers):len(layers) + 1] or ["nothing"]
        refuse(path, f"{after[0]} after {layers[-1]}", tensors, surplus[:1])
    for name in expected:
        if not torch.isfinite(tensors[name]).all():
            raise Refusal(f"{path}: {name} holds values that are not finite; the file is damaged, get it again")


def refuse(path, expected, tensors, found):
    texts = [f"{name} {shape_text(tensors[name])} ({str(tensors[name].dtype)[len('torch.'):]})" for name in found]
    raise Refusal(f"{path}: not a VGG16 or VGG19: expected {expected}, found {''.join(texts) or 'none'}")


def folded(layer, tensors):
    """Weight and bias of a convolution folded with its batch norm, which is linear outside training."""
    convolution, norm, _ = layer
    weight, bias = (tensors[f"{convolution}.{part}"].double() for part in ("weight", "bias"))
    if norm:
        gain, shift, mean, variance = (tensors[f"{norm}.{part}"].double()
                                       for part in ("weight", "bias", "running_mean", "running_var"))
        factor = gain / torch.sqrt(variance + torch.nn.BatchNorm2d(1).eps)
        weight, bias = weight * factor.view(-1, 1, 1, 1), (bias - mean) * factor + shift
    return weight.float(), bias.float()


# The sources' own forward, for checking the result.


def torchvision_outputs(layout, tensors, x, pooling):
    require(torchvision="python3-torchvision")
    from torchvision.models import vgg
    modules = vgg.make_layers(vgg.cfgs[{"VGG19": "E", "VGG16": "D"}[layout.network]], layout.batch_norm).eval()
    modules.load_state_dict({name[len("features."):]: tensor.float() for name, tensor in tensors.items()
                             if name.startswith("features.")}, strict=not layout.batch_norm)
    pools = [vgg_file.POOLINGS[pooling](2, 2) if isinstance(module, torch.nn.MaxPool2d) else module
             for module in modules]
    return vgg_file.relu_outputs(pools, x)


def plain_outputs(weights, x, pooling):
    outputs, block = [], "1"
    pool = {"max": torch.max_pool2d, "average": torch.nn.functional.avg_pool2d}[pooling]
    for name, (weight, bias) in weights.items():
        if name[4] != block:
            x, block = pool(x, 2), name[4]
        x = torch.conv2d(x, weight, bias, padding=1).relu()
        outputs.append(x)
    return outputs


def layers_digest(weights):
    """SHA-256 of the first blocks as this project keeps them: of each convolution in order the weights (outputs x inputs
    x 3 x 3), then the biases, as little-endian 32-bit numbers."""
    result = hashlib.sha256()
    for name, layer in weights.items():
        if int(name[4]) <= DIGESTED_BLOCKS:
            for part in layer:
                result.update(part.contiguous().numpy().astype("<f4").tobytes())
    return result.hexdigest()


# The origin of weights.


def is_torchvisions(weights):
    first = weights["conv1_1"][0][0, 0]
    return any(torch.allclose(first, torch.tensor(kernel), rtol=0, atol=1e-3) for kernel in TORCHVISION_FIRST_KERNELS)


def origin_of(path, kind, source):
    """The origin stated in the model file. It only claims what the bytes prove: a name proves nothing."""
    name = os.path.basename(path)
    if kind == "h5" and name in KERAS_FILES:  # its MD5 was checked when it was read
        if KERAS_LAYERS.get(name) not in (None, layers_digest(source.weights)):
            raise Refusal(f"{path}: its layers are not what Keras published under this name (another SHA-256); get it "
                          "again, or give it another name")
        whose, licence = KERAS_ORIGIN
    elif is_torchvisions(source.weights):
        whose, licence = TORCHVISION_ORIGIN
    else:
        shown = name.encode("utf-8", "backslashreplace").decode()[:100]
        whose, licence = KNOWN_ORIGINS.get(KNOWN_FILES.get(sha256(path)[:8]),
                                           (f"converted from {shown}", f"not known here: that of {shown}"))
    return {"weights": whose, "licence": licence, "citation": CITATION}


# Conventions of the input.


def convention_of(path, layout, weights):
    """Networks of both conventions use the same names, and their weights have the same magnitude: the first
    convolution's are about 0.2 in both, though Caffe's input is 57 times as large. So nothing is guessed. Known are:
    batch norm (only torchvision's have it), names like conv1_1 and Keras (both from Caffe), the official torchvision
    networks by their first kernel, and published files by the hash in their name or of their content."""
    if layout.named:
        return "caffe"
    if layout.batch_norm or is_torchvisions(weights):
        return "torchvision"
    for prefix in re.findall(r"[0-9a-f]{8}", os.path.basename(path)):
        if prefix in KNOWN_FILES:
            return KNOWN_FILES[prefix]
    by_content = KNOWN_FILES.get(sha256(path)[:8])
    if by_content:
        return by_content
    raise Refusal(f"{path}: cannot tell which input it was trained on; say --convention torchvision (RGB, mean and "
                  "standard deviation normalized) or --convention caffe (BGR, 0..255 minus the mean)")
