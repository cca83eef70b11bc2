"""What the app is made of: the lock agrees with the requirements, licences are allowed, the bill is whole."""

from __future__ import annotations

import hashlib
import json
import re
import urllib.parse
from pathlib import Path

import pytest

from analyzer.errors import ModelUnavailableError
from analyzer.pose import store
from tests import supply

TEXT = supply.LOCK.read_text("utf-8")
PACKAGES = supply.read_lock(TEXT)
AGAIN = "python -m tests.supply lock writes it anew"


def test_the_lock_agrees_with_the_requirements() -> None:
    locked = {item.name: item.version for item in PACKAGES if item.marker is None}
    assert {name: locked.get(name) for name in supply.wanted()} == supply.wanted(), AGAIN


def test_every_file_of_every_package_has_its_hash() -> None:
    assert len(PACKAGES) > 60
    assert [item.name for item in PACKAGES if not item.hashes] == []
    assert all(len(set(item.hashes)) == len(item.hashes) for item in PACKAGES)
    # Of what is compiled, there is more than one system's file.
    count = {item.name: len(item.hashes) for item in PACKAGES}
    assert (
        min(count[name] for name in ("numpy", "mediapipe", "pillow", "pyarrow", "sqlcipher3", "typst")) >= 4
    )


def test_the_lock_is_complete_on_every_system_and_holds_nothing_else() -> None:
    assert supply.missing_from(PACKAGES) == [], AGAIN
    assert supply.unneeded_in(PACKAGES) == [], AGAIN
    without = [item for item in PACKAGES if item.name not in ("numpy", "tqdm")]
    assert any("numpy" in line for line in supply.missing_from(without))


def test_the_lock_names_no_place() -> None:
    """No index, no folder: only names, versions, markers and hashes."""
    for line in TEXT.splitlines():
        assert line.startswith("#") or supply._PIN.match(line) or supply._HASH.match(line), line
    assert not re.search(r"://|index-url|find-links|file:", TEXT)
    for line in ("--index-url https://example.org", "a @ https://example.org/a.whl", "numpy>=2 \\", "../a"):
        with pytest.raises(ValueError, match="does not belong"):
            supply.read_lock(line)


def test_licences_are_allowed() -> None:
    found = supply.licences(PACKAGES)
    assert len(found) > 60
    assert supply.refused(found) == []
    assert set(supply.EXCEPTIONS) <= {item.name for item in PACKAGES}


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("MIT AND Apache-2.0", True),
        ("GPL-3.0-only OR MIT", True),
        ("AGPL-3.0-or-later", False),
        ("MIT AND GPL-2.0-only", False),
        ("CC-BY-NC-4.0", False),
        ("unknown", False),
        ("LGPL-3.0-only", False),
    ],
)
def test_which_licences_are_allowed(licence: str, allowed: bool) -> None:
    assert supply.is_allowed(licence) == allowed
    assert (supply.refused({"some-package": licence}) == []) == allowed


def test_the_bill_of_materials() -> None:
    bill = supply.bill(PACKAGES)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert json.dumps(supply.bill(PACKAGES)) == json.dumps(bill)
    refs = [item["bom-ref"] for item in bill["components"]]
    assert len(set(refs)) == len(refs)
    assert sorted(bill["dependencies"][0]["dependsOn"]) == sorted(refs)
    assert {item["name"] for item in bill["components"]} >= set(supply.wanted()) | {store.MODEL_NAME}
    for item in bill["components"]:
        assert item["hashes"] and all(len(it["content"]) == 64 for it in item["hashes"])
        if item["type"] == "library":
            assert urllib.parse.unquote(item["purl"]) == f"pkg:pypi/{item['name']}@{item['version']}"


def test_a_pose_model_of_another_content_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither what lies in the cache, nor what was fetched."""
    monkeypatch.setenv("POSTURE_CACHE", str(tmp_path))
    monkeypatch.delenv("POSTURE_MODEL", raising=False)
    file = tmp_path / store.FILE_NAME
    file.write_bytes(b"another model")
    monkeypatch.setattr(store, "_fetch_with_pip", lambda: (b"detector", b"landmarks"))
    monkeypatch.setattr(store, "_fetch_directly", lambda: (b"detector", b"landmarks"))
    with pytest.raises(ModelUnavailableError):
        store.model_path()
    assert store._verified(file) is None
    monkeypatch.setattr(store, "TASK_SHA256", hashlib.sha256(b"another model").hexdigest())
    assert store.model_path() == file
