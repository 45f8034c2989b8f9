"""What a table holds besides its own purpose: children and events in a case's row, text, several kinds of rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from caseaudit.mapping.event_words import EVENTS
from caseaudit.mapping.field_words import wanted
from caseaudit.mapping.header_words import header_words, similarity
from caseaudit.mapping.paths import Kind
from caseaudit.mapping.shapes import ColumnLook, Look, in_words
from caseaudit.mapping.suggest_fields import Match, assigned, fit
from caseaudit.mapping.suggest_tables import Seen
from caseaudit.mapping.suggestion import PartDraft, Sure
from caseaudit.mapping.value_words import translated

_NUMBERED = re.compile(r"(?<![\d+./])\s*[_#]?\s*\b([1-9])\b(?!\s*\+|\d)|(?<=[A-Za-z_])([1-9])(?=\b|_|[A-Z]|$)")
_BARE_CHILD = (
    "date_of_birth",
    "age",
    "sex",
    "ethnicity_self",
    "ethnicity_observed",
    "ethnicity",
    "ethnicity_reason",
    "disability",
    "disability_detail",
    "sen",
    "looked_after",
    "language",
    "school",
    "disclosed_at",
    "spoken_to",
)
_PLAIN = 0.85
_LIKELY = 0.68
CHILD_WORDS = frozenset({"child", "victim", "subject", "missing", "person"})
_IN_ROW = {
    "investigation": {"investigation"},
    "missing": {"missing", "episode"},
    "police_protection": {"s46", "protection"},
}
_LOOSE = frozenset(
    {
        "reported",
        "deployed",
        "located",
        "closed",
        "opened",
        "taken",
        "ended",
        "place",
        "risk",
        "team",
        "role",
        "plan",
        "allocated",
        "seen",
        "result",
        "level",
        "start",
        "end",
        "date",
        "reason",
        "recordedas",
        "current",
        "images",
        "type",
        "reference",
        "category",
        "record",
        "recorded",
        "grade",
        "unit",
        "owner",
    }
)


@dataclass(frozen=True, slots=True)
class Inner:
    """Objects that stand in the rows of another table."""

    into: str
    constants: Mapping[str, Any]
    matches: tuple[Match, ...]
    where: Mapping[str, Any] | None = None
    name: str = ""
    note: str = ""


def in_row(table: Seen, free: Sequence[ColumnLook]) -> list[Match]:
    """Return fields of the single objects (`investigation.arrest_at`) that stand in the case's own row."""
    found: list[Match] = []
    taken: set[str] = set()
    for into, own in _IN_ROW.items():
        about = bool(own & set(table.words))
        for match in _qualified(into, [look for look in free if look.name not in taken], own, loose=about):
            found.append(match)
            taken.add(match.look.name)
    return found


def _qualified(into: str, looks: Sequence[ColumnLook], own: set[str], *, loose: bool) -> list[Match]:
    """Match columns whose headers name the object, or say by themselves that they are about it."""
    meant = [look for look in looks if loose or header_words(look.name) & own or not header_words(look.name) <= _LOOSE]
    return [
        match
        for match in assigned(into, meant, own)
        if match.score > 0.68 and (loose or header_words(match.look.name) & own or match.score > 0.85)  # noqa: PLR2004
    ]


def people_in_row(free: Sequence[ColumnLook]) -> list[Inner]:
    """Return the child and the suspect whose particulars stand in the case's own row."""
    found: list[Inner] = []
    suspect = [
        look
        for look in free
        if (header_words(look.name) & {"suspect"} and look.look is not Look.DATE)
        or header_words(look.name) >= {"suspect", "dob"}
    ]
    adult = [match for match in assigned("people[]", suspect, ("suspect",)) if match.score > 0.6]  # noqa: PLR2004
    if len(adult) >= 2:  # noqa: PLR2004
        found.append(Inner("people[]", {"role": "suspect"}, tuple(adult), name="suspect"))
    taken = {match.look.name for each in found for match in each.matches}
    rest = [
        look
        for look in free
        if look.name not in taken
        and not header_words(look.name)
        & {"suspect", "oic", "officer"}
        - ({"officer"} if header_words(look.name) & {"ethnicity", "observed"} else set())
    ]
    named = [look for look in rest if header_words(look.name) & CHILD_WORDS]
    matches = [m for m in assigned("children[]", rest, (), only=_BARE_CHILD) if m.score > 0.55]  # noqa: PLR2004
    used = {match.look.name for match in matches}
    paths = {match.field.path for match in matches}
    matches += [
        m
        for m in assigned("children[]", [look for look in named if look.name not in used], CHILD_WORDS)
        if m.field.path not in paths and m.score > _LIKELY
    ]
    if any(m.field.path in _BARE_CHILD or m.field.path == "names" for m in matches) and matches:
        found.append(Inner("children[]", {}, tuple(matches), name="child"))
    return found


