"""How a finding is known again in another audit of the same case: by what decided it, not by where that stood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caseaudit.language.fold import prepare

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from caseaudit.domain.audit import Evidence, Finding

_PERSON = re.compile(r"(children|people)\[\d+\]")
_LISTS = frozenset(
    {
        *("children", "people", "narrative", "flags", "referrals", "meetings", "risk_assessments", "notices"),
        *("reviews", "attendances", "actions", "previous_episodes", "lines_of_enquiry", "devices"),
        *("suspect_identifiers", "linked"),
    }
)
_UNLIKE = "_~"
"""What folding makes of a letter or sign that has no likeness in ASCII."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that decided a finding, and what it is known again by."""

    key: Hashable
    evidence: Evidence | None
    """None where the finding rests on absence."""


def pieces_of(findings: Iterable[Finding]) -> list[Piece]:
    """Give the pieces of the findings of one question.

    Text is known again by its quote, whatever its case, line breaks, spacing, kind of quotation mark and place: a quote
    that moved or was wrapped anew is the same one, other words are another. A field is known again by its path and the
    value as it stood in the source. Three things are not told apart, for they say nothing new of the record: where the
    finding's own child or person stands in the list of them; how long a list is where evidence points at the whole
    list; and evidence that speaks against the outcome. Other positions in lists do count: a new finding told twice is
    better than one that is hidden.
    """
    return [piece for finding in findings for piece in _pieces(finding)]


def _pieces(finding: Finding) -> list[Piece]:
    own = _own_place(finding)
    found = [Piece(_key(item, own), item) for item in finding.evidence if not item.contrary]
    return found or [Piece(("absence",), None)]


def _own_place(finding: Finding) -> str | None:
    """Give the place in the case file that stands for the subject, such as `children[1]`, if there is just one."""
    if finding.subject is None:
        return None
    starts = (_PERSON.match(item.path) for item in finding.evidence)
    places = {start.group() for start in starts if start}
    return places.pop() if len(places) == 1 else None


def _key(item: Evidence, own: str | None) -> Hashable:
    if item.quote is not None:
        return ("words", folded(item.quote))
    path = item.path
    if own is not None and path.startswith(own):
        path = f"{own.partition('[')[0]}[]{path.removeprefix(own)}"
    return ("field", path, _length_or_value(item))


def _length_or_value(item: Evidence) -> Hashable:
    is_length = isinstance(item.value, int) and not isinstance(item.value, bool)
    if is_length and item.path.rpartition(".")[2] in _LISTS:
        return ("length",)
    return _hashable(item.value)


def folded(quote: str) -> str:
    """Give the quote as it is compared: lower case, single spaces, plain quotation marks, nothing invisible in words.

    A letter that has no likeness in ASCII stays itself, so that words in other scripts are told apart.
    """
    mended = prepare(quote)
    plain = (raw.casefold() if char in _UNLIKE else char for char, raw in zip(mended.text, mended.raw, strict=True))
    return " ".join("".join(plain).split())


def _hashable(value: Any) -> Hashable:
    """Give a JSON value so that equal values are equal and true is not 1."""
    if isinstance(value, dict):
        return ("object", tuple(sorted((key, _hashable(each)) for key, each in value.items())))
    if isinstance(value, list | tuple):
        return ("list", tuple(map(_hashable, value)))
    return (type(value).__name__, value)
