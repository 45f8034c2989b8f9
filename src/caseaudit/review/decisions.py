"""A decision (`caseaudit.decisions/1`): one reading of one question by one person, beside what the machine proposed.

Decisions are only ever added to. Where a person reads a question again, the later reading of theirs counts and the
earlier one stays in the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Literal, Protocol

from caseaudit.domain.audit import Finding, Results
from caseaudit.domain.vocabulary import Outcome

DECISIONS_SCHEMA = "caseaudit.decisions/1"

Reading = Literal["first", "moderation"]
Key = tuple[str, str, str | None]
"""A question: case id, criterion id, and the child or person it is about (None: the case)."""

_ABOUT_THE_PAGE = frozenset({"marking"})
"""Settings that change how results look and nothing in them."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One reading of one question by one person. Field order is key order in the file."""

    run: str
    """Fingerprint of the results that were read."""
    rubric: str
    """`id@edition`, several joined by `+`."""
    case_id: str
    criterion: str
    subject: str | None
    machine: Outcome | None
    """What the machine proposed; None where its check failed."""
    person: Outcome
    reason: str | None = None
    comment: str | None = None
    good_practice: str | None = None
    action: str | None = None
    owner: str | None = None
    due: date | None = None
    refer_back: bool = False
    """Whether the case is to go back to its team now."""
    auditor: str = ""
    """Initials or an id, as typed."""
    reading: Reading = "first"
    blind: bool = False
    """Whether the machine's proposal was hidden from the reader."""
    decided_on: date | None = None

    @property
    def key(self) -> Key:
        """The question that was decided."""
        return self.case_id, self.criterion, self.subject

    @property
    def who(self) -> str:
        """The auditor's name as names are compared: case and spaces make no difference."""
        return same_name(self.auditor)

    @property
    def id(self) -> str:
        """Digest of everything the decision says."""
        return decision_id(self)

    @property
    def overrides(self) -> bool:
        """Whether the person's answer differs from the machine's."""
        return self.person is not self.machine


class Hash(Protocol):
    """What takes bytes to digest."""

    def update(self, data: bytes, /) -> object:
        """Take some."""


def same_name(name: str) -> str:
    """Give a name in the form in which two spellings of it are equal."""
    return " ".join(name.split()).casefold()


def decision_id(decision: Decision) -> str:
    """Digest (SHA-256) of what a decision says, so that a line that was changed later is found out.

    >>> a = Decision("f", "r@2025-01", "C1", "child-seen", None, Outcome.MET, Outcome.MET, auditor="AB")
    >>> decision_id(a) == decision_id(a), len(decision_id(a))
    (True, 64)
    """
    found = hashlib.sha256()
    _feed(found, decision)
    return found.hexdigest()


def says_the_same(one: Decision, other: Decision) -> bool:
    """Whether two decisions differ in nothing but the day on which they were entered and the spelling of the name."""
    leave = {"decided_on", "auditor"}
    same = all(getattr(one, part.name) == getattr(other, part.name) for part in fields(one) if part.name not in leave)
    return same and one.who == other.who


def rubric_of(results: Results) -> str:
    """`dip-sample@2025-12`; of several rubrics all, joined by `+`."""
    return "+".join(f"{used.id}@{used.edition}" for used in results.run.rubrics)


def machine_outcome(finding: Finding) -> Outcome | None:
    """Give what the machine proposed, whatever a person made of it since."""
    return finding.override.machine_outcome if finding.override else finding.outcome


def fingerprint(results: Results) -> str:
    """Digest (SHA-256) of the run's manifest and every answer of the machine.

    The same before and after people's decisions, and whatever the protective marking: it names the audit, not its look.
    """
    run = results.run
    settings = {name: value for name, value in run.settings.items() if name not in _ABOUT_THE_PAGE}
    manifest = (run.tool_version, run.rubrics, settings, run.inputs, run.sample, run.lexicons, run.mapping)
    found = hashlib.sha256()
    _feed(found, manifest)
    for case in results.cases:
        _feed(found, (case.case_id, [(f.criterion, f.subject, machine_outcome(f)) for f in case.findings]))
    return found.hexdigest()


def latest(decisions: Iterable[Decision]) -> dict[tuple[Key, str, Reading], Decision]:
    """Keep of each person's readings of a question the last one, in the order in which questions first came."""
    return {(decision.key, decision.who, decision.reading): decision for decision in decisions}


def earliest(decisions: Iterable[Decision]) -> dict[tuple[Key, str, Reading], Decision]:
    """Keep of each person's readings of a question the first one: what they thought before anybody talked to them."""
    found: dict[tuple[Key, str, Reading], Decision] = {}
    for decision in decisions:
        found.setdefault((decision.key, decision.who, decision.reading), decision)
    return found


def readings(decisions: Iterable[Decision]) -> dict[Key, tuple[Decision, ...]]:
    """Gather what stands of each question: every person's last first reading, then the last moderation if any."""
    every = list(decisions)
    first: dict[Key, list[Decision]] = {decision.key: [] for decision in every}
    moderated = {decision.key: decision for decision in every if decision.reading == "moderation"}
    for (key, _, reading), decision in latest(every).items():
        if reading == "first":
            first[key].append(decision)
    return {key: (*found, *([moderated[key]] if key in moderated else [])) for key, found in first.items()}


def in_force(decisions: Iterable[Decision]) -> dict[Key, Decision]:
    """Give the decision that holds for each question that is decided.

    The moderation if there is one; else the only first reading, or the first of those that all came to the same
    outcome. A question on which first readings differ is not decided, and not in the mapping.
    """
    found: dict[Key, Decision] = {}
    for key, standing in readings(decisions).items():
        last = standing[-1]
        if last.reading == "moderation":
            found[key] = last
        elif len({decision.person for decision in standing}) == 1:
            found[key] = standing[0]
    return found


def disputed(decisions: Iterable[Decision]) -> tuple[Key, ...]:
    """Name the questions on which first readings differ and nobody has moderated."""
    every = list(decisions)
    held = in_force(every)
    return tuple(key for key in readings(every) if key not in held)


def _feed(found: Hash, value: Any) -> None:
    """Digest plain data: every value with its kind and length, so that no two ways of putting it are the same bytes."""
    if is_dataclass(value) and not isinstance(value, type):
        _feed(found, asdict(value))
    elif isinstance(value, Mapping):
        found.update(b"{")
        for name in sorted(value):
            _feed(found, name)
            _feed(found, value[name])
        found.update(b"}")
    elif isinstance(value, list | tuple):
        found.update(b"[")
        for item in value:
            _feed(found, item)
        found.update(b"]")
    else:
        kind, text = _plain(value)
        content = text.encode("utf-8", "surrogatepass")
        found.update(b"%b%d:" % (kind, len(content)))
        found.update(content)


def _plain(value: Any) -> tuple[bytes, str]:
    if value is None:
        return b"n", ""
    if isinstance(value, bool):
        return b"b", str(int(value))
    if isinstance(value, int):
        return b"i", str(value)
    if isinstance(value, float):
        return b"f", value.hex()
    if isinstance(value, date):
        return b"d", value.isoformat()
    if isinstance(value, str):
        return b"s", str(value)
    raise TypeError(f"{type(value).__name__} has no digest")