def numbered(free: Sequence[ColumnLook], *, only: Sequence[str]) -> list[Inner]:
    """Return objects whose columns are counted: `CHILD 1 NAME`, `CHILD 2 NAME`; `Enquiry 1`, `Status 1`."""
    groups: dict[str, list[ColumnLook]] = {}
    for look in free:
        hit = _NUMBERED.search(look.name)
        if hit is not None:
            groups.setdefault(hit[1] or hit[2], []).append(look)
    bare = [{_NUMBERED.sub(" ", look.name, count=1).strip() for look in looks} for looks in groups.values()]
    if len(groups) < 2 or not bare[0] & bare[1]:  # noqa: PLR2004
        return []
    found = []
    for number in sorted(groups):
        looks = [_renamed(look) for look in groups[number]]
        best: tuple[float, str, list[Match]] | None = None
        for into in only:
            context = {word for name in wanted(into)[:1] for word in name.names[0]} | {
                "child",
                "victim",
                "suspect",
                "enquiry",
            }
            matches = [m for m in assigned(into, [each for each, _ in looks], context) if m.score > 0.6]  # noqa: PLR2004
            score = sum(m.score for m in matches)
            if matches and (best is None or score > best[0] + 0.01):
                best = (score, into, matches)
        if best is not None:
            own = {each.name: original for each, original in looks}
            restored = tuple(
                Match(m.into, m.field, own[m.look.name], m.score, min(m.sure, Sure.LIKELY)) for m in best[2]
            )
            constants = (
                {"role": "suspect"}
                if best[1] == "people[]" and "suspect" in header_words(groups[number][0].name)
                else {}
            )
            found.append(
                Inner(best[1], constants, restored, name=f"{best[1].rpartition('.')[2].removesuffix('[]')}-{number}")
            )
    return found


def _renamed(look: ColumnLook) -> tuple[ColumnLook, ColumnLook]:
    bare = _NUMBERED.sub(" ", look.name, count=1).strip()
    return ColumnLook(
        bare, look.look, look.rows, look.filled, look.distinct, look.pattern, look.values, look.dates, look.length
    ), look


def reserved(looks: Sequence[ColumnLook]) -> set[str]:
    """Name the columns that are an event's so plainly that no field of the case may take them."""
    return {
        match.look.name for inner in events(looks) if inner.constants for match in inner.matches if match.score > _PLAIN
    }


def events(free: Sequence[ColumnLook]) -> list[Inner]:
    """Return the events that stand as columns of the case."""
    found: list[Inner] = []
    taken: set[str] = set()
    for into, constants, names in EVENTS:
        matches: list[Match] = []
        if not names:
            rest = [look for look in free if look.name not in taken]
            matches = [
                m
                for m in assigned(into, rest, ("att", "attendance"))
                if m.score > _PLAIN or header_words(m.look.name) & {"att", "attendance", "bwv"}
            ]
            matches = matches if len(matches) > 1 or any(m.field.path == "body_worn_video" for m in matches) else []
        for field in wanted(into) if names else ():
            said = [header_words(each) for each in names.get(field.path, "").split("|") if each]
            tried = [
                (max(similarity(header_words(look.name), each) for each in said) * fit(into, field, look), -place, look)
                for place, look in enumerate(free)
                if said and look.name not in taken and look.name not in {m.look.name for m in matches}
            ]
            best = max(tried, key=lambda one: one[:2], default=None)
            if best is not None and best[0] >= 0.75:  # noqa: PLR2004
                matches.append(Match(into, field, best[2], best[0], Sure.SURE if best[0] > 0.95 else Sure.LIKELY))  # noqa: PLR2004
        if any(m.field.kind is Kind.TIME or m.field.path in ("kind", "ref", "body_worn_video") for m in matches):
            taken |= {m.look.name for m in matches}
            found.append(Inner(into, constants, tuple(matches), name=str(next(iter(constants.values()), ""))))
    return found


def texts(free: Sequence[ColumnLook], *, short: bool) -> list[tuple[PartDraft, set[str]]]:
    """Return the columns of running text as parts of the narrative, with the columns that each uses."""
    found = []
    dates = [look for look in free if look.look is Look.DATE]
    for look in free:
        words = header_words(look.name)
        kind = translated(
            "narrative[]", "kind", " ".join(sorted(header_words(look.name) | set(look.name.lower().split())))
        )
        wordy = look.look is Look.WORDS and look.length >= 35 and kind is not None and short  # noqa: PLR2004
        if look.look not in (Look.TEXT, Look.LOG) and not wordy:
            continue
        value: dict[str, Any] = {"column": look.name, "kind": kind or ("log" if look.look is Look.LOG else "other")}
        if look.look is Look.LOG:
            value["entries"] = "dated"
        beside = next(
            (
                each.name
                for each in dates
                if header_words(each.name) > words and len(header_words(each.name)) <= len(words) + 1
            ),
            None,
        )
        if beside is not None:
            value["recorded_at"] = beside
        sure = Sure.SURE if kind is not None and not wordy else Sure.LIKELY
        found.append((PartDraft(value, sure, in_words(look)), {look.name, *([beside] if beside else [])}))
    return found
