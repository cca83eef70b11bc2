"""HEIC and AVIF (ISO/IEC 23008-12): a table says where in the file the parts of pictures are.

Nothing is moved, as the table holds places in the file. What the photo itself does not need is overwritten:
metadata, names, previews, depth, other pictures, and what no item owns.
"""

from __future__ import annotations

import struct
from typing import Final

from analyzer.photo.profile import NoProfileError
from analyzer.photo.resave import orientation_of, same_colours
from analyzer.records.camera_data import boxes as b
from analyzer.records.camera_data.boxes import FULL, Box, Item
from analyzer.records.camera_data.exif import UPRIGHT, UnusualError

_TOP_LEVEL: Final = (b"ftyp", b"meta", b"mdat", b"free", b"skip")
_IN_META: Final = (b"hdlr", b"pitm", b"iinf", b"iloc", b"iprp", b"iref", b"idat")
_CODECS: Final = (b"hvcC", b"av1C", b"avcC", b"vvcC", b"jpgC", b"lhvC", b"a1op", b"a1lx", b"lsel", b"tols")
_PROPERTIES: Final = (
    *_CODECS,
    *(
        b"ispe",
        b"pixi",
        b"pasp",
        b"clap",
        b"irot",
        b"imir",
        b"colr",
        b"auxC",
        b"clli",
        b"mdcv",
        b"cclv",
        b"rloc",
    ),
)
"""What a picture is decoded by; others are texts, times, cameras and what makers invent."""
_ALPHA: Final = (
    b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0",
    b"urn:mpeg:hevc:2015:auxid:1\0",
)
_NO_PICTURE: Final = (b"Exif", b"mime", b"uri ")
_EMPTY_EXIF: Final = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"
"""Where the TIFF structure begins, and one without entries."""
_XMP: Final = b"\0application/rdf+xml\0"
"""No name, and what is in it."""
_HANDLER_NAME: Final = FULL + 20
_HIDDEN: Final = 1


def clean(data: bytes) -> bytes:
    """The same file, in which all that the photo does not need is zeros."""
    try:
        return _clean(data)
    except struct.error as error:
        raise UnusualError from error


def _clean(data: bytes) -> bytes:
    top = list(b.boxes(data, 0, len(data)))
    if any(box.name == b"moov" for box in top):  # a film, which has metadata of its own
        raise UnusualError
    meta = b.only(top, b"meta")
    inside = list(b.boxes(data, meta.content + FULL, meta.end))
    items = b.items(data, b.only(inside, b"iinf"))
    idat = next((box for box in inside if box.name == b"idat"), None)
    b.read_places(data, b.only(inside, b"iloc"), idat, items)
    iprp = b.only(inside, b"iprp")
    ipco = list(b.boxes(data, *_within(b.only(list(b.boxes(data, *_within(iprp))), b"ipco"))))
    for box in b.boxes(data, *_within(iprp)):
        if box.name == b"ipma":
            b.read_properties(data, box, items)
    # HEIC is turned by a box of the picture alone; of AVIF, Pillow asks XMP too.
    turned = orientation_of(data, "avif") if b"avif" in data[top[0].content : top[0].end] else UPRIGHT
    result = bytearray(data)
    kept = _keep_items(data, result, items, _needed(data, inside, items, ipco), turned)
    _clean_properties(data, result, ipco)
    _clean_meta(data, result, inside, kept)
    for box in top:
        if box.name == b"mdat":
            _blank_between(result, box.content, box.end, kept)
        elif box.name not in _TOP_LEVEL:
            _free(result, box)
        elif box.name in (b"free", b"skip"):
            result[box.content : box.end] = bytes(box.end - box.content)
    return bytes(result)


def _within(box: Box) -> tuple[int, int]:
    return box.content, box.end


def _needed(data: bytes, inside: list[Box], items: dict[int, Item], ipco: list[Box]) -> set[int]:
    """The photo, the tiles that it is made of, and its transparency."""
    number = b.primary(data, b.only(inside, b"pitm"))
    if number not in items:
        raise UnusualError
    needed = {number}
    links = [
        (box.name, source, targets)
        for iref in inside
        if iref.name == b"iref"
        for box, source, targets in b.references(data, iref)
    ]
    while True:
        more: set[int] = set()
        for name, source, targets in links:
            if name == b"dimg" and source in needed:
                more |= items.keys() & set(targets)
            elif name == b"auxl" and source in items and needed & set(targets):
                more |= {source} if _is_alpha(data, items[source], ipco) else set()
        if more <= needed:
            return needed
        needed |= more


