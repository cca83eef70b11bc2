"""``python -m tests.catalogues``: collect the messages, bring the catalogues up to date, and compile them.

``collect`` writes ``messages.pot`` and merges it into every ``.po`` (nothing that was translated is lost),
``compile`` makes the ``.mo`` files, ``missing LANGUAGE`` lists what is not translated. Babel does the work.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from analyzer.language import LANGUAGES
from analyzer.language.catalogues import COUNTED, FOLDER
from analyzer.language.messages import MARKED, texts_of

ROOT: Final = Path(__file__).resolve().parents[1]
_CHANGING: Final = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator')
TEMPLATE: Final = FOLDER / "messages.pot"
_IMPORTED: Final = ("analyzer", "ui")
_READ: Final = ("analyzer", "ui", "app_pages", "app.py")
_NOT_IMPORTED: Final = re.compile(r"__main__|\.language\.|\.migrations")
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
        return read_po(file, locale=language.replace("-", "_"))


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


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.catalogues", description=__doc__)
    parser.add_argument("what", choices=("collect", "compile", "missing"))
    parser.add_argument("language", nargs="*", help="all of them when none is named")
    given = parser.parse_args(arguments)
    languages = given.language or [name for name in LANGUAGES if name != "en"]
    FOLDER.mkdir(exist_ok=True)
    if given.what == "collect":
        fresh = template()
        _write(TEMPLATE, fresh)
        for language in languages:
            old = read(language)
            old.update(fresh, no_fuzzy_matching=True, update_header_comment=False)
            old.obsolete.clear()
            _write(FOLDER / f"{language}.po", old)
        print(f"{len(fresh)} messages")
    for language in languages:
        there = read(language)
        if given.what == "missing":
            for item in missing(there):
                print(f"{language}: {item.id!r}")
        else:
            with (FOLDER / f"{language}.mo").open("wb") as file:
                write_mo(file, counted(there))
        print(f"{language}: {len(there) - len(missing(there))} of {len(there)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
