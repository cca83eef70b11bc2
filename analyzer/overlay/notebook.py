"""A result as a piece of HTML, for notebooks: the sentence, the picture, the values."""

from __future__ import annotations

from analyzer.meaning.measure_words import measure_text
from analyzer.meaning.number_words import interval
from analyzer.meaning.value_words import about_value
from analyzer.overlay.paint_svg import paint_svg
from analyzer.overlay.scene import build_scene
from analyzer.svg import escaped
from analyzer.types import Analysis, FailedAnalysis, Measure, Photo

_CELL = 'style="text-align:left;padding:2px 14px 2px 0"'


def to_html(result: Analysis | FailedAnalysis, photo: Photo | None = None) -> str:
    """A result for people, as HTML that refers to nothing outside itself. Notebooks show it by themselves.

    Parameters
    ----------
    result : Analysis or FailedAnalysis
    photo : Photo, optional
        What `load_photo` gave. Without it the body is drawn as a plain silhouette: a result holds no pixels.
    """
    name = f"<p><b>{escaped(result.photo.name)}</b></p>"
    if isinstance(result, FailedAnalysis):
        return f"<div>{name}<p>{escaped(result.message)}</p></div>"
    turn = 0 if photo is None else result.photo.turned_deg - photo.turned_deg
    pixels = None if photo is None else photo.turned(turn).rgb
    prefix = f"posture-{(result.photo.sha256 or 'photo')[:12]}"
    picture = paint_svg(
        build_scene(result), pixels, interactive=False, prefix=prefix, views=("photo", "close_up")
    )
    picture = picture.replace("<svg ", '<svg style="width:100%;height:auto" ', 1)
    rows = "".join(map(_row, result.measures.values()))
    issues = "".join(f"<li>{escaped(issue.message)}</li>" for issue in result.view.issues)
    return (
        f"<div>{name}<p>{escaped(result.shortened_psoas.summary)}</p>"
        f'<div style="max-width:720px">{picture}</div>'
        f"<table><tbody>{rows}</tbody></table>"
        f"{f'<ul>{issues}</ul>' if issues else ''}"
        f"<p><small>{escaped(result.shortened_psoas.caveat)}</small></p></div>"
    )


def _row(measure: Measure) -> str:
    title = escaped(measure_text(measure.name).plain)
    if measure.reason is not None:
        return (
            f'<tr><td {_CELL}>{title}</td><td colspan="2" {_CELL}>{escaped(measure.reason.message)}</td></tr>'
        )
    cells = (title, escaped(about_value(measure)), escaped(interval(measure)))
    return f"<tr>{''.join(f'<td {_CELL}>{cell}</td>' for cell in cells)}</tr>"
