"""Reads how a child's disability was recorded: yes (with its type or without), no, not known, declined, blank, unclear.

Forces use picklists of their own, so the words of several are read: the Department for Education's codes for children
in need, online-report categories, and plain answers. Text that is none of these is `unclear`, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from caseaudit.domain import disability_labels as labels
from caseaudit.domain.blank import is_blank, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FIELDS = ("disability", "disability_detail")
"""The keys of a child that `disability_of` reads."""


class DisabilityState(StrEnum):
    """What a disability record amounts to."""

    YES_WITH_TYPE = "yes_with_type"
    YES_WITHOUT_TYPE = "yes_without_type"
    NO = "no"
    NOT_KNOWN = "not_known"
    DECLINED = "declined"
    BLANK = "blank"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Disability:
    """How one child's disability was recorded."""

    state: DisabilityState
    types: tuple[str, ...]
    """Families of need (keys of `disability_labels.TYPES`) as recorded; any other detail stands as written."""
    raw: tuple[tuple[str, object], ...]
    """Every field that was present, with the value as it stood."""
    note: str
    """What a reader should know beyond the state; empty when there is nothing."""


_LEADING = re.compile(r"(?:has|have|diagnosed with|diagnosis of|suffers from|lives with) (?:a |an )?")
_SEPARATORS = re.compile(r"[;,|\n/+:()\[\]]|\s[-\u2013\u2014]\s|\band\b|&", re.IGNORECASE)
_YES_AND_MORE = re.compile(r"\s*(?:yes|y|disabled)\b\s*([-\u2013\u2014:;,.(/]*)\s*(.+)", re.IGNORECASE | re.DOTALL)
_NO_TYPE = re.compile(
    r"\W*(?:no|not|none|nil|never|denies|denied|without|see|refer to|as above|as below)\b|.*\?",
    re.IGNORECASE | re.DOTALL,
)
"""Details that name no need: denials, pointers elsewhere, and the question mark that stands for "possible"."""
_SHOWN = 60


class _Reading(NamedTuple):
    """What one value says by itself."""

    state: DisabilityState
    types: tuple[str, ...] = ()
    note: str = ""


_BLANK = _Reading(DisabilityState.BLANK)
_YES_ONLY = _Reading(DisabilityState.YES_WITHOUT_TYPE)


def disability_of(fields: Mapping[str, object]) -> Disability | None:
    """Read the disability fields that are present on a child (see `FIELDS`; others are not looked at).

    None means absent: neither field was there. A filled detail names the type of a yes and, where the answer is absent
    or blank, is one; beside "no" it makes the record unclear, because the two disagree.
    """
    given = tuple([(name, fields[name]) for name in FIELDS if name in fields])
    if all(value is None or type(value) is str for _, value in given):
        return _disability_of_texts(given)
    return _disability_of(dict(given))


@lru_cache(maxsize=4096)
def _disability_of_texts(given: tuple[tuple[str, object], ...]) -> Disability | None:
    return _disability_of(dict(given))


def _disability_of(fields: dict[str, object]) -> Disability | None:
    if not fields:
        return None
    answer = _read(fields["disability"]) if "disability" in fields else None
    detail = _read(fields["disability_detail"]) if "disability_detail" in fields else _BLANK
    free = _free_text(fields.get("disability_detail")) if detail.state is DisabilityState.UNCLEAR else None
    if free is not None:
        detail = _Reading(DisabilityState.YES_WITH_TYPE, (free,), "the type is in words of its own")
    merged = detail if answer is None else _merge(answer, detail, recognised=free is None)
    raw = tuple((name, fields[name]) for name in FIELDS if name in fields)
    return Disability(merged.state, merged.types, raw, merged.note)


def _merge(answer: _Reading, detail: _Reading, *, recognised: bool) -> _Reading:
    if detail.state is not DisabilityState.YES_WITH_TYPE:
        return answer
    match answer.state:
        case DisabilityState.YES_WITH_TYPE | DisabilityState.YES_WITHOUT_TYPE:
            types = tuple(dict.fromkeys((*answer.types, *detail.types)))
            return _Reading(DisabilityState.YES_WITH_TYPE, types, detail.note if not answer.types else answer.note)
        case DisabilityState.NO:
            note = "the answer is no, and the detail names a need: the two disagree"
            return _Reading(DisabilityState.UNCLEAR, detail.types, note)
        case DisabilityState.BLANK:
            return detail._replace(note="the answer is blank; the detail names the need")
        case _ if recognised:
            said = answer.state.replace("_", " ")
            return detail._replace(note=f"the answer is {said}; the detail names the need")
        case _:
            return answer._replace(note="; ".join(filter(None, (answer.note, f"the detail says {detail.types[0]!r}"))))


