"""From two visits to their comparison, and to the two photos that show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ui.compare.session import Comparing, Visit
from ui.session.checked_photo import CheckedPhoto

if TYPE_CHECKING:
    from analyzer.compare.changes import Comparison, Occasion
    from analyzer.types import Analysis
    from analyzer.types.codes import Facing


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two visits, compared.

    Attributes
    ----------
    comparison : Comparison
    before, after : CheckedPhoto or None
        The photo to show of each visit: of several, the one nearest to their medians.
    sides : tuple of {"left", "right"}
        The sides that both visits show, as the person in ``before`` faces.
    """

    comparison: Comparison
    before: CheckedPhoto | None
    after: CheckedPhoto | None
    sides: tuple[Facing, ...]

    @property
    def photos(self) -> tuple[CheckedPhoto, CheckedPhoto] | None:
        """Both photos, if both are there."""
        return None if self.before is None or self.after is None else (self.before, self.after)

    @property
    def other_side(self) -> bool:
        """Whether left is compared with right."""
        return any(reason.code == "other_side" for reason in self.comparison.reasons)

    @property
    def same_photo(self) -> bool:
        """Whether both sides hold the very same picture."""
        if self.photos is None:
            return False
        before, after = (photo.analysis.photo.sha256 for photo in self.photos)
        return before is not None and before == after


def make_pair(now: Comparing) -> Pair:
    """Compare what was given. Both sides have to be there."""
    from analyzer.compare.changes import common_sides, compare, mirror  # noqa: PLC0415 - heavy

    mirrored = now.mirrored is not None
    sides = common_sides(_analyses(now.before), _analyses(now.after), mirrored=mirrored)
    first: Facing | None = None
    if sides:
        first = now.facing if now.facing in sides else sides[0]
    second = mirror(first) if first and mirrored else first
    before, shown_before = _occasion(now.before, first, mirrored=now.mirrored == "before")
    after, shown_after = _occasion(now.after, second, mirrored=now.mirrored == "after")
    return Pair(compare(before, after), shown_before, shown_after, sides)


def _analyses(visit: Visit) -> list[Analysis]:
    return [photo.analysis for photo in visit.photos]


def _occasion(visit: Visit, facing: Facing | None, *, mirrored: bool) -> tuple[Occasion, CheckedPhoto | None]:
    from analyzer.compare.changes import occasion_of  # noqa: PLC0415 - heavy
    from analyzer.compare.several_photos import summarize  # noqa: PLC0415 - heavy

    setup = visit.setup(mirrored=mirrored)
    if visit.result is not None:
        return replace(visit.result, setup=setup), None
    analyses = _analyses(visit)
    nearest = 0 if len(analyses) == 1 else summarize(analyses, facing).nearest
    return occasion_of(analyses, setup, facing), visit.photos[nearest]
