"""The options about what values are set beside, in a module that is quickly imported."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analyzer.language import tr

if TYPE_CHECKING:
    from analyzer.types.codes import ReferenceName


def add_reference_options(parser: argparse.ArgumentParser) -> None:
    """``--reference`` and the list of what there is."""
    parser.add_argument(
        "--reference",
        type=_reference,
        metavar="NAME",
        help=tr(
            "what values are set beside: a source, women or men, or none (default: all; see "
            "--list-references)"
        ),
    )
    parser.add_argument(
        "--list-references", action=_List, nargs=0, help=tr("say which references there are, and exit")
    )


def _reference(text: str) -> ReferenceName:
    from analyzer.measures.references import REFERENCES  # noqa: PLC0415 - heavy

    found = next((name for name in REFERENCES if name == text.replace("-", "_").lower()), None)
    if found is None:
        raise argparse.ArgumentTypeError(
            tr(
                "there is no reference {name}; there are {known}",
                name=repr(text),
                known=", ".join(REFERENCES),
            )
        )
    return found


class _List(argparse.Action):
    """Prints the list and ends, as ``--help`` does."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        sys.stdout.write("\n".join([*_lines(), ""]))
        parser.exit()


def _lines() -> list[str]:
    from analyzer.meaning.measure_words import measure_text  # noqa: PLC0415 - heavy
    from analyzer.meaning.number_words import span, typical  # noqa: PLC0415
    from analyzer.measures.references import REFERENCES  # noqa: PLC0415

    lines = []
    for name, choice in REFERENCES.items():
        lines += [f"{name}: {choice.title}. {choice.about}"]
        lines += [
            "    "
            + tr(
                "{measure}: typical {span}",
                measure=measure_text(measure).technical,
                span=span(typical(item), "deg"),
            )
            for measure, item in choice.of.items()
        ]
    return lines
