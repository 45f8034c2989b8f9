"""Reads how a person's ethnicity was recorded: by the person, by an officer's eye, or not at all and why.

The states are those of the contract. A bare number is never read, because systems number the groups differently (in one
standard 14 is African and 15 Caribbean, in others the reverse; 7 is "mixed" here and "not known" there).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from caseaudit.domain import ethnicity_labels as labels
from caseaudit.domain.blank import is_blank, words

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = ("ethnicity_self", "ethnicity_observed", "ethnicity", "ethnicity_reason", "ethnicity_source")
"""The keys of a child or person that `ethnicity_of` reads."""


class EthnicityState(StrEnum):
    """What an ethnicity record amounts to."""

    RECORDED = "recorded"
    OFFICER_DEFINED_ONLY = "officer_defined_only"
    NOT_STATED_WITH_REASON = "not_stated_with_reason"
    NOT_STATED = "not_stated"
    UNKNOWN = "unknown"
    NOT_RECORDED = "not_recorded"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Ethnicity:
    """How one person's ethnicity was recorded."""

    state: EthnicityState
    scheme: str | None
    """`self_defined`, `officer_defined`, `officer_defined_pole` or `dfe`; None when no code was read."""
    code: str | None
    """The code in upper case, whether the export held it or its label."""
    label: str | None
    raw: tuple[tuple[str, object], ...]
    """Every field that was present, with the value as it stood; the one that decided the state comes first."""
    note: str
    """What a reader should know beyond the state, in a sentence fragment; empty when there is nothing."""


class _Column(StrEnum):
    """What a column is for, which decides what a value in it can mean."""

    SELF = "self"
    OBSERVED = "observed"
    PLAIN = "plain"


class _Reading(NamedTuple):
    """What one value says by itself."""

    state: EthnicityState
    scheme: str | None = None
    code: str | None = None
    label: str | None = None
    note: str = ""


_BLANK = _Reading(EthnicityState.NOT_RECORDED)
_PRECEDENCE = (
    EthnicityState.RECORDED,
    EthnicityState.OFFICER_DEFINED_ONLY,
    EthnicityState.NOT_STATED_WITH_REASON,
    EthnicityState.NOT_STATED,
    EthnicityState.INVALID,
    EthnicityState.UNKNOWN,
    EthnicityState.NOT_RECORDED,
)
"""Which of several columns speaks for the person; `unknown` says more than a blank, a wrong value more than either."""

_RANK = {state: place for place, state in enumerate(_PRECEDENCE)}
_SOURCES = {
    **dict.fromkeys(
        ("self", "self defined", "self classified", "person", "sde", "sdc", "self definition"), _Column.SELF
    ),
    **dict.fromkeys(("officer", "officer defined", "observed", "ode", "visual", "officer perceived"), _Column.OBSERVED),
}
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?")
_SHOWN = 60


def ethnicity_of(fields: Mapping[str, object]) -> Ethnicity | None:
    """Read the ethnicity fields that are present on a child or person (see `FIELDS`; others are not looked at).

    None means absent: none of the value fields was there, and no reason either. A valid self-defined code wins; then a
    valid observed one, whatever stands in the self-defined column; then the most telling of the rest. A reason turns
    "not stated" (and a blank, since somebody did answer) into "not stated, with a reason"; only a recognised one, such
    as N1 to N3 or "declined", does that for "unknown".
    """
    given = tuple([(name, fields[name]) for name in FIELDS if name in fields])
    if all(value is None or type(value) is str for _, value in given):
        return _ethnicity_of_texts(given)
    return _ethnicity_of(dict(given))


@lru_cache(maxsize=4096)
def _ethnicity_of_texts(given: tuple[tuple[str, object], ...]) -> Ethnicity | None:
    return _ethnicity_of(dict(given))


def _ethnicity_of(fields: dict[str, object]) -> Ethnicity | None:
    readings = [(name, _read(fields[name], _column(name, fields))) for name in FIELDS[:3] if name in fields]
    reason = _reason(fields.get("ethnicity_reason"))
    if not readings and reason is None:
        return None
    decider, best = min(readings, key=lambda named: _RANK[named[1].state], default=("ethnicity_reason", _BLANK))
    order = (decider, *(name for name in FIELDS if name != decider))
    raw = tuple((name, fields[name]) for name in order if name in fields)
    best = _with_reason(best, reason)
    notes = [best.note, *_asides(readings, best, fields)]
    return Ethnicity(best.state, best.scheme, best.code, best.label, raw, "; ".join(filter(None, notes)))


