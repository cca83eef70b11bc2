"""Numbers as they are written in the language of the moment."""

from __future__ import annotations

from babel.numbers import format_decimal

from analyzer.language.choice import current, is_pseudo


def decimal(value: float, digits: int = 0, *, signed: bool = False) -> str:
    """A number with so many digits behind the point or comma, and a real minus sign.

    Rounded half to even, as `round` does.

    >>> decimal(-1234.56, 1)
    '−1,234.6'
    """
    shown = round(abs(value), digits)
    sign = "" if shown == 0.0 else "−" if value < 0.0 else "+" if signed else ""
    language = "en" if is_pseudo() else current()
    pattern = f"#,##0.{'0' * digits}" if digits else "#,##0"
    return sign + str(format_decimal(shown, pattern, language.replace("-", "_")))
