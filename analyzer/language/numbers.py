"""Numbers as they are written in the language of the moment."""

from __future__ import annotations

from analyzer.language.choice import written_as


def decimal(value: float, digits: int = 0, *, signed: bool = False, grouped: bool = True) -> str:
    """A number with so many digits behind the point or comma, and a real minus sign.

    Rounded half to even, as `round` does. Without ``grouped`` nothing stands between thousands.

    >>> decimal(-1234.56, 1)
    '−1,234.6'
    """
    shown = round(abs(value), digits)
    sign = "" if shown == 0.0 else "−" if value < 0.0 else "+" if signed else ""
    return sign + _written(shown, digits, grouped=grouped)


def shortest(value: float) -> str:
    """A number with only the digits that it needs, six at most.

    >>> shortest(7.50), shortest(8.0)
    ('7.5', '8')
    """
    text = f"{value:g}"
    return text if "e" in text else decimal(value, len(text.partition(".")[2]), grouped=False)


def _written(value: float, digits: int, *, grouped: bool) -> str:
    locale = written_as()
    if locale == "en":
        return f"{value:,.{digits}f}" if grouped else f"{value:.{digits}f}"
    from babel.numbers import format_decimal  # noqa: PLC0415 - heavy, and English does without

    pattern = ("#,##0" if grouped else "0") + (f".{'0' * digits}" if digits else "")
    return str(format_decimal(value, pattern, locale))
