"""What is done with each photo, wherever it is done: in this process, in another one, on another machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from analyzer.batch.files import Signature, file_sha256, shown_name, signature
from analyzer.batch.results import (
    OutputFolder,
    is_of,
    names_of,
    overlay_picture,
    overlay_svg,
    wanted_suffixes,
)
from analyzer.batch.run import Analyst, InternalError, Options, Outcome, Record, Result
from analyzer.batch.urls import is_url
from analyzer.errors import OutputError
from analyzer.language import current, speaking, tr
from analyzer.overlay import PictureFormat
from analyzer.types import Photo, PhotoInfo

T_co = TypeVar("T_co", covariant=True)

Load = Callable[[], Photo]


class Task(NamedTuple):
    """A photo, and the name of its files in the output folder (``""`` without one)."""

    path: str
    name: str = ""


class Job(Protocol[T_co]):
    """Something that is done with each photo. It can be pickled, and raises nothing for a single photo."""

    def __call__(self, task: Task, load: Load | None = None) -> T_co:
        """What becomes of the photo. ``load`` gives it, when somebody has begun to read it already."""

    def lost(self, task: Task) -> T_co:
        """The same for a photo that ended the process twice that worked on it."""


class LostError(InternalError):
    """The process that worked on a photo ended, and so did the next one."""

    default_message = (
        "The program was ended from outside while it worked on this photo, twice. It may need more memory "
        "than there is: please try fewer photos at once (--jobs), or a smaller copy of this one."
    )


class Analyze:
    """Gives the results themselves."""

    def __init__(self, options: Options, on_notice: Callable[[str], None] | None = None) -> None:
        self._options, self._on_notice = options, on_notice
        self._language = current()

    def __reduce__(self) -> tuple[Any, ...]:
        return Analyze, (self._options,), {"_language": self._language}

    @cached_property
    def _analyst(self) -> Analyst:
        return Analyst(self._options, self._on_notice)

    def __call__(self, task: Task, load: Load | None = None) -> tuple[Result, ...]:
        """One result, or one for each photo of a file that was taken apart."""
        with speaking(self._language):
            return tuple(outcome.result for outcome in self._analyst.outcome(task.path, load).each())

    def lost(self, task: Task) -> tuple[Result, ...]:
        info = PhotoInfo(shown_name(task.path), file_sha256(task.path), None, None)
        with speaking(self._language):
            return (self._analyst.failed(info, LostError()),)


@dataclass(frozen=True, slots=True)
class Saving:
    """What is written of each photo, and where.

    Attributes
    ----------
    options : Options
    out : str or None
        The output folder, a path or URL; ``None`` to write nothing.
    overlays, svg : bool
        Which pictures are wanted.
    resume : bool
        Whether results that are there already, and still hold, are taken over.
    model_sha256 : str or None
        Of the model that they have to be of, where it is known.
    kind : {"png", "jpeg", "webp"}
        Format of the painted overlay.
    language : str
        What texts and pictures are written in, wherever the work is done: the language of the moment.
    """

    options: Options
    out: str | None = None
    overlays: bool = True
    svg: bool = False
    resume: bool = False
    model_sha256: str | None = None
    kind: PictureFormat = "png"
    language: str = field(default_factory=current)


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of one photo, once its files are written.

    Attributes
    ----------
    record : dict or None
        The result in its JSON form; ``None`` when ``text`` holds it.
    asked, name : str
        Of its files: the name that was wanted, and the one they got; ``""`` where nothing was written.
    troubles, notices : tuple of str
        What went wrong, and what else there is to say, for people.
    seen, kept : Signature or None
        What the file system said of the photo before it was read, and of its result once it was written.
    stored : bool
        Whether the result was there already.
    text : bytes
        The text of the file that holds the result, where it was not taken apart.
    """

    record: Record | None
    asked: str = ""
    name: str = ""
    troubles: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    seen: Signature | None = None
    kept: Signature | None = None
    stored: bool = False
    text: bytes = b""

    def as_record(self) -> Record:
        """The result in its JSON form."""
        if self.record is not None:
            return self.record
        record: Record = json.loads(self.text)
        return record


