"""Which columns of a table fill which fields: by the words of the header and by what the cells look like."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from caseaudit.mapping.field_words import Wanted, wanted
from caseaudit.mapping.header_words import Words, header_words, similarity
from caseaudit.mapping.paths import Kind
from caseaudit.mapping.shapes import ColumnLook, Look
from caseaudit.mapping.suggestion import Sure
from caseaudit.mapping.value_words import translated
from caseaudit.mapping.values import boolean_words

LEAST = 0.5
_BLANK = 0.78
_SAME = 0.88
_IDS = frozenset(
    {"child_id", "person_id", "person_ref", "subject_id", "entry_id", "ref", "system_ref", "child_ids", "linked"}
)
_CODES = (Look.REFERENCE, Look.NUMBER, Look.AGE)
_SHORT = (Look.PICKLIST, Look.WORDS, Look.NAME)
_YES_NO = boolean_words()
_FITS: Mapping[str, Mapping[Look, float]] = {
    "person_ref": {Look.REFERENCE: 1, Look.NUMBER: 0.9, Look.EMPTY: _BLANK},
    "time": {Look.DATE: 1, Look.EMPTY: _BLANK},
    "age": {Look.AGE: 1, Look.EMPTY: _BLANK, Look.PICKLIST: 0.7, Look.WORDS: 0.6},
    "yes_no": {Look.YES_NO: 1, Look.EMPTY: _BLANK},
    "choice": {Look.EMPTY: _BLANK},
    "id": {
        Look.REFERENCE: 1,
        Look.NUMBER: 0.95,
        Look.AGE: 0.9,
        Look.EMPTY: _BLANK,
        Look.PICKLIST: 0.7,
        Look.WORDS: 0.7,
        Look.ETHNICITY: 0,
    },
    "names": {Look.NAME: 1, Look.WORDS: 0.95, Look.PICKLIST: 0.9, Look.EMPTY: _BLANK},
    "ethnicity_self": {
        Look.ETHNICITY: 1,
        Look.EMPTY: _BLANK,
        Look.PICKLIST: 0.7,
        Look.AGE: 0.6,
        Look.WORDS: 0.6,
        Look.OBSERVED: 0.5,
        Look.NUMBER: 0.6,
    },
    "ethnicity_observed": {
        Look.OBSERVED: 1,
        Look.EMPTY: _BLANK,
        Look.PICKLIST: 0.7,
        Look.AGE: 0.6,
        Look.ETHNICITY: 0.55,
        Look.WORDS: 0.6,
    },
    "ethnicity": {
        Look.ETHNICITY: 1,
        Look.OBSERVED: 0.9,
        Look.EMPTY: _BLANK,
        Look.PICKLIST: 0.7,
        Look.AGE: 0.6,
        Look.WORDS: 0.6,
    },
    "answer": {
        Look.PICKLIST: 1,
        Look.YES_NO: 1,
        Look.WORDS: 0.95,
        Look.NAME: 0.9,
        Look.EMPTY: _BLANK,
        Look.TEXT: 0.7,
        Look.REFERENCE: 0.6,
        Look.ETHNICITY: 0.5,
        Look.OBSERVED: 0.5,
    },
    "entry": {Look.TEXT: 1, Look.LOG: 1, Look.WORDS: 0.9, Look.PICKLIST: 0.6, Look.NAME: 0.6, Look.EMPTY: _BLANK},
    "words": {
        Look.PICKLIST: 1,
        Look.WORDS: 1,
        Look.NAME: 1,
        Look.REFERENCE: 0.9,
        Look.EMPTY: _BLANK,
        Look.TEXT: 0.75,
        Look.AGE: 0.7,
        Look.NUMBER: 0.7,
        Look.YES_NO: 0.4,
    },
}


@dataclass(frozen=True, slots=True)
class Match:
    """A column that fills a field."""

    into: str
    field: Wanted
    look: ColumnLook
    score: float
    sure: Sure


def assigned(
    into: str, looks: Iterable[ColumnLook], context: Collection[str] = (), *, only: Collection[str] | None = None
) -> list[Match]:
    """Give each field of `into` the column that suits it best, each column once; in the order of the fields.

    `context` are the words that the table itself says. `only` limits the fields.
    """
    tried: list[tuple[float, int, int, Match]] = []
    for place, look in enumerate(looks):
        words = header_words(look.name)
        for number, field in enumerate(wanted(into)):
            if only is not None and field.path not in only:
                continue
            match = matched(into, field, look, words, context)
            if match is not None:
                tried.append((-match.score, place, number, match))
    taken: dict[str, tuple[int, Match]] = {}
    columns: set[str] = set()
    for _, _, number, match in sorted(tried, key=lambda one: one[:3]):
        if match.field.path not in taken and match.look.name not in columns:
            taken[match.field.path] = (number, match)
            columns.add(match.look.name)
    return [match for _, match in sorted(taken.values(), key=lambda one: one[0])]


def also(into: str, looks: Iterable[ColumnLook], found: Iterable[Match], context: Collection[str] = ()) -> list[Match]:
    """Return further columns for fields that have one: forms of several editions name one thing differently."""
    rest = list(looks)
    more: list[Match] = []
    paths = {match.field.path for match in found}
    while again := [m for m in assigned(into, rest, context, only=paths) if m.score > _SAME - 0.03]:
        more.extend(again)
        taken = {match.look.name for match in again}
        rest = [look for look in rest if look.name not in taken]
    return more


def matched(into: str, field: Wanted, look: ColumnLook, words: Words, context: Collection[str] = ()) -> Match | None:
    """Say how well one column suits one field; None when it does not."""
    near = max(
        (similarity(words, name, context) - 0.002 * min(at, 20) for at, name in enumerate(field.names)), default=0.0
    )
    if near < LEAST:
        return None
    suits = fit(into, field, look)
    if near * suits < LEAST:
        return None
    return Match(into, field, look, near * suits, _sure(near, suits))


def _sure(near: float, suits: float) -> Sure:
    if near >= _SAME - 0.03 and suits >= 0.9:  # noqa: PLR2004
        return Sure.SURE
    if near * suits >= 0.62:  # noqa: PLR2004
        return Sure.LIKELY
    return Sure.GUESS


def fit(into: str, field: Wanted, look: ColumnLook) -> float:
    """Say how well the cells of a column suit a field: 1 as such fields look, 0 not at all."""
    kind = _kind(into, field)
    if kind == "choice" and look.look is not Look.EMPTY:
        return _choice(into, field, look)
    if kind == "yes_no" and look.look in (Look.PICKLIST, Look.WORDS, Look.AGE) and look.values:
        known = sum(count for value, count in look.values.items() if value.casefold() in _YES_NO)
        return 0.8 if known >= 0.5 * look.filled else 0.0
    return _FITS[kind].get(look.look, 0.0)


def _kind(into: str, field: Wanted) -> str:  # noqa: PLR0911 - one answer a kind of field
    name = field.path.rpartition(".")[2]
    if field.kind is Kind.TIME:
        return "time"
    if field.kind is Kind.NUMBER:
        return "age"
    if field.kind is Kind.YES_NO:
        return "yes_no"
    if field.kind is Kind.CHOICE:
        return "choice"
    if name == "person_ref":
        return name
    if name in _IDS:
        return "id"
    if name == "names":
        return "names"
    if name in ("ethnicity_self", "ethnicity_observed", "ethnicity"):
        return name
    if into == "narrative[]" and name == "text":
        return "entry"
    return "answer" if field.kind is Kind.RAW else "words"


def _choice(into: str, field: Wanted, look: ColumnLook) -> float:
    if not look.values:
        return 0.0
    known = sum(count for value, count in look.values.items() if translated(into, field.path, value) is not None)
    share = known / max(1, look.filled)
    return 1.0 if share >= 0.6 else 0.75 if share >= 0.2 else 0.0  # noqa: PLR2004
