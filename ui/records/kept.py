"""Whether the records hold what was typed into a visit: a page asks, beside its runs.

Only from this answer a page says that something is saved. What the records do not hold, though the page has
handed it over, is put back into its field, or taken from here when its page is no longer shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from analyzer.errors import PostureError
from analyzer.language import speaking
from analyzer.types.outside import read_json
from ui.records import TICKET
from ui.records.desk import Desk, find_desk
from ui.records.editing import change_at
from ui.records.merging import holds

if TYPE_CHECKING:
    from starlette.requests import Request

    from analyzer.records import Visit

_MOST_BYTES: Final = 400_000
_MOST_FIELDS: Final = 50
_KEY: Final = re.compile(r"visit_(\d{1,15})_(\w{1,60})")
_INTAKE: Final = "intake_"
_NUMBERS: Final = ("camera_height_cm", "hours_sitting", "hours_standing", "cycling_hours")
_TEXTS: Final = ("notes", "other_sport")

Answer = Literal["kept", "held", "lost", "unknown"]
"""In the records; kept by the session until it can be saved; nowhere; not known for such a field."""


async def tell_kept(request: Request) -> Response:
    """The answer for each field that is asked for; none when the records are locked; 400 otherwise."""
    now = find_desk(request.headers.get(TICKET))
    if now is None or not now.open:
        return JSONResponse({})  # no fault: a page may ask while they are being locked
    asked = _read(await _body(request))
    if asked is None:
        return Response(status_code=400)
    return JSONResponse(await run_in_threadpool(_answers, now, asked))


async def _body(request: Request) -> bytes:
    """What was sent; no more of it is read than is needed to see that it is too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            break
    return body


def _read(body: bytes) -> dict[str, dict[str, Any]] | None:
    try:
        asked = read_json(body, _MOST_BYTES)
    except ValueError:
        return None
    if not isinstance(asked, dict) or len(asked) > _MOST_FIELDS:
        return None
    if not all(isinstance(each, dict) and isinstance(each.get("text"), str) for each in asked.values()):
        return None
    return asked


def _answers(now: Desk, asked: Mapping[str, Mapping[str, Any]]) -> dict[str, Answer]:
    with speaking(now.language), now.alone:
        return {
            key: answer(now, key, each["text"], take=each.get("take") is True) for key, each in asked.items()
        }


def answer(now: Desk, key: str, text: str, *, take: bool = False) -> Answer:
    """Whether the field with this key is kept as this text; with ``take`` it is saved if it is not."""
    records, found = now.records, _KEY.fullmatch(key)
    if records is None or found is None:
        return "unknown"
    visit_id = int(found[1])
    try:
        visit = records.visit(visit_id)
        fields = _fields(visit, found[2], text)
    except (PostureError, ValueError):
        fields = None
    if fields is None:
        return "unknown"
    if visit_id in now.unsaved:
        return "held"
    if all(holds(getattr(visit, name), value) for name, value in fields.items()):
        return "kept"
    if take and records.may("write"):
        return "kept" if change_at(now, visit_id, fields) else "held"
    return "lost"


def _fields(visit: Visit, name: str, text: str) -> dict[str, Any] | None:
    """What of a visit a field with this text means; nothing for a field that is no text and no number.

    Raises
    ------
    ValueError
        The text is no number, or not one that can be answered.
    """
    of_intake = name.startswith(_INTAKE)
    name = name.removeprefix(_INTAKE)
    if name in _NUMBERS:
        value: Any = float(text) if text.strip() else None
    elif name in _TEXTS:
        value = text
    else:
        return None
    return {"intake": replace(visit.intake, **{name: value})} if of_intake else {name: value}
