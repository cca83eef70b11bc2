"""Which language the command line speaks, and the words of argparse itself.

The language is that of ``--language``, else of POSTURE_LANGUAGE, else that of the system where it is
translated. It has to be known before the options are read, as their help is written in it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from analyzer.language import LANGUAGES, available, choose, follow, mark, of_the_system, speaking, tr
from analyzer.language.choice import PSEUDO

OPTION: Final = "--language"
VARIABLE: Final = "POSTURE_LANGUAGE"

ARGPARSE: Final = mark(
    (
        "usage: ",
        "%(prog)s: error: %(message)s\n",
        "positional arguments",
        "options",
        "commands",
        "show this help message and exit",
        "argument %(argument_name)s: %(message)s",
        "the following arguments are required: %s",
        "one of the arguments %s is required",
        "unrecognized arguments: %s",
        "expected one argument",
        "expected at most one argument",
        "expected at least one argument",
        "expected %s argument",
        "expected %s arguments",
        "ambiguous option: %(option)s could match %(matches)s",
        "ignored explicit argument %r",
        "not allowed with argument %s",
        "invalid %(type)s value: %(value)r",
        "invalid choice: %(value)r (choose from %(choices)s)",
        "invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)",
    )
)
"""What argparse says by itself, in the words of its versions. It looks up the title of commands as well."""


def add_language_option(parser: argparse.ArgumentParser) -> None:
    """``--language`` of the whole program; `speak` has read it already."""
    parser.add_argument(
        OPTION,
        metavar="CODE",
        help=tr(
            "the language to speak: {codes} (default: POSTURE_LANGUAGE, or that of the system)",
            codes=", ".join(LANGUAGES),
        ),
    )


@contextmanager
def speak(argv: Sequence[str]) -> Iterator[None]:
    """Speak the language that is wanted, here and in the processes that this one starts.

    A language that there is not is wrong usage, which ends the program.
    """
    wanted = _wanted(argv) or os.environ.get(VARIABLE) or _of_the_system()
    language = _known(wanted)
    if language is None:
        there = ", ".join(LANGUAGES)
        sys.stderr.write(f"posture-analyzer: there are the languages {there}, not {wanted!r}\n")
        raise SystemExit(2)
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = language
    followed = follow(lambda: language)  # for threads, which do not know what is spoken here
    try:
        with speaking(language):
            yield
    finally:
        follow(followed)
        if before is None:
            os.environ.pop(VARIABLE, None)
        else:
            os.environ[VARIABLE] = before


def _known(wanted: str) -> str | None:
    """The language that is meant: ``de_AT`` is German."""
    if wanted == PSEUDO:
        return PSEUDO
    found = choose([wanted])
    return None if found == "en" and not wanted.casefold().startswith("en") else found


def _of_the_system() -> str:
    """What the system asks for, where it is translated: half of a language helps nobody who did not ask."""
    language = of_the_system()
    return language if language in available() else "en"


def _wanted(argv: Sequence[str]) -> str | None:
    """What ``--language`` says before the command, shortened as argparse lets one do it."""
    words = iter(argv)
    for word in words:
        name, equal, value = word.partition("=")
        if not name.startswith("-"):
            break
        if len(name) > len("--") and OPTION.startswith(name):
            return value if equal else next(words, None)
    return None


def argparse_says(message: str) -> str:
    """A message of argparse in the language of the moment. It also asks for what it was not given."""
    return tr(message) if message else message


@contextmanager
def argparse_speaks() -> Iterator[None]:
    """Have argparse look its own words up where all others are: it asks gettext, which knows none of them."""
    names: Any = argparse  # the two functions are its own, without a public name
    before = names._, names.ngettext
    names._ = argparse_says
    names.ngettext = lambda one, many, count: tr(one if count == 1 else many)
    try:
        yield
    finally:
        names._, names.ngettext = before