def _column(name: str, fields: Mapping[str, object]) -> _Column:
    if name == "ethnicity_self":
        return _Column.SELF
    if name == "ethnicity_observed":
        return _Column.OBSERVED
    source = fields.get("ethnicity_source")
    return _SOURCES.get(words(source), _Column.PLAIN) if isinstance(source, str) else _Column.PLAIN


def _with_reason(best: _Reading, reason: tuple[str, bool] | None) -> _Reading:
    if reason is None:
        return best
    text, recognised = reason
    noted = best._replace(note="; ".join(filter(None, (best.note, f"reason: {text}"))))
    fits = best.state in {EthnicityState.NOT_STATED, EthnicityState.NOT_RECORDED}
    if fits or (recognised and best.state is EthnicityState.UNKNOWN):
        return noted._replace(state=EthnicityState.NOT_STATED_WITH_REASON)
    return noted if best.state is EthnicityState.OFFICER_DEFINED_ONLY else best


def _asides(readings: list[tuple[str, _Reading]], best: _Reading, fields: Mapping[str, object]) -> list[str]:
    """Say what the other columns held where it bears on the state: a person's own column, or another group."""
    said = []
    for name, reading in readings:
        observed_best = best.state is EthnicityState.OFFICER_DEFINED_ONLY
        if observed_best and reading.state is EthnicityState.NOT_RECORDED:
            said.append(f"{name} is blank")
        elif observed_best and reading.state is not EthnicityState.OFFICER_DEFINED_ONLY:
            said += [f"{name} holds {_shown(fields[name])} ({reading.state.replace('_', ' ')})", reading.note]
        elif reading.state is EthnicityState.RECORDED and not _agree(reading, best):
            said.append(f"{name} holds another group, {_shown(fields[name])}")
        elif reading.state is EthnicityState.INVALID and best.state is not EthnicityState.INVALID:
            said.append(f"{name} holds {_shown(fields[name])}, which is not valid there")
    return said


def _read(value: object, column: _Column) -> _Reading:
    if isinstance(value, str):
        return _read_text(value, column)
    if is_blank(value):
        return _BLANK
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _Reading(EthnicityState.INVALID, note=f"{_shown(value)} is not an ethnicity code or label")
    return _number(str(value))


@lru_cache(maxsize=4096)
def _read_text(text: str, column: _Column) -> _Reading:
    key = words(text)
    if _NUMBER.fullmatch(text.strip()) or key.isdigit():
        return _number(text.strip())
    found = _no_answer(key) or _valid(key, column) or _code_and_label(key, column)
    if found is not None:
        return found
    if is_blank(text):
        return _BLANK
    return _Reading(EthnicityState.INVALID, note=f"{_shown(text)} is not one of the codes or labels of a known scheme")


def _number(shown: str) -> _Reading:
    note = f"{shown} is a bare number, and systems number the groups differently: the mapping must name its scheme"
    return _Reading(EthnicityState.INVALID, note=note)


def _no_answer(key: str) -> _Reading | None:
    compact = key.replace(" ", "").upper()
    if key in labels.UNKNOWN_WORDS or key.startswith(labels.UNKNOWN_OPENINGS) or compact in labels.OBSERVED_UNKNOWN:
        code = compact if compact in labels.OBSERVED_UNKNOWN or compact == "NOBT" else None
        scheme = (labels.DFE if code == "NOBT" else labels.OFFICER_DEFINED) if code else None
        return _Reading(EthnicityState.UNKNOWN, scheme, code, "Not known")
    if key in labels.NOT_STATED_WORDS:
        return _Reading(EthnicityState.NOT_STATED, labels.SELF_DEFINED, "NS", "Not stated")
    if compact in labels.REASON_CODES or _declined(key):
        code, scheme = ("REFU", labels.DFE) if key == "refu" else ("NS", labels.SELF_DEFINED)
        reason = labels.REASON_CODES.get(compact, labels.REASON_CODES["N3"])
        return _Reading(EthnicityState.NOT_STATED_WITH_REASON, scheme, code, "Not stated", f"reason: {reason}")
    return _not_stated_and_more(key)


def _declined(key: str) -> bool:
    return key in labels.DECLINED_WORDS or key.startswith(labels.DECLINED_OPENINGS)


def _not_stated_and_more(key: str) -> _Reading | None:
    for opening in ("ns not stated ", "not stated ns ", "not stated ", "ns "):
        if key.startswith(opening):
            stated = _Reading(EthnicityState.NOT_STATED, labels.SELF_DEFINED, "NS", "Not stated")
            return _with_reason(stated, _reason(key.removeprefix(opening)))
    return None


