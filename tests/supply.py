"""What the app is made of: ``python -m tests.supply lock | licences | sbom``.

``lock``
    Writes ``requirements.lock`` anew: every package that ``requirements.txt`` leads to, for every system,
    with the SHA-256 of each file of it (``pip install --require-hashes -r requirements.lock``). Needs uv and
    the package index; nothing else here needs a network.
``licences``
    Says the licence of every package of the lock that is installed, and fails on one that is not allowed.
``sbom``
    Prints a bill of materials (CycloneDX 1.6) of a release: packages, the pose model, the typefaces.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parents[1]
WANTED: Final = ROOT / "requirements.txt"
LOCK: Final = ROOT / "requirements.lock"
HEAD: Final = """\
# Every package of the app, for every system, with the SHA-256 of its files (python -m tests.supply lock):
# pip install --require-hashes -r requirements.lock
"""
_PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)==([A-Za-z0-9._+!-]+)(?: ; (.+?))? \\$")
_HASH: Final = re.compile(r"^    --hash=sha256:([0-9a-f]{64})(?: \\)?$")

ALLOWED: Final = frozenset(
    {
        *(
            "MIT",
            "MIT-0",
            "MIT-CMU",
            "HPND",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "0BSD",
            "ISC",
            "Zlib",
            "Unlicense",
        ),
        *("Apache-2.0", "PSF-2.0", "CC0-1.0", "OFL-1.1", "BSD", "MPL-2.0"),
    }
)
"""MPL-2.0 asks for changes of its own files only, and none is changed here."""
_SAID: Final[Mapping[str, str]] = {
    # In the package's own texts, where its metadata names none, or another than that of what is within.
    "sqlcipher3": "Zlib AND BSD-3-Clause",  # the Python part; SQLCipher
    "matplotlib": "PSF-2.0",
    "protobuf": "BSD-3-Clause",
    "partd": "BSD-3-Clause",
    "zict": "BSD-3-Clause",
    "kiwisolver": "BSD-3-Clause",
    "contourpy": "BSD-3-Clause",
}
EXCEPTIONS: Final[Mapping[str, str]] = {
    # LGPL: used as libraries of their own that can be exchanged, and not changed.
    "pi-heif": "BSD-3-Clause AND LGPL-3.0-only",
}
"""What is used although its licence is not in `ALLOWED`, and why."""
_WORDS: Final = (
    ("apache", "Apache-2.0"),
    ("mozilla public", "MPL-2.0"),
    ("mpl-2.0 and mit", "MPL-2.0 AND MIT"),
    ("mpl", "MPL-2.0"),
    ("python software foundation", "PSF-2.0"),
    ("bsd-2-clause", "BSD-2-Clause"),
    ("bsd", "BSD-3-Clause"),
    ("zlib", "Zlib"),
    ("isc", "ISC"),
    ("mit", "MIT"),
)
_REFUSED: Final = re.compile(r"(?i)\bA?GPL|affero|non-?commercial|\bNC\b|SSPL|proprietary|commons clause")


class Locked:
    """One package of the lock."""

    def __init__(self, name: str, version: str, marker: str | None) -> None:
        self.name, self.version = canonicalize_name(name), version
        self.marker = None if marker is None else Marker(marker)
        self.hashes: list[str] = []


def read_lock(text: str) -> list[Locked]:
    """The packages of a lock, in its order; a ValueError for a line that is none."""
    found: list[Locked] = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if pin := _PIN.match(line):
            found.append(Locked(*pin.groups()))
        elif (hashed := _HASH.match(line)) and found:
            found[-1].hashes.append(hashed[1])
        else:
            raise ValueError(f"this line does not belong into a lock: {line}")
    return found


def wanted() -> dict[str, str]:
    """Version by name of ``requirements.txt``."""
    requirements = [
        Requirement(line)
        for line in WANTED.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return {canonicalize_name(item.name): str(item.specifier).removeprefix("==") for item in requirements}


def systems() -> Iterator[dict[str, str]]:
    """The environments that the lock has to be complete for."""
    for python in ("3.11", "3.12", "3.13"):
        for system, platform, name in (
            ("Linux", "linux", "posix"),
            ("Darwin", "darwin", "posix"),
            ("Windows", "win32", "nt"),
        ):
            yield {
                "python_version": python,
                "python_full_version": f"{python}.9",
                "platform_system": system,
                "sys_platform": platform,
                "os_name": name,
                "platform_machine": "arm64" if system == "Darwin" else "x86_64",
                "implementation_name": "cpython",
                "platform_python_implementation": "CPython",
                "extra": "",
            }


def missing_from(lock: list[Locked]) -> list[str]:
    """What packages that are installed here need, on any of the `systems`, and the lock does not have."""
    missing = set()
    for system in systems():
        there = {item.name: item for item in lock if item.marker is None or item.marker.evaluate(system)}
        for name, item in there.items():
            try:
                needs = metadata.requires(name) or ()
            except metadata.PackageNotFoundError:  # of another system
                continue
            if metadata.version(name) != item.version:  # which may need something else
                continue
            for need in map(Requirement, needs):
                applies = need.marker is None or need.marker.evaluate(system)
                if applies and canonicalize_name(need.name) not in there:
                    missing.add(f"{name} needs {need.name} on {system['sys_platform']}")
    return sorted(missing)


def unneeded_in(lock: list[Locked]) -> list[str]:
    """What is in the lock, and nothing leads there."""
    reached, todo = set(), [(name, frozenset[str]()) for name in wanted()]
    while todo:
        name, extras = todo.pop()
        if (name, extras) in reached:
            continue
        reached.add((name, extras))
        try:
            needs = metadata.requires(name) or ()
        except metadata.PackageNotFoundError:
            continue
        todo += [
            (canonicalize_name(need.name), frozenset(need.extras))
            for need in map(Requirement, needs)
            if need.marker is None or _ever(need.marker, extras)
        ]
    return sorted({item.name for item in lock} - {name for name, _ in reached})


def _ever(marker: Marker, extras: frozenset[str]) -> bool:
    return any(marker.evaluate({**system, "extra": extra}) for system in systems() for extra in (*extras, ""))


# --- Licences -------------------------------------------------------------------------------------------


def licence_of(name: str) -> str | None:
    """The licence as SPDX says it; ``None`` for a package that is not installed."""
    if name in EXCEPTIONS or name in _SAID:
        return EXCEPTIONS.get(name) or _SAID[name]
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    classified = [
        line.rpartition("::")[2].strip()
        for line in about.get_all("Classifier") or ()
        if line.startswith("License")
    ]
    for text in (str(about.get("License") or "").split("\n")[0], *classified):
        if _REFUSED.search(text):
            return text
        for word, spdx in _WORDS:
            if word in text.lower():
                return spdx
    return "unknown"


def is_allowed(licence: str) -> bool:
    """Whether all parts of an expression are allowed; of alternatives, one."""
    return all(
        any(choice.strip("() ") in ALLOWED for choice in part.split(" OR "))
        for part in re.split(r" AND (?![^(]*\))", licence.removeprefix("(").removesuffix(")"))
    )


def licences(lock: list[Locked]) -> dict[str, str]:
    """By name, of what is installed."""
    found = {item.name: licence_of(item.name) for item in lock}
    return {name: licence for name, licence in found.items() if licence is not None}


def refused(found: Mapping[str, str]) -> list[str]:
    return [f"{name}: {it}" for name, it in found.items() if name not in EXCEPTIONS and not is_allowed(it)]


# --- Bill of materials ----------------------------------------------------------------------------------


def bill(lock: list[Locked]) -> dict[str, Any]:
    """CycloneDX 1.6. The same content gives the same text."""
    from analyzer import __version__
    from analyzer.pose import store

    components = [_package(item) for item in lock]
    components.append(
        {
            "type": "machine-learning-model",
            "bom-ref": "model:pose_landmarker_full",
            "name": store.MODEL_NAME,
            "version": "0.10.21",
            "licenses": [{"license": {"id": "Apache-2.0"}}],
            "hashes": [{"alg": "SHA-256", "content": store.TASK_SHA256}],
        }
    )
    components += _typefaces()
    own = f"pkg:pypi/posture-analyzer@{__version__}"
    content = json.dumps(components, sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, own + content)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "posture-analyzer",
                "version": __version__,
                "purl": own,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": sorted(item["bom-ref"] for item in components)}],
    }


def _package(item: Locked) -> dict[str, Any]:
    ref = f"pkg:pypi/{item.name}@{item.version}"
    licence = licence_of(item.name)
    known = [] if licence in (None, "unknown") else [{"expression": licence}]
    result: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"{ref}?{item.marker}" if item.marker else ref,
        "name": item.name,
        "version": item.version,
        "purl": ref,
        "licenses": known,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in item.hashes],
    }
    if item.marker is not None:
        result["properties"] = [{"name": "posture-analyzer:only-where", "value": str(item.marker)}]
    return result


def _typefaces() -> list[dict[str, Any]]:
    record = json.loads((ROOT / "analyzer" / "report" / "fonts" / "fonts.json").read_text("utf-8"))
    return [
        {
            "type": "file",
            "bom-ref": f"file:{font['file']}",
            "name": font["file"],
            "version": font["version"],
            "licenses": [{"license": {"id": font["licence"]}}],
            "hashes": [{"alg": "SHA-256", "content": font["sha256"]}],
        }
        for font in record["fonts"]
    ]


# --- Commands -------------------------------------------------------------------------------------------


def write_lock() -> None:
    """Ask uv; comments and addresses of the index stay out."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "lock"
        command = ["uv", "pip", "compile", str(WANTED), "--universal", "--generate-hashes", "--no-header"]
        command += ["--no-annotate", "--python-version", "3.11", "-q", "-o", str(made)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        text = HEAD + made.read_text("utf-8")
    read_lock(text)
    LOCK.write_text(text, "utf-8")


def main(arguments: list[str]) -> int:
    what = arguments[0] if len(arguments) == 1 else ""
    if what == "lock":
        write_lock()
        return 0
    if what not in ("licences", "sbom"):
        print(__doc__)
        return 2
    lock = read_lock(LOCK.read_text("utf-8"))
    if what == "sbom":
        print(json.dumps(bill(lock), indent=1, ensure_ascii=False))
        return 0
    found = licences(lock)
    for name, licence in found.items():
        print(f"{name}: {licence}")
    for line in refused(found):
        print(f"not allowed: {line}")
    return int(bool(refused(found)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