def _read(value: object) -> _Reading:
    if isinstance(value, bool):
        return _YES_ONLY if value else _Reading(DisabilityState.NO)
    if isinstance(value, str):
        return _read_text(value)
    if isinstance(value, list | tuple):
        return _combine([_read(part) for part in value], value)
    if is_blank(value):
        return _BLANK
    return _not_known_answer(value)


def _combine(readings: list[_Reading], parts: Iterable[object]) -> _Reading:
    """Read a list of needs: any recognised need makes it a yes; otherwise the answer that all filled items share."""
    types = tuple(dict.fromkeys(name for reading in readings for name in reading.types))
    if types:
        unread = [_shown(part) for part, reading in zip(parts, readings, strict=True) if _is_odd(reading)]
        note = f"beside the types it holds {', '.join(unread)}" if unread else ""
        return _Reading(DisabilityState.YES_WITH_TYPE, types, note)
    states = {reading.state for reading in readings} - {DisabilityState.BLANK}
    if len(states) == 1:
        return next(reading for reading in readings if reading.state in states)
    return _Reading(DisabilityState.UNCLEAR, note="the answers in it disagree") if states else _BLANK


def _is_odd(reading: _Reading) -> bool:
    return reading.state not in {
        DisabilityState.YES_WITH_TYPE,
        DisabilityState.YES_WITHOUT_TYPE,
        DisabilityState.BLANK,
    }


@lru_cache(maxsize=4096)
def _read_text(text: str) -> _Reading:
    found = _answer(words(text)) or _parts(text)
    if found is not None:
        return found
    if is_blank(text):
        return _BLANK
    if opened := _YES_AND_MORE.fullmatch(text):
        return _yes_and_more(text, opened[2].strip().strip("()[]"), separated=bool(opened[1]))
    return _not_known_answer(text)


def _yes_and_more(text: str, rest: str, *, separated: bool) -> _Reading:
    """Read what follows a yes: a known need, with a separator any words, or no more than that it is not known."""
    more = _read_text(rest)
    if more.state is DisabilityState.YES_WITH_TYPE:
        return more
    if more.state in {DisabilityState.NOT_KNOWN, DisabilityState.DECLINED, DisabilityState.BLANK}:
        return _YES_ONLY
    if separated and more.state is DisabilityState.UNCLEAR and (free := _free_text(rest)):
        return _Reading(DisabilityState.YES_WITH_TYPE, (free,), "the type is in words of its own")
    return _not_known_answer(text)


def _not_known_answer(value: object) -> _Reading:
    note = f"{_shown(value)} is not an answer that is known: the mapping must say what it stands for"
    return _Reading(DisabilityState.UNCLEAR, note=note)


def _answer(key: str) -> _Reading | None:
    if key in labels.YES:
        return _YES_ONLY
    if key in labels.NO:
        return _Reading(DisabilityState.NO)
    if key in labels.NOT_KNOWN or key.startswith(labels.NOT_KNOWN_OPENINGS):
        return _Reading(DisabilityState.NOT_KNOWN)
    if key in labels.DECLINED or key.startswith(labels.DECLINED_OPENINGS):
        return _Reading(DisabilityState.DECLINED)
    return None


def _parts(text: str) -> _Reading | None:
    """Read one need, several with separators, or a code beside its label (`NONE - No disability`).

    Every part must be known and all must say the same kind of thing, so that `no autism` is never a need.
    """
    if "?" in text:
        return None
    whole = _type_of(text)
    parts = [text] if whole else [part for part in _SEPARATORS.split(text) if words(part)]
    names = [_type_of(part) for part in parts]
    if names and None not in names:
        return _Reading(DisabilityState.YES_WITH_TYPE, tuple(dict.fromkeys(name for name in names if name)))
    answers = {_answer(words(part)) for part in parts}
    return answers.pop() if len(answers) == 1 else None


def _type_of(text: str) -> str | None:
    key = words(text)
    return labels.TYPE_OF.get(key) or labels.TYPE_OF.get(_LEADING.sub("", key, count=1))


def _free_text(value: object) -> str | None:
    """Give a detail in words of its own; figures, lists of oddities and what `_NO_TYPE` finds are not one."""
    if not isinstance(value, str) or not any(map(str.isalpha, value)) or _NO_TYPE.match(value):
        return None
    return _cut(value)


def _shown(value: object) -> str:
    return repr(_cut(str(value)))


def _cut(value: str) -> str:
    text = " ".join(value.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "\u2026"
