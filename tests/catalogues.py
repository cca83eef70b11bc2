"""``python -m tests.catalogues``: collect the messages, bring the catalogues up to date, and compile them.

``collect`` brings the messages of the program into every ``.po`` (nothing that was translated is lost),
``compile`` makes the ``.mo`` files, ``missing LANGUAGE`` lists what is not translated, ``wrong LANGUAGE``
what does not fit its message. For translators: ``to-do LANGUAGE FILE`` writes what is missing as JSON, a
list of ``{"message", "context", "many", "places"}``, and ``fill LANGUAGE FILE`` takes the same list with
``"said"`` (a text, or the forms of the plural) into the catalogue. Babel does the work.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from analyzer.language import LANGUAGES
from analyzer.language.catalogues import COUNTED, FOLDER
from analyzer.language.messages import MARKED, texts_of

ROOT: Final = Path(__file__).resolve().parents[1]
_NO_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Compiled catalogues hold a day; the same messages are to give the same file."""
_CHANGING: Final = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator')
_IMPORTED: Final = ("analyzer", "ui")
_READ: Final = ("analyzer", "ui", "app_pages", "app.py")
_NOT_IMPORTED: Final = re.compile(r"^analyzer\.__main__$|\.language\.|\.migrations")
_IN_TEMPLATES: Final = re.compile(r"""\btr\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


class Found(NamedTuple):
    """A message in the code."""

    place: str
    message: str | tuple[str, str]
    context: str | None = None


def collect() -> list[Found]:
    """Every message of the program, in the order of the files."""
    return [*_calls(), *_in_templates(), *_marked()]


def _files(*endings: str) -> Iterator[Path]:
    for name in _READ:
        path = ROOT / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in endings and "language" not in file.relative_to(ROOT).parts:
                yield file


def _calls() -> Iterator[Found]:
    for file in _files(".py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            texts = [item.value for item in node.args if isinstance(item, ast.Constant)]
            place = str(file.relative_to(ROOT))
            if name == "tr" and texts and isinstance(texts[0], str):
                yield Found(place, texts[0])
            elif name == "trn":
                yield Found(place, (str(texts[0]), str(texts[1])))
            elif name == "trp":
                yield Found(place, str(texts[1]), str(texts[0]))


def _in_templates() -> Iterator[Found]:
    for file in _files(".jinja", ".html", ".j2"):
        for match in _IN_TEMPLATES.finditer(file.read_text("utf-8")):
            yield Found(str(file.relative_to(ROOT)), ast.literal_eval(match[1]))


def _marked() -> Iterator[Found]:
    sys.path.insert(0, str(ROOT))
    for name in _IMPORTED:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not _NOT_IMPORTED.search(module.name):
                importlib.import_module(module.name)
    for place, words in MARKED:
        if place.partition(".")[0] not in _IMPORTED:
            continue  # a test's own
        for text in texts_of(words):
            if any(sign.isalpha() for sign in text):
                yield Found(place.replace(".", "/") + ".py", text)


def template() -> Catalog:
    """All messages, without translations."""
    made = Catalog(project="posture-analyzer", charset="utf-8", fuzzy=False)
    for found in collect():
        places = [(found.place, 0)]
        made.add(found.message, context=found.context, locations=places)
    return made


def read(language: str) -> Catalog:
    """The catalogue of a language, empty where there is none yet."""
    path = FOLDER / f"{language}.po"
    if not path.is_file():
        return Catalog(locale=language.replace("-", "_"), project="posture-analyzer", charset="utf-8")
    with path.open("rb") as file:
        found = read_po(file, locale=language.replace("-", "_"))
    found.creation_date = found.revision_date = _NO_DAY
    return found


def missing(catalogue: Catalog) -> list[Message]:
    """Messages without a translation."""
    return [item for item in catalogue if item.id and (not _complete(item) or item.fuzzy)]


def _complete(item: Message) -> bool:
    return all(item.string) if isinstance(item.string, tuple | list) else bool(item.string)


def _write(path: Path, catalogue: Catalog) -> None:
    data = BytesIO()
    write_po(data, catalogue, width=0, include_lineno=False)
    lines = data.getvalue().splitlines(keepends=True)
    # Days and versions would make every file differ after every run.
    path.write_bytes(b"".join(line for line in lines if not line.startswith(_CHANGING)))


def counted(catalogue: Catalog) -> Catalog:
    """The same catalogue with one message more: how many per cent are translated."""
    total = len(catalogue)
    share = 100.0 * (total - len(missing(catalogue))) / total if total else 0.0
    counted = copy.copy(catalogue)
    counted._messages = dict(catalogue._messages)
    context, message = COUNTED
    counted.add(message, f"{share:.1f}", context=context)
    return counted


# --- For translators ------------------------------------------------------------------------------------

_PLACE: Final = re.compile(r"\{[a-z_0-9.]*\}")
_TAG: Final = re.compile(r"</?[a-z][^<>]*>")
_ADDRESS: Final = re.compile(r"\]\([^()]*\)|https?://[^\s)>]+")


def faults(message: str, said: str) -> list[str]:
    """What a translation lost or added: places, tags, addresses, emphasis, blanks at its ends."""
    found = [
        f"{name}: {sorted(pattern.findall(message))} became {sorted(pattern.findall(said))}"
        for name, pattern in (("places", _PLACE), ("tags", _TAG), ("addresses", _ADDRESS))
        if sorted(pattern.findall(message)) != sorted(pattern.findall(said))
    ]
    found += [f"number of {sign}" for sign in ("**", "`") if message.count(sign) != said.count(sign)]
    if (message[:1].isspace(), message[-1:].isspace()) != (said[:1].isspace(), said[-1:].isspace()):
        found.append("blanks at its ends")
    if "—" in said or " – " in said:
        found.append("a dash between words")
    return found


def wrong(catalogue: Catalog) -> list[str]:
    """Translations that do not fit their messages."""
    found = []
    for item in catalogue:
        if not item.id or not _complete(item):
            continue
        if isinstance(item.id, tuple | list):
            # One form may leave the number out ("a photo").
            known = set(_PLACE.findall(" ".join(item.id)))
            bad = [f"places: {text}" for text in item.string if not set(_PLACE.findall(text)) <= known]
        else:
            bad = faults(item.id, str(item.string))
        found += [f"{item.id!r} → {item.string!r}: {fault}" for fault in bad]
    return found


def to_do(catalogue: Catalog) -> list[dict[str, object]]:
    """What is missing, for a translator."""
    rows: list[dict[str, object]] = []
    for item in missing(catalogue):
        one, *many = item.id if isinstance(item.id, tuple | list) else (item.id,)
        row: dict[str, object] = {"message": one}
        row |= {"many": many[0]} if many else {}
        row |= {"context": item.context} if item.context else {}
        rows.append(row | {"places": sorted({place for place, _ in item.locations})})
    return rows


def fill(catalogue: Catalog, rows: list[dict[str, Any]]) -> list[str]:
    """Take translations into a catalogue; what does not fit is told and left out."""
    told = []
    for row in rows:
        key = (row["message"], row["many"]) if row.get("many") else row["message"]
        item = catalogue.get(key, row.get("context"))
        said = row.get("said")
        if item is None or not said:
            told.append(f"{'not said' if item else 'no such message'}: {row['message']!r}")
            continue
        bad = [] if isinstance(said, list) else faults(row["message"], said)
        if bad:
            told.append(f"{row['message']!r} → {said!r}: {bad}")
            continue
        item.string = tuple(said) if isinstance(said, list) else said
        item.flags.discard("fuzzy")
    return told


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.catalogues", description=__doc__)
    parser.add_argument("what", choices=("collect", "compile", "missing", "wrong", "to-do", "fill"))
    parser.add_argument("language", nargs="?", choices=[*LANGUAGES], help="all of them when none is named")
    parser.add_argument("file", nargs="?", type=Path)
    given = parser.parse_args(arguments)
    languages = [given.language] if given.language else [name for name in LANGUAGES if name != "en"]
    FOLDER.mkdir(exist_ok=True)
    if given.what in ("to-do", "fill"):
        return _for_translators(given.what, given.language, given.file)
    fresh = template() if given.what == "collect" else None
    if fresh is not None:
        print(f"{len(fresh)} messages")
    for language in languages:
        there = read(language)
        if fresh is not None:
            there.update(fresh, no_fuzzy_matching=True, update_header_comment=False)
            there.obsolete.clear()
            _write(FOLDER / f"{language}.po", there)
            there = read(language)
        if given.what == "missing":
            print(*(f"{language}: {item.id!r}" for item in missing(there)), sep="\n")
        elif given.what == "wrong":
            print(*(f"{language}: {fault}" for fault in wrong(there)), sep="\n")
        else:
            _compile(language, there)
        print(f"{language}: {len(there) - len(missing(there))} of {len(there)}")
    return 0


def _for_translators(what: str, language: str, file: Path) -> int:
    there = read(language)
    if what == "to-do":
        rows = to_do(there)
        file.write_text(json.dumps(rows, ensure_ascii=False, indent=0), "utf-8")
        print(f"{len(rows)} messages")
        return 0
    told = fill(there, json.loads(file.read_text("utf-8")))
    _write(FOLDER / f"{language}.po", there)
    _compile(language, there)
    print(*told, f"{language}: {len(there) - len(missing(there))} of {len(there)}", sep="\n")
    return 1 if told else 0


def _compile(language: str, catalogue: Catalog) -> None:
    with (FOLDER / f"{language}.mo").open("wb") as file:
        write_mo(file, counted(catalogue))


if __name__ == "__main__":
    raise SystemExit(main())
