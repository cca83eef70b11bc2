"""Files: backups, packed ones, results of last time, accounts, settings."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from random import Random
from typing import Final

from analyzer.errors import PostureError
from tests.fuzz import pictures
from tests.fuzz.mutate import dump, spoil_bytes, spoil_json
from tests.fuzz.records import analysis, result_record
from tests.fuzz.target import Target, expect, folder


@cache
def backup() -> bytes:
    """A small file of records, made with few rounds."""
    analysis()
    import records_cases as cases

    from analyzer.records import Records, cipher

    cipher.ROUNDS = 10  # type: ignore[misc]
    with Records.create(folder() / "first" / "clients.records", cases.PASSPHRASE) as records:
        client = records.add_client("K-1")
        records.save_visit(client.id, cases.draft(cases.new_photo(1)))
        return records.backup()


def make_backup(rng: Random) -> bytes:
    data = backup()
    if rng.random() < 0.1:
        return spoil_bytes(rng, dump(result_record()).encode())
    if rng.random() < 0.1:
        page = 4096 * rng.randrange(len(data) // 4096)
        return data[:page] + data[page + 4096 :]
    return spoil_bytes(rng, data)


def read_backup(data: bytes) -> None:
    import records_cases as cases

    from analyzer.records import Records

    place = folder() / "second"
    file = place / "clients.records"
    for old in place.glob("*") if place.exists() else ():
        old.unlink()
    try:
        with Records.restore(data, file, cases.PASSPHRASE) as records:
            for client in records.clients():
                for visit in records.visits(client.id):
                    records.visit(visit.id)
            expect(records.photo_data(1) == cases.jpeg(1), "another photo")
    except PostureError:
        expect(not file.exists(), "a refused backup was put in place")
        raise


# --- Files packed together --------------------------------------------------------------------------------


def make_zip(rng: Random) -> bytes:
    buffer = io.BytesIO()
    method = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    with zipfile.ZipFile(buffer, "w", method) as packed:
        for number in range(rng.choice((1, 2, 5))):
            ending = rng.choice((".jpg", ".analysis.json", ".json", ".overlay.png", ".txt", "", ".JPG"))
            folder = rng.choice(("", "", "../", "/", "a/b/", "C:\\", ".", "\x01"))
            record = (
                dump(result_record()).encode() if rng.random() < 0.5 else spoil_json(rng, result_record())
            )
            content = record if "json" in ending else pictures.picture("JPEG", number)
            if rng.random() < 0.02:
                content = bytes(40_000_000)
            packed.writestr(f"{folder}{number}{ending}", content)
    return buffer.getvalue() if rng.random() < 0.2 else spoil_bytes(rng, buffer.getvalue())


def read_zip(data: bytes) -> None:
    from ui.webcam.last_time import read_last_time

    found = read_last_time([("last.zip", data)])
    if isinstance(found, list):
        expect(sum(len(content) for _, content in found) < 500_000_000, "unpacks to too much")


def make_last_result(rng: Random) -> bytes:
    return spoil_json(rng, result_record())


def read_last_result(data: bytes) -> None:
    from analyzer.compare.changes import compare, occasion_of
    from ui.webcam.last_time import read_last_time

    found = read_last_time([("last.json", data)])
    expect(not isinstance(found, list), "a result is no photo")
    compare(found, occasion_of(analysis()))  # type: ignore[arg-type]


# --- Files of the program's own -------------------------------------------------------------------------

ACCOUNTS: Final = {
    "version": 1,
    "changed": "2026-01-01",
    "accounts": {"anna": "$argon2id$v=19$m=65536,t=3,p=4$x$y"},
}


def make_accounts(rng: Random) -> bytes:
    return spoil_json(rng, ACCOUNTS)


def read_accounts(data: bytes) -> None:
    from ui.access.accounts import Accounts

    file = folder() / "spoiled.json"
    file.write_bytes(data)
    file.chmod(0o600)
    accounts = Accounts(file)
    expect(accounts.configured in (True, False), "configured")
    for name, hashed in accounts.hashes().items():
        expect(isinstance(name, str) and isinstance(hashed, str), "no text")
        if not hashed.startswith("$argon2id$v=19$m=65536"):  # the hash itself costs 50 ms
            expect(accounts.verify(name, "four words of mine here") is None, "somebody came in")


SETTINGS: Final = {"idle_min": 10, "camera_data": False}
PROFILE: Final = {
    "name": "Practice",
    "address": "Street 1",
    "logo": "aGVsbG8=",
    "logo_name": "a.png",
    "paper": "a4",
}


def make_own_files(rng: Random) -> bytes:
    return spoil_json(rng, rng.choice((SETTINGS, PROFILE)))


def read_own_files(data: bytes) -> None:
    """Settings and practice: what cannot be read is as if it were not there."""
    from ui.records import settings
    from ui.report import profile

    file = folder() / "own.json"
    file.write_bytes(data)
    settings.settings_file = lambda: file  # type: ignore[assignment]
    profile.profile_file = lambda: file  # type: ignore[assignment]
    expect(1 <= settings.load_idle_min() <= 60, "minutes")
    expect(settings.keeps_camera_data() in (True, False), "camera data")
    found = profile.load_profile()
    if found is not None:
        found.name.encode(), found.address.encode()
        expect(found.paper in ("a4", "letter"), "paper")


def targets() -> tuple[Target, ...]:
    from ui.access.accounts import AccountsError

    return (
        Target("backup", 2, make_backup, read_backup, (PostureError,)),
        Target("zip", 4, make_zip, read_zip, (ValueError,)),
        Target("last-result", 4, make_last_result, read_last_result, (ValueError,)),
        Target("accounts", 4, make_accounts, read_accounts, (AccountsError,)),
        Target("own-files", 4, make_own_files, read_own_files, ()),
    )
