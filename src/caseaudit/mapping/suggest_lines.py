"""From columns that fit to lines of a mapping: times from two columns, picklists, formats, lists in one cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from caseaudit.domain.blank import is_blank
from caseaudit.mapping.cells import as_text, folded
from caseaudit.mapping.header_words import header_words
from caseaudit.mapping.paths import Kind
from caseaudit.mapping.shapes import MOST_VALUES, ColumnLook, Look, in_words
from caseaudit.mapping.suggest_fields import Match
from caseaudit.mapping.suggest_tables import Seen
from caseaudit.mapping.suggestion import Line, PicklistDraft, Sure
from caseaudit.mapping.value_words import same, translated
from caseaudit.mapping.values import boolean_words

_NAMES = {
    ("case", "case_type"): "case-types",
    ("children[]", "role"): "child-roles",
    ("people[]", "role"): "person-roles",
    ("narrative[]", "kind"): "entry-kinds",
    ("referrals[]", "to"): "referred-to",
    ("meetings[]", "kind"): "meeting-kinds",
    ("risk_assessments[]", "kind"): "assessment-kinds",
    ("notices[]", "kind"): "notice-kinds",
    ("missing", "recorded_as"): "recorded-as",
    ("investigation.lines_of_enquiry[]", "status"): "enquiry-status",
}
_ETHNICITIES = ("ethnicity_self", "ethnicity_observed", "ethnicity")
_YES_NO = boolean_words()
_PRIVATE = frozenset({"names", "title", "school", "reason", "place", "closure_reason"})
_FEW = 12
_SEPARATORS = (";", "|", "\n", ",", "/")


@dataclass
class Picklists:
    """The picklists of a mapping as they come up; the same field of two tables shares one."""

    day_first: bool | None
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    unknown: dict[str, dict[str, int]] = field(default_factory=dict)
    unlisted: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, known: dict[str, Any], unknown: dict[str, int], unlisted: str) -> str:
        """Add values to a picklist and return its name."""
        values, open_ = self.values.setdefault(name, {}), self.unknown.setdefault(name, {})
        listed = {folded(key) for key in values}
        values.update({key: value for key, value in known.items() if folded(key) not in listed})
        for key, count in unknown.items():
            open_[key] = open_.get(key, 0) + count
        self.unlisted.setdefault(name, unlisted)
        return name

    def drafts(self) -> tuple[PicklistDraft, ...]:
        """Return them all."""
        return tuple(
            PicklistDraft(
                name,
                values,
                tuple(sorted(self.unknown[name].items(), key=lambda pair: (-pair[1], pair[0]))),
                self.unlisted[name],
            )
            for name, values in self.values.items()
        )


def line_of(match: Match, table: Seen, picklists: Picklists, used: set[str]) -> Line:
    """Write the line of one field; what it uses besides its column is added to `used`."""
    look, path = match.look, match.field.path
    used.add(look.name)
    kind = match.field.kind
    code = kind in (Kind.CHOICE, Kind.YES_NO) or path.rpartition(".")[2] in _ETHNICITIES
    why = in_words(look, values=code or (path.rpartition(".")[2] not in _PRIVATE and may_quote(look)))
    value: Any = look.name
    if kind is Kind.TIME:
        value, why = _time(match, table, picklists.day_first, used, why)
    elif kind is Kind.CHOICE and look.values:
        value = _choice(match, picklists)
    elif kind is Kind.YES_NO and look.look is not Look.YES_NO and look.values:
        known = {text: _YES_NO[folded(text)] for text in look.values if folded(text) in _YES_NO}
        unknown = {text: count for text, count in look.values.items() if text not in known}
        value = {
            "column": look.name,
            "picklist": picklists.add(_kebab(f"{path} {look.name}"), known, unknown, "unknown"),
        }
    elif kind is Kind.TEXTS:
        value = _texts(look, table, ids=path.rpartition(".")[2] in ("child_ids", "linked"))
    elif path.rpartition(".")[2] in _ETHNICITIES and look.look in (Look.AGE, Look.NUMBER) and look.values:
        name = picklists.add(_kebab(f"{path} numbers"), {}, dict(look.values), "unknown")
        value = {"column": look.name, "picklist": name}
        why += "; bare numbers mean nothing until the picklist says which list of codes they are from"
    return Line(path, value, match.sure, why)


def may_quote(look: ColumnLook) -> bool:
    """Say whether the values of a column are so few, and each so common, that they are a list and tell of nobody."""
    counts = sorted(look.values.values())
    return look.look is Look.PICKLIST and 0 < len(counts) <= _FEW and 3 * len(counts) <= look.filled and counts[0] > 1


def _time(match: Match, table: Seen, day_first: bool | None, used: set[str], why: str) -> tuple[Any, str]:  # noqa: FBT001
    look = match.look
    value: dict[str, Any] = {"column": look.name}
    if look.look is Look.DATE and not look.dates.timed:
        clock = _clock_beside(look, table, used)
        if clock is not None:
            used.add(clock)
            value = {"columns": [look.name, clock]}
            why += f", the time of day in {clock}"
    dates: dict[str, Any] = {}
    if look.dates.formats:
        dates["formats"] = list(look.dates.formats)
    if look.dates.day_first is False and day_first is not False:
        dates["day_first"] = False
    if dates:
        value["dates"] = dates
    return (look.name if value == {"column": look.name} else value), why


def _clock_beside(look: ColumnLook, table: Seen, used: set[str]) -> str | None:
    words = header_words(look.name)
    clocks = [each.name for each in table.own if each.look is Look.CLOCK and each.name not in used]
    return next((name for name in clocks if header_words(name) in (words, frozenset({"date"}))), None)


def _choice(match: Match, picklists: Picklists) -> Any:
    look, path = match.look, match.field.path
    known: dict[str, Any] = {}
    unknown: dict[str, int] = {}
    for text, count in look.values.items():
        value = translated(match.into, path, text)
        if value is None or value not in match.field.options:
            unknown[text] = count
        else:
            known[text] = value
    if not unknown and all(same(text, value) for text, value in known.items()):
        return look.name
    name = (
        _NAMES.get((match.into, path))
        or _NAMES.get((path.rpartition(".")[0], path.rpartition(".")[2]))
        or _kebab(f"{path}s")
    )
    unlisted = "set_aside" if path == "case_type" else "unknown"
    return {"column": look.name, "picklist": picklists.add(name, known, unknown, unlisted)}


def _texts(look: ColumnLook, table: Seen, *, ids: bool) -> Any:
    texts = [as_text(cell) for cell in table.sample.cells(look.name) if not is_blank(cell)]
    least = {";": 0.0, "|": 0.0, "\n": 0.0, ",": 0.0 if ids else 0.1}
    found = [
        mark for mark in _SEPARATORS if sum(mark in text.strip() for text in texts) > least.get(mark, 0.1) * len(texts)
    ]
    if not found and ids and any(_several_ids(text) for text in texts):
        found = [" "]
    if not found:
        return look.name
    return {"column": look.name, "split": found[0]}


def _several_ids(text: str) -> bool:
    parts = text.split()
    return len(parts) > 1 and all(any(map(str.isdigit, part)) for part in parts)


def case_type_line(match: Match | None, table: Seen, picklists: Picklists, used: set[str]) -> Line | None:
    """Write the line of the case type, from one column or from a type and its sub type together."""
    tried = _type_columns(match, table)
    best: tuple[float, tuple[str, ...], dict[str, int]] | None = None
    for columns in tried:
        counts = _joined_values(columns, table)
        if counts and len(counts) <= MOST_VALUES:
            known = sum(count for text, count in counts.items() if _case_type(text, columns) is not None)
            share = (
                known / sum(counts.values())
                - 0.04 * (len(columns) - 1)
                + 0.02 * len({_case_type(t, columns) for t in counts} - {None})
            )
            if best is None or share > best[0]:
                best = (share, columns, counts)
    if best is None or best[0] <= 0.05:  # noqa: PLR2004
        return None
    _, columns, counts = best
    used.update(columns)
    types = {text: value for text in counts if (value := _case_type(text, columns)) is not None}
    unknown = {text: count for text, count in counts.items() if text not in types}
    if not unknown and len(columns) == 1 and all(same(text, value) for text, value in types.items()):
        return Line("case_type", columns[0], Sure.SURE, "the case file's own words")
    name = picklists.add("case-types", types, unknown, "set_aside")
    origin: dict[str, Any] = {"column": columns[0]} if len(columns) == 1 else {"columns": list(columns), "join": " / "}
    why = f"{len(types)} of {len(counts)} values translated below"
    return Line("case_type", {**origin, "picklist": name}, Sure.SURE if not unknown else Sure.LIKELY, why)


def _case_type(text: str, columns: Sequence[str]) -> str | None:
    """Translate; of a type with its sub type, the sub type speaks first."""
    if len(columns) > 1 and " / " in text:
        head, _, tail = text.partition(" / ")
        found = translated("case", "case_type", tail)
        general = translated("case", "case_type", head)
        if found not in (None, "other") and not (found == "domestic_abuse" and general not in (None, "other")):
            return translated("case", "case_type", text) if found == "child_sexual_exploitation" else found
        return general or found
    return translated("case", "case_type", text)


def _type_columns(match: Match | None, table: Seen) -> list[tuple[str, ...]]:
    looks = [
        look
        for look in table.own
        if look.values and look.look not in (Look.YES_NO, Look.DATE, Look.ETHNICITY, Look.OBSERVED)
    ]
    single = [match.look.name] if match is not None else []
    for look in looks:
        words = header_words(look.name)
        if (
            words & {"type", "category", "strand", "theme", "class", "offence", "kind"}
            and look.name not in single
            and "closed" not in words
        ):
            single.append(look.name)
    pairs = [
        (one, two)
        for one in single
        for two in single
        if one != two and "sub" in header_words(two) | {w[:3] for w in header_words(two)}
    ]
    return [*((name,) for name in single), *pairs]


def _joined_values(columns: Iterable[str], table: Seen) -> dict[str, int]:
    written: dict[str, str] = {}
    counts: dict[str, int] = {}
    for row in table.sample.rows:
        text = " / ".join(as_text(row.get(name)).strip() for name in columns if not is_blank(row.get(name)))
        if text:
            key = folded(text)
            written.setdefault(key, text)
            counts[key] = counts.get(key, 0) + 1
    return {written[key]: count for key, count in counts.items()}


def _kebab(text: str) -> str:
    words = "".join(char if char.isalnum() and char.isascii() else " " for char in text).lower().split()
    return "-".join(words) or "values"