def _is_alpha(data: bytes, item: Item, ipco: list[Box]) -> bool:
    own = [ipco[number - 1] for number in item.properties if 0 < number <= len(ipco)]
    return any(box.name == b"auxC" and data[box.content + FULL : box.end].startswith(_ALPHA) for box in own)


def _keep_items(
    data: bytes, result: bytearray, items: dict[int, Item], needed: set[int], turned: int
) -> list[tuple[int, int]]:
    """Overwrite all other items, and all names. From where to where something stays."""
    photo = [place for number in needed for place in items[number].extents]
    kept = []
    for number, item in items.items():
        texts = b.kind_end(data, item.entry)
        said = data[texts : item.entry.end]
        says = _XMP if item.kind == b"mime" and _XMP[1:] in said else b""
        result[texts : item.entry.end] = says + bytes(len(said) - len(says))
        if number in needed:
            kept += item.extents
            continue
        for start, end in item.extents:
            if any(start < last and first < end for first, last in photo):
                raise UnusualError
            result[start:end] = bytes(end - start)
        if item.kind not in _NO_PICTURE:
            result[item.entry.content + FULL - 1] |= _HIDDEN
        elif item.extents:
            kept.append(_leave(result, item.kind, item.extents[0], turned))
    return kept


def _leave(result: bytearray, kind: bytes, place: tuple[int, int], turned: int) -> tuple[int, int]:
    """An EXIF structure without entries, and in XMP which way is up, where only that said it."""
    start, end = place
    left = _EMPTY_EXIF if kind == b"Exif" else b""
    if kind == b"mime" and turned != UPRIGHT:
        left = b'tiff:Orientation="%d"' % turned
    if start + len(left) > end:
        left = b""
    result[start : start + len(left)] = left
    return start, start + len(left)


def _clean_properties(data: bytes, result: bytearray, ipco: list[Box]) -> None:
    """Their number and order stay, as pictures name them by it."""
    for box in ipco:
        if box.name not in _PROPERTIES:
            _free(result, box)
        elif box.name == b"colr" and data[box.content : box.content + 4] in (b"prof", b"rICC"):
            start = box.content + 4
            try:
                result[start : box.end] = same_colours(data[start : box.end], box.end - start)
            except NoProfileError:
                raise UnusualError from None
        elif box.name == b"auxC":
            start = box.content + FULL
            alpha = next((urn for urn in _ALPHA if data[start : box.end].startswith(urn)), b"")
            result[start : box.end] = alpha + bytes(box.end - start - len(alpha))


def _clean_meta(data: bytes, result: bytearray, inside: list[Box], kept: list[tuple[int, int]]) -> None:
    for box in inside:
        if box.name not in _IN_META:
            _free(result, box)
        elif box.name == b"hdlr":
            start = min(box.content + _HANDLER_NAME, box.end)
            result[start : box.end] = bytes(box.end - start)
        elif box.name == b"idat":
            _blank_between(result, box.content, box.end, kept)
        elif box.name == b"iref":
            for link, _, _ in b.references(data, box):
                if link.name == b"thmb":  # nothing is left of the preview
                    result[link.start + 4 : link.start + 8] = b"free"
        elif box.name == b"iprp":
            for part in b.boxes(data, *_within(box)):
                if part.name not in (b"ipco", b"ipma"):
                    _free(result, part)


def _free(result: bytearray, box: Box) -> None:
    """A box that nobody reads, full of zeros."""
    result[box.start + 4 : box.start + 8] = b"free"
    result[box.content : box.end] = bytes(box.end - box.content)


def _blank_between(result: bytearray, start: int, end: int, kept: list[tuple[int, int]]) -> None:
    """Zeros wherever nothing is kept."""
    for first, last in sorted(kept):
        if first > start:
            stop = min(first, end)
            result[start:stop] = bytes(max(0, stop - start))
        start = max(start, last)
    if start < end:
        result[start:end] = bytes(end - start)
