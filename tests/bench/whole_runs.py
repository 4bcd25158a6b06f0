#!/usr/bin/env python3
"""Times whole runs of stylize and prints ratios of its winograd backend to its torch backend, and to
neural-style-pt when --peer names its neural_style.py.

Parts, all of them unless some are named:
  default    the default run by both backends: seconds, processor seconds, peak memory, final losses
  iteration  seconds of one iteration: the difference of a longer and a shorter run, by the difference of
             their iterations
  memory     peak memory at 1024x1024 once the history of L-BFGS is full
  start      stylize --version, and how long a run of a single iteration takes
  objective  how soon the default run reaches the objective that 500 iterations of the torch backend at full
             size alone reach; takes long

All programs get the same pictures, square ones cut from the samples, and the same number of threads.
Build with -DSTYLIZE_BUILD_BENCHMARKS=ON before; see README.md beside this file.
"""
import argparse
import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "tests/samples/content/lighthouse.jpg"
STYLE = ROOT / "tests/samples/style/night_swirls.jpg"
MODEL = ROOT / "models/vgg19-free.pt"
PARTS = ["default", "iteration", "memory", "start", "objective"]
BACKENDS = ["winograd", "torch"]
# The defaults of neural-style-pt.
PEER_LAYERS = ["relu4_2", "relu1_1,relu2_1,relu3_1,relu4_1,relu5_1"]
SCALE_LINE = re.compile(r"(\d+)x(\d+): (\d+) iterations, ([\d.]+) s, content (\S+), style (\S+), tv (\S+)")

# A state dict that neural-style-pt can read. The values of the weights do not affect the time as
# long as the features neither vanish nor explode.
MAKE_PEER_MODEL = """
import sys, torch
torch.manual_seed(1)
weights, inputs, index = {}, 3, 0
for outputs, count in ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4)):
    for _ in range(count):
        scale = (2 / (9 * inputs)) ** 0.5
        weights[f"features.{index}.weight"] = torch.randn(outputs, inputs, 3, 3) * scale
        weights[f"features.{index}.bias"] = torch.zeros(outputs)
        inputs, index = outputs, index + 2
    index += 1
torch.save(weights, sys.argv[1])
"""


class Failure(Exception):
    """A program failed; the message names it and its last output."""


class Run:
    """The result of running a program: elapsed time, processor time, memory and output."""

    def __init__(self, command, environment, folder):
        command = [str(word) for word in command]
        with tempfile.TemporaryFile() as words:
            began = time.monotonic()
            process = subprocess.Popen(command, stdout=words, stderr=subprocess.STDOUT, env=environment, cwd=folder)
            _, status, usage = os.wait4(process.pid, 0)
            self.seconds = time.monotonic() - began
            process.returncode = os.waitstatus_to_exitcode(status)
            words.seek(0)
            self.output = words.read().decode(errors="replace")
        self.user_seconds = usage.ru_utime
        self.peak_mib = usage.ru_maxrss / 1024
        if process.returncode != 0:
            last = "\n".join(self.output.strip().splitlines()[-5:])
            raise Failure(f"{' '.join(command)}\nended with {process.returncode}:\n{last}")


class Bench:
    """The programs, the pictures and the threads that all parts share."""

    def __init__(self, options, folder):
        self.options = options
        self.folder = Path(folder)
        self.binaries = Path(options.build).resolve() / "bin"
        for name in ("stylize", "square_picture", "objective_curve", "default_layers"):
            if not (self.binaries / name).exists():
                raise Failure(f"{self.binaries / name}: not there; build with -DSTYLIZE_BUILD_BENCHMARKS=ON")
        # The peer's threads wait as ours do, otherwise other load on the machine slows it down
        # more. Our program sets this itself, which is part of its time.
        self.peer_environment = dict(os.environ, OMP_NUM_THREADS=str(options.threads))
        self.peer_environment.setdefault("GOMP_SPINCOUNT", "1000")
        self.peer_model = None

    def run(self, *command, environment=None):
        return Run(command, environment, self.folder)

    def pictures(self, size):
        """Square content and style; made once."""
        made = []
        for source in (CONTENT, STYLE):
            path = self.folder / f"{source.stem}_{size}.png"
            if not path.exists():
                self.run(self.binaries / "square_picture", source, path, size)
            made.append(path)
        return made

    def stylize(self, backend, size, *more):
        content, style = self.pictures(size)
        return self.run(self.binaries / "stylize", "-v", "-c", content, "-s", style, "-o", self.folder / "out.png",
                        "--size", size, "--backend", backend, "--device", "cpu", "--model", MODEL,
                        "--threads", self.options.threads, *more)

    def single_scale(self, backend, size, iterations):
        return self.stylize(backend, size, "--scales", 1, "--tolerance", 0, "--iterations", iterations)

    def curve(self, name, backend, *more):
        """The lines of objective_curve, as dictionaries of numbers."""
        content, style = self.pictures(self.options.size)
        run = self.run(self.binaries / "objective_curve", "-c", content, "-s", style, "--model", MODEL,
                       "--backend", backend, "--size", self.options.size, *more)
        if self.options.keep:
            Path(self.options.keep).mkdir(parents=True, exist_ok=True)
            (Path(self.options.keep) / f"{name}.csv").write_text(run.output)
        rows = csv.DictReader(io.StringIO(run.output))
        return [{key: float(value) for key, value in row.items()} for row in rows]

    def default_layers(self):
        """Of our default objective: content and style, as neural-style-pt wants them."""
        return self.run(self.binaries / "default_layers").output.split()

    def peer(self, size, iterations, layers):
        if self.peer_model is None:
            # neural-style-pt recognizes the network by the file's name.
            self.peer_model = self.options.peer_model or "vgg19-random.pth"
            if not self.options.peer_model:
                self.run(self.options.peer_python, "-c", MAKE_PEER_MODEL, self.peer_model)
        content, style = self.pictures(size)
        return self.run(self.options.peer_python, self.options.peer, "-content_image", content, "-style_image", style,
                        "-output_image", self.folder / "peer.png", "-image_size", size, "-gpu", "c",
                        "-optimizer", "lbfgs", "-init", "image", "-num_iterations", iterations, "-print_iter", 0,
                        "-save_iter", 0, "-model_file", self.peer_model, "-disable_check",
                        "-content_layers", layers[0], "-style_layers", layers[1],
                        environment=self.peer_environment)