def _valid(key: str, column: _Column) -> _Reading | None:
    compact = key.replace(" ", "").upper()
    if column is _Column.OBSERVED and (observed := _observed_only(key)):
        return observed
    if compact in labels.SELF_CODES:
        return _chosen(labels.SELF_DEFINED, compact, column)
    if compact in labels.DFE_CODES:
        return _chosen(labels.DFE, compact, column)
    code = compact if compact in labels.OBSERVED_CODES else labels.OBSERVED_LABELS.get(key)
    if code is not None:
        return _seen(code, column)
    chosen = labels.SELF_LABELS.get(key)
    return _chosen(*chosen, column) if chosen else None


def _observed_only(key: str) -> _Reading | None:
    if key in labels.OBSERVED_MIXED:
        return _Reading(EthnicityState.OFFICER_DEFINED_ONLY, labels.OBSERVED_POLE, "7", "Mixed")
    code = labels.OBSERVED_COLUMN_ONLY.get(key)
    return _seen(code, _Column.OBSERVED) if code else None


def _chosen(scheme: str, code: str, column: _Column) -> _Reading:
    label = labels.SELF_CODES.get(code) or labels.DFE_CODES[code]
    if column is _Column.OBSERVED:
        note = f"{code} belongs to a self-defined list but stands in an officer-defined column"
        return _Reading(EthnicityState.OFFICER_DEFINED_ONLY, scheme, code, label, note)
    return _Reading(EthnicityState.RECORDED, scheme, code, label)


def _seen(code: str, column: _Column) -> _Reading:
    label = labels.OBSERVED_CODES[code]
    if column is _Column.SELF:
        note = f"{code} ({label}) is what an officer observes, not what a person says: it cannot stand as self-defined"
        return _Reading(EthnicityState.INVALID, labels.OFFICER_DEFINED, code, label, note)
    return _Reading(EthnicityState.OFFICER_DEFINED_ONLY, labels.OFFICER_DEFINED, code, label)


def _code_and_label(key: str, column: _Column) -> _Reading | None:
    """Read `W1 - White British` and `White British (W1)`; a code beside another group's label is invalid."""
    first, _, after = key.partition(" ")
    before, _, last = key.rpartition(" ")
    for code, rest in ((first, after), (last, before)):
        if not rest or not _is_code(code):
            continue
        reading, beside = _no_answer(code) or _valid(code, column), _no_answer(rest) or _valid(rest, column)
        # The one code that is an English word needs its own label beside it.
        alone = beside is None and (code == "both" or any(map(_is_code, rest.split())))
        if reading is None or alone or (beside is not None and not _agree(reading, beside)):
            return _Reading(EthnicityState.INVALID, note=f"{_shown(key)} does not name one group")
        return reading
    return None


def _is_code(word: str) -> bool:
    code = word.upper()
    known = code in labels.SELF_CODES or code in labels.DFE_CODES or code in labels.OBSERVED_CODES
    return known or code in labels.OBSERVED_UNKNOWN or code in {"REFU", "NOBT"}


_SAME_GROUP = {"O1": "A4", "CHNE": "A4", "WIRT": "W3", "W4": "W3", "WROM": "W3", "GROM": "W3", "O2": "O9", "OOTH": "O9"}
"""Codes that one person may rightly have together, because schemes draw the line in different places."""


def _agree(one: _Reading, other: _Reading) -> bool:
    first, second = (_SAME_GROUP.get(reading.code or "", reading.code) for reading in (one, other))
    return (first is not None and first == second) or (one.state == other.state and one.label == other.label)


def _reason(value: object) -> tuple[str, bool] | None:
    """Give the reason in words and whether it is a recognised one; None when none was given."""
    if not isinstance(value, str) or is_blank(value):
        return None
    key = words(value)
    if key.isdigit() or key in labels.NOT_STATED_WORDS or key in labels.UNKNOWN_WORDS or key in labels.NO_REASON_WORDS:
        return None
    code = key.replace(" ", "").upper()[:2]
    if code in labels.REASON_CODES and (len(key) == len(code) or not key[len(code)].isalnum()):
        return f"{code}, {labels.REASON_CODES[code]}", True
    return _shown(value), _declined(key)


def _shown(value: object) -> str:
    text = value.strip() if isinstance(value, str) else str(value)
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "\u2026")
