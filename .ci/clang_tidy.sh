#!/bin/bash
# Runs clang-tidy (.clang-tidy) over src/. It reads what the preset `sanitize` compiles, which must be
# configured: bundles of sources (CMAKE_UNITY_BUILD), each of which takes hardly longer than one source.
set -euo pipefail

cd "$(dirname "$0")/.."
build=build/sanitize

sources() {
    python3 - "$build" <<'PYTHON'
import json, os, sys
build = os.path.abspath(sys.argv[1])
for command in json.load(open(os.path.join(build, "compile_commands.json"))):
    source = command["file"]
    # Some tests compile sources of src/ once more.
    of_tests = "tests/" in os.path.relpath(source, build) or " -o tests/" in command["command"]
    if os.path.basename(source).startswith("cmake_pch") or of_tests:
        continue
    print(source)
PYTHON
}

# It goes on with its own configuration where it cannot read ours.
if clang-tidy --dump-config 2>&1 >/dev/null | grep .; then
    exit 1
fi

# A bundle includes sources, which one of the checks takes for a mistake. The analyzer takes as long as all
# other checks together: run it by hand.
sources | xargs -P "$(nproc)" -n 1 clang-tidy -p "$build" --quiet '--warnings-as-errors=*' \
    '--checks=-bugprone-suspicious-include,-clang-analyzer-*'
