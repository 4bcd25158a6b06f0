"""Holds the includes of the sources against the table of rooms in src/README.md: an arrow goes down
only, and public headers include no private ones."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PUBLIC = ROOT / "include/stylize"


def allowed_rooms():
    """Which rooms each room may include, in the order of the table."""
    rows = re.findall(r"^\| (\w+) \| ?([\w, ]*?) ?\|$", (ROOT / "src/README.md").read_text(), re.M)
    rooms = {room: set(filter(None, names.split(", "))) for room, names in rows if room != "room"}
    assert len(rooms) > 5, "src/README.md has no table of rooms"
    return rooms


def includes(path):
    return re.findall(r'^#include "([^"]+)"', path.read_text(), re.M)


def problems(rooms):
    for room in rooms:
        for below in rooms[room]:
            if room in rooms[below]:
                yield f"{room} and {below} include each other"
    for folder in (ROOT / "src", PUBLIC):
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            if path.suffix not in (".h", ".cpp") or len(parts) < 2:
                continue
            if parts[0] not in rooms:
                yield f"{path}: the table has no room {parts[0]}"
                continue
            for header in includes(path):
                public = header.startswith("stylize/")
                if folder == PUBLIC and not public:
                    yield f"{path}: a public header includes {header}, which is private"
                names = header.removeprefix("stylize/").split("/")
                other = names[0] if len(names) > 1 else parts[0]
                if other in rooms and other != parts[0] and other not in rooms[parts[0]]:
                    yield f"{path}: {parts[0]} may not include {header}"


def main():
    found = list(problems(allowed_rooms()))
    print("\n".join(found) if found else "every include goes down")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