def print_ratio(what, ratio, wanted=None):
    wanted = f" (wanted: at most {wanted:.2f})" if wanted else ""
    print(f"{what}: {ratio:.3f}{wanted}", flush=True)


def total_loss(run):
    """The losses of the last scale, from the program's output."""
    content, style, variation = (float(loss) for loss in SCALE_LINE.findall(run.output)[-1][4:])
    return content + style + variation, content, style, variation


def default_part(bench):
    size = bench.options.size
    print(f"Default run, {size}x{size}\n")
    print(f"{'backend':10} {'seconds':>8} {'user s':>8} {'peak MiB':>9} {'loss':>8} {'content':>8} {'style':>8} "
          f"{'tv':>8}  iterations by scale")
    runs = {}
    for backend in BACKENDS:
        run = runs[backend] = bench.stylize(backend, size)
        losses = " ".join(f"{loss:8.4f}" for loss in total_loss(run))
        iterations = ", ".join(f"{width}: {count}" for width, _, count, *_ in SCALE_LINE.findall(run.output))
        print(f"{backend:10} {run.seconds:8.1f} {run.user_seconds:8.1f} {run.peak_mib:9.0f} {losses}  {iterations}",
              flush=True)
    print()
    print_ratio("seconds, winograd to torch", runs["winograd"].seconds / runs["torch"].seconds)
    print_ratio("peak memory, winograd to torch", runs["winograd"].peak_mib / runs["torch"].peak_mib)


def iteration_part(bench):
    """The programs take turns, so that noise affects all alike; the shortest run of each length counts."""
    size, (few, many) = bench.options.size, bench.options.iterations
    programs = {backend: lambda count, backend=backend: bench.single_scale(backend, size, count)
                for backend in BACKENDS}
    if bench.options.peer:
        layers = bench.default_layers()
        programs["peer, same layers"] = lambda count: bench.peer(size, count, layers)
        if layers != PEER_LAYERS:
            programs["peer, its own layers"] = lambda count: bench.peer(size, count, PEER_LAYERS)
    print(f"One iteration, {size}x{size}: runs of {few} and {many} iterations, shortest of {bench.options.repeats}\n")
    shortest, peak = {}, {}
    for _ in range(bench.options.repeats):
        for count in (few, many):
            for name, program in programs.items():
                run = program(count)
                shortest[name, count] = min(run.seconds, shortest.get((name, count), run.seconds))
                peak[name] = max(run.peak_mib, peak.get(name, 0))
    print(f"{'program':21} {'short run s':>11} {'long run s':>11} {'iteration s':>11} {'peak MiB':>9}")
    each = {}
    for name in programs:
        each[name] = (shortest[name, many] - shortest[name, few]) / (many - few)
        print(f"{name:21} {shortest[name, few]:11.2f} {shortest[name, many]:11.2f} {each[name]:11.3f} "
              f"{peak[name]:9.0f}")
    print()
    wanted = {"torch": 0.40, "peer, same layers": 0.33}
    for name in list(programs)[1:]:
        print_ratio(f"iteration, winograd to {name}", each["winograd"] / each[name], wanted.get(name))


