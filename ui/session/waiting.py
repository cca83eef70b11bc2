"""Photos that wait are checked one after another.

What was made of each is kept: an interrupted run of a page goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable

from analyzer.errors import ModelUnavailableError
from analyzer.language import tr, trn
from ui.session.checked_photo import CheckedPhoto, Problem, Waiting
from ui.session.state import state
from ui.session.work import try_check

Say = Callable[[float, str], object]
"""Is given how much is done, 0 to 1, and what is being done."""
Made = CheckedPhoto | Problem | None


def keep(made: CheckedPhoto) -> Made:
    """Photos that were checked are collected."""
    return made


def check_all(
    waiting: Waiting, say: Callable[[str], object], take: Callable[[CheckedPhoto], Made] = keep
) -> None:
    """Check all that waits.

    Parameters
    ----------
    waiting : Waiting
        Is changed after each photo.
    say : callable
        Is called before each photo, with nothing, and with words while photos of others come first.
    take : callable
        Is given each photo that could be checked. What it returns is collected in ``waiting``: the photo or a
        problem with it; nothing for a photo that it keeps elsewhere.
    """
    while waiting.files:
        say("")
        name, data = waiting.files[0]
        checked = try_check(name, data, waiting.turn_deg, lambda before: say(queue_words(before)))
        made = checked if isinstance(checked, Problem) else take(checked)
        if isinstance(made, Problem):
            waiting.problems += (made,)
        elif made is not None:
            waiting.fresh += (made,)
        # Without the model the same trouble would come with every other photo.
        no_model = isinstance(made, Problem) and made.code == ModelUnavailableError.code
        waiting.files = () if no_model else waiting.files[1:]


def queue_words(before: int) -> str:
    """What is said while photos of others come first."""
    if not before:
        return tr("Others are using the program. Your photo is next...")
    return trn(
        "Others are using the program. {count} photo comes before yours...",
        "Others are using the program. {count} photos come before yours...",
        before,
    )


def check_waiting(say: Say) -> None:
    """Check the photos that wait in the session. When none can be used, the last good results stay."""
    now = state()
    waiting = now.waiting

    def tell(words: str) -> None:
        total, number = waiting.given, waiting.done
        usual = (
            tr("Looking at the photo...")
            if total == 1
            else tr("Photo {number} of {total}...", number=number + 1, total=total)
        )
        say(number / total, words or usual)

    check_all(waiting, tell)
    if waiting.fresh:
        before = now.photos if now.series.goes_on(waiting, now.photos) else ()
        if not before:
            now.pictures.clear()
        now.photos, now.selected = (*before, *waiting.fresh), len(before)
        now.series = now.series.with_fresh(waiting, now.photos)
    if waiting.fresh or waiting.problems:
        now.arrivals += 1
        now.problems, now.stale = waiting.problems, not waiting.fresh and bool(now.photos)
    now.waiting = Waiting()
