"""Complete web/package-lock.json: `python -m tools.complete_web_lock`, after npm has written it.

Some packages are a handful of programs, one per platform. A registry that has not got all of them leaves npm with a
lock that `npm ci` then refuses, though it would never fetch a program for another platform. Naming it is enough.

What npm notes of each package's sponsors is left out: a lock of ours holds no addresses.
"""

import json
import re
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parent.parent / "web" / "package-lock.json"
_PLATFORM = re.compile(r"-(android|darwin|freebsd|linux|openbsd|openharmony|win32)-([a-z]+\d*\w*?)(?:-(\w+))?$")
_LIBRARIES = {"gnu": "glibc", "musl": "musl"}

Package = dict[str, Any]


def complete(packages: dict[str, Package]) -> dict[str, Package]:
    """The packages of a lock, and the programs for other platforms that they want and it lacks."""
    added = {
        f"node_modules/{name}": _for_platform(name, wanted, by=package)
        for package in packages.values()
        for name, wanted in package.get("optionalDependencies", {}).items()
        if _PLATFORM.search(name) and not _is_in(packages, name)
    }
    root = {"": packages[""]} if "" in packages else {}
    return root | dict(sorted((packages | added).items()))


def _is_in(packages: dict[str, Package], name: str) -> bool:
    return any(place == f"node_modules/{name}" or place.endswith(f"/node_modules/{name}") for place in packages)


def _for_platform(name: str, version: str, *, by: Package) -> Package:
    found = _PLATFORM.search(name)
    if found is None or not re.fullmatch(r"\d+\.\d+\.\d+[\w.-]*", version):
        message = f"{name} {version!r} cannot be completed: expected a program for a platform, in one version."
        raise ValueError(message)
    system, processor, library = found.groups()
    package: Package = {"version": version, "cpu": [processor]}
    if by.get("dev"):
        package["dev"] = True
    if system == "linux" and _LIBRARIES.get(str(library)):
        package["libc"] = [_LIBRARIES[library]]
    return package | {"optional": True, "os": [system]}


def main() -> None:
    """Complete the lock in place."""
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    before = len(lock["packages"])
    lock["packages"] = complete(lock["packages"])
    for package in lock["packages"].values():
        package.pop("funding", None)
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{LOCK.name}: {before} packages, {len(lock['packages']) - before} added.")


if __name__ == "__main__":
    main()
