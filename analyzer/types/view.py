"""What the photo shows, and what spoils it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analyzer.language import speaks
from analyzer.types.codes import Facing, IssueCode, Severity
from analyzer.types.forms import Rounded1, contract_fields


@speaks("message")
@dataclass(frozen=True, slots=True)
class Issue:
    """Something about the photo that spoils the result.

    Attributes
    ----------
    code : IssueCode
        Stable name, e.g. ``"loose_clothing"``.
    severity : {"warn"}
        Measured, with less certainty. A photo that cannot be used has no issues: it is an error.
    message : str
        One sentence: what is wrong, and what to do.
    """

    code: IssueCode
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class ViewCheck:
    """Result of looking at how the photo was taken.

    Attributes
    ----------
    facing : {"left", "right"}
        The side of the *picture* that the person looks to.
    trunk_rotation_deg : float
        How far the trunk is turned out of the exact side view, 0 or more. A rough estimate.
    issues : tuple of Issue
    """

    facing: Facing
    trunk_rotation_deg: Rounded1
    issues: tuple[Issue, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of the contract."""
        return contract_fields(self)