def memory_part(bench):
    size, iterations = bench.options.memory_size, bench.options.memory_iterations
    if iterations:
        more = ["--iterations", iterations, "--tolerance", 0]
        print(f"Peak memory, {size}x{size}, default options but {iterations} iterations at each scale\n")
    else:
        more = []
        print(f"Peak memory, {size}x{size}, default options\n")
    print(f"{'backend':10} {'peak MiB':>9} {'seconds':>8}")
    peak = {}
    for backend in BACKENDS:
        run = bench.stylize(backend, size, *more)
        peak[backend] = run.peak_mib
        print(f"{backend:10} {run.peak_mib:9.0f} {run.seconds:8.1f}", flush=True)
    print()
    print_ratio("peak memory, winograd to torch", peak["winograd"] / peak["torch"], 0.60)


def start_part(bench):
    size = bench.options.size
    program = bench.binaries / "stylize"
    versions = min(bench.run(program, "--version").seconds for _ in range(10))
    print(f"Start, {size}x{size}\n")
    print(f"stylize --version, shortest of 10: {versions:.3f} s (wanted: under 0.3)\n")
    print("A run of a single iteration, shortest of 3: from the start of the process to its end, of which model and\n"
          "targets, wanted under 3 s, are a part (stylize_bench measures them alone)\n")
    for backend in BACKENDS:
        seconds = min(bench.single_scale(backend, size, 1).seconds for _ in range(3))
        print(f"{backend:10} {seconds:8.2f} s", flush=True)


def objective_part(bench):
    size, iterations = bench.options.size, bench.options.objective_iterations
    print(f"Objective at {size}x{size}: torch at full size alone, {iterations} iterations from content, against the "
          f"default run\n")
    reference = bench.curve("torch_full_size", "torch", "--scales", 1, "--tolerance", 0,
                            "--iterations", iterations)[-1]
    print(f"torch: {reference['total']:.6g} after {int(reference['iteration'])} iterations, "
          f"{reference['seconds']:.1f} s", flush=True)
    default = [row for row in bench.curve("winograd_default", "winograd") if row["scale"] == row["scales"]]
    last = default[-1]
    print(f"default run: {last['total']:.6g} at its end, after {last['seconds']:.1f} s")
    reached = next((row for row in default if row["total"] <= reference["total"]), None)
    if reached is None:
        print(f"does not reach torch's value: its last is {last['total'] / reference['total']:.4f} times as high, "
              f"at {last['seconds'] / reference['seconds']:.3f} of the time")
        return
    print(f"reaches torch's value at iteration {int(reached['iteration'])} of its last scale, after "
          f"{reached['seconds']:.1f} s")
    print_ratio("seconds, default run to torch", reached["seconds"] / reference["seconds"], 0.10)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--build", default=ROOT / "build/release", help="build folder (build/release)")
    parser.add_argument("--size", type=int, default=512, help="pixels, for all parts but memory (512)")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)), help="for all programs alike")
    parser.add_argument("--peer", type=Path, metavar="FILE", help="neural_style.py of neural-style-pt")
    parser.add_argument("--peer-python", default="/usr/bin/python3", help="Python with torch (/usr/bin/python3)")
    parser.add_argument("--peer-model", type=Path, metavar="FILE", help="VGG19 for it (random weights)")
    parser.add_argument("--repeats", type=int, default=3, help="part iteration: how often each run is made (3)")
    parser.add_argument("--iterations", type=int, nargs=2, default=(2, 12), metavar=("FEW", "MANY"),
                        help="part iteration: of the two runs (2 12)")
    parser.add_argument("--memory-size", type=int, default=1024, help="part memory: pixels (1024)")
    parser.add_argument("--memory-iterations", type=int, default=22,
                        help="part memory: at each scale; 22 fill the history; 0: the default (22)")
    parser.add_argument("--objective-iterations", type=int, default=500, help="part objective: of torch (500)")
    parser.add_argument("--keep", metavar="FOLDER", help="part objective: where to leave the curves as CSV")
    options = parser.parse_args()
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"no such part: {unknown[0]}; there are {', '.join(PARTS)}")
    few, many = options.iterations
    if not 2 <= few < many:  # neural-style-pt does two iterations when asked for one
        parser.error("--iterations: FEW is at least 2, MANY is more")
    for name in ("peer", "peer_model"):
        path = getattr(options, name)
        if path and not path.is_file():
            parser.error(f"--{name.replace('_', '-')}: {path} is no file")
        setattr(options, name, path and path.resolve())
    return options


def main():
    options = parse_options()
    part_functions = {"default": default_part, "iteration": iteration_part, "memory": memory_part,
                      "start": start_part, "objective": objective_part}
    with tempfile.TemporaryDirectory(prefix="stylize_runs_") as folder:
        try:
            bench = Bench(options, folder)
            print(f"{options.threads} threads, load average before {os.getloadavg()[0]:.2f}")
            for part in options.parts or PARTS:
                print()
                part_functions[part](bench)
        except Failure as failure:
            print(failure, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("interrupted", file=sys.stderr)
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