class Save:
    """Analyses, draws and writes, and says what came of it."""

    def __init__(self, saving: Saving, on_notice: Callable[[str], None] | None = None) -> None:
        self._saving, self._on_notice = saving, on_notice

    def __reduce__(self) -> tuple[Any, ...]:
        return Save, (self._saving,)

    @cached_property
    def _analyst(self) -> Analyst:
        return Analyst(self._saving.options, self._on_notice)

    @cached_property
    def _folder(self) -> OutputFolder | None:
        return None if self._saving.out is None else OutputFolder(self._saving.out, make=False)

    def __call__(self, task: Task, load: Load | None = None) -> tuple[Finished, ...]:
        """What became of the photo, or of each photo of a file that was taken apart."""
        with speaking(self._saving.language):
            return self._done(task, load)

    def _done(self, task: Task, load: Load | None) -> tuple[Finished, ...]:
        seen = signature(task.path)
        if self._saving.resume and (stored := self._stored(task, seen)) is not None:
            return (stored,)
        outcome = self._analyst.outcome(task.path, load)
        if not outcome.parts:
            return (self._finished(outcome, task.name, seen),)
        return tuple(
            self._finished(part, task.name and f"{task.name}#{number}", None)
            for number, part in enumerate(outcome.parts, start=1)
        )

    def lost(self, task: Task) -> tuple[Finished, ...]:
        info = PhotoInfo(shown_name(task.path), file_sha256(task.path), None, None)
        with speaking(self._saving.language):
            failed = self._analyst.failed(info, LostError())
            return (self._finished(Outcome(task.path, None, failed), task.name, None),)

    def _stored(self, task: Task, seen: Signature | None) -> Finished | None:
        """A result that is there already, where it still holds."""
        saving, folder = self._saving, self._folder
        if folder is None or not task.name:
            return None
        own = folder.read(task.name)
        sha256 = file_sha256(task.path)
        if sha256 is None:
            return None
        for name in names_of(task.name, sha256):
            record = own if name == task.name else folder.read(name)
            if record is None or not is_of(record, saving.options, saving.model_sha256):
                continue
            if record["photo"].get("sha256") != sha256 or record["photo"]["name"] != shown_name(task.path):
                continue
            suffixes = wanted_suffixes(overlays=saving.overlays, svg=saving.svg, kind=saving.kind)
            if record["error"] is None and not all(folder.has_overlay(name, end) for end in suffixes):
                continue
            troubles = () if record["error"] is None else (record["error"]["message"],)
            return Finished(record, task.name, name, troubles, seen=seen, kept=self._kept(name), stored=True)
        return None

    def _finished(self, outcome: Outcome, name: str, seen: Signature | None) -> Finished:
        record = outcome.record(self._saving.options)
        troubles = [] if record["error"] is None else [record["error"]["message"]]
        notices, own = [], name
        if self._folder is not None and name:
            name = self._folder.free_name(own, record["photo"]["sha256"])
            if name != own:
                notices.append(
                    tr(
                        "{own} belongs to another photo and is kept. This result is {file}.",
                        own=f"{own}.json",
                        file=f"{name}.json",
                    )
                )
            troubles += self._write(outcome, record, name)
        return Finished(record, own, name, tuple(troubles), tuple(notices), seen, self._kept(name))

    def _kept(self, name: str) -> Signature | None:
        out = self._saving.out
        return None if out is None or not name or is_url(out) else signature(Path(out, f"{name}.json"))

    def _write(self, outcome: Outcome, record: Record, name: str) -> list[str]:
        """Write a photo's files; returns what went wrong, for people."""
        assert self._folder is not None
        messages, picture, svg = [], None, None
        try:
            picture = overlay_picture(outcome, self._saving.kind) if self._saving.overlays else None
            svg = overlay_svg(outcome) if self._saving.svg else None
        except OutputError as error:
            messages.append(error.message)
        try:
            self._folder.write(name, record, picture, svg, kind=self._saving.kind)
        except OutputError as error:
            messages.append(error.message)
        return messages
