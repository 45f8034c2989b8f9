"""The audit's record, `caseaudit.results/1`: self-contained, so that it can be rendered years later without the rubric.

Field order here is key order in the JSON. Fractions are rounded to six decimals where they are made.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Literal

from caseaudit.domain.manifest import (
    EntryChanged,
    ExceptionsUsed,
    ExpiredException,
    InputUsed,
    LexiconUsed,
    MappingUsed,
    RubricUsed,
    SetAside,
)
from caseaudit.domain.vocabulary import Basis, CaseType, Outcome, Severity, Speaker, Status

__all__ = [
    "SCHEMA",
    "Accepted",
    "AreaSummary",
    "Baseline",
    "CaseAudit",
    "Counts",
    "CriterionSummary",
    "DecidedBy",
    "EntryChanged",
    "Evidence",
    "ExceptionsUsed",
    "ExpiredException",
    "Fault",
    "Finding",
    "InputUsed",
    "Interval",
    "LexiconUsed",
    "MappingUsed",
    "Override",
    "Results",
    "RubricUsed",
    "Run",
    "Scalar",
    "SetAside",
    "Source",
    "Summary",
]

SCHEMA = "caseaudit.results/1"

Scalar = str | int | float | bool | None
DecidedBy = Literal["machine", "person"]
Counts = Literal["not_met", "short"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record came from: filled by the reader, so that every finding can be traced to its row."""

    system: str | None = None
    file: str | None = None
    """Relative to the folder of the argument, with `/`; `-` for standard input."""
    table: str | None = None
    row: int | None = None
    """Line or row number in the file, from 1."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of what decided a finding: words at an exact place, or a field with its value as in the source."""

    path: str
    """JSON path into the case file, e.g. `children[0].ethnicity`, `narrative[2].text`."""
    entry_id: str | None = None
    start: int | None = None
    """Code points into the text at `path`; `text[start:end] == quote`."""
    end: int | None = None
    quote: str | None = None
    concept: str | None = None
    status: Status | None = None
    speaker: Speaker | None = None
    preferred: str | None = None
    value: Any = None
    """The field's raw value (a JSON value) as it stood in the source."""
    term: str | None = None
    """Id of the lexicon entry, for text."""
    tier: str | None = None
    why: str | None = None
    """Why the wording harms, for victim-blaming terms."""
    sentence: str | None = None
    """The sentence around the quote, shortened where it is very long: how the words were meant."""
    basis: Basis | None = None
    """For text: whether the lexicon found it (pattern), the trained second reader (model), or both."""
    confidence: float | None = None
    """How sure the second reader is, between 0 and 1."""
    contrary: bool = False
    """True when this speaks against the outcome: text that contradicts a field, say."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A check that failed: a defect in caseaudit, not in the record. `id` is the same for the same defect."""

    id: str


@dataclass(frozen=True, slots=True)
class Override:
    """A person's decision over the machine's proposal; the machine's own answer is kept."""

    machine_outcome: Outcome | None
    by: str
    at: str
    """ISO 8601 time of the decision."""
    reason: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """An exception on file: somebody answers for what falls short here, until a day. The outcome stays what it is."""

    reason: str
    author: str
    expires: str
    """ISO date, the last day on which it holds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one criterion came to for one subject of one case."""

    criterion: str
    subject: str | None
    """child_id (or person_id) when the criterion is judged per child or person; None for the whole case."""
    outcome: Outcome | None
    """None only when the check failed: see `fault`."""
    reason: str
    remedy: str | None
    severity: Severity
    escalate: bool
    """True when this finding means that a child may be unsafe now."""
    basis: Basis
    decided_by: DecidedBy = "machine"
    override: Override | None = None
    fault: Fault | None = None
    scope: str | None = None
    """What was searched, when the outcome rests on absence: fields and how many narrative entries."""
    evidence: tuple[Evidence, ...] = ()
    accepted: Accepted | None = None
    """The exception that accepts this finding; it is counted apart and fails no gate but the one on escalations."""


@dataclass(frozen=True, slots=True)
class CaseAudit:
    """Everything the audit says of one case."""

    case_id: str
    case_type: CaseType
    source: Source | None
    score: float | None
    """Weighted share over assessed findings (met 1, partly 0.5, not met 0); None when nothing was assessed."""
    escalated: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval of a rate; bounds are fractions."""

    level: float
    low: float
    high: float
    method: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """A published figure to stand beside ours."""

    count: int
    of: int
    counts: Counts
    """What the count counts: `not_met`, or `short` (partly met and not met together)."""
    source: str
    interval: Interval | None = None
    compatible: bool | None = None
    """Whether our interval and the baseline's overlap, among the same case types; None when nothing was assessed."""
    among: tuple[CaseType, ...] = ()
    """The case types that the published count is about; empty: all."""
    our_count: int | None = None
    """Our count of the same thing among those case types."""
    our_of: int | None = None
    """How many of ours were assessed among them."""
    our_interval: Interval | None = None
    """The interval of our rate among them."""


@dataclass(frozen=True, slots=True)
class CriterionSummary:
    """One criterion over all audited cases: one outcome a case, the worst of its subjects."""

    criterion: str
    title: str
    area: str
    refs: tuple[str, ...]
    met: int
    partly_met: int
    not_met: int
    not_applicable: int
    cannot_assess: int
    assessed: int
    not_met_rate: float | None
    short_rate: float | None
    interval: Interval | None
    proposed: int
    """Case outcomes that no person has decided yet."""
    confirmed: int
    """Case outcomes that a person has confirmed or overridden."""
    baseline: Baseline | None
    faults: int = 0
    text: str = ""
    """The criterion in full words."""
    severity: Severity = Severity.MEDIUM
    weight: float = 1.0
    escalate: bool = False
    remedy: str = ""
    source: str = ""
    """Document and place the criterion is drawn from."""
    mode: Literal["machine", "cue", "auditor"] = "machine"
    """Whether fields settle it, text gives cues a person confirms, or only a person can judge it."""
    accepted_not_met: int = 0
    """Of the cases not met, those where an exception accepts every finding that makes them so."""
    accepted_partly_met: int = 0
    """The same of the cases partly met."""


@dataclass(frozen=True, slots=True)
class AreaSummary:
    """One inspection area: its pooled score and the grade the rubric's thresholds would give, always indicative."""

    area: str
    score: float | None
    indicative_grade: str | None
    title: str = ""
    assessed: int = 0
    capped_by: tuple[str, ...] = ()
    """Limiting criteria that hold the grade down."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole batch in counts."""

    cases: int
    escalations: int
    """Cases with at least one escalating finding."""
    faults: int
    criteria: tuple[CriterionSummary, ...]
    areas: tuple[AreaSummary, ...]
    score: float | None = None
    """Weighted share over all assessed findings of all cases."""
    accepted: int = 0
    """Findings that an exception accepts."""


@dataclass(frozen=True, slots=True)
class Run:
    """The manifest: everything needed to get the same bytes again."""

    tool_version: str
    rubrics: tuple[RubricUsed, ...]
    settings: dict[str, Any]
    inputs: tuple[InputUsed, ...]
    sample: dict[str, Any] | None = None
    notices: tuple[str, ...] = ()
    """What the reader should know: columns not used, times after as_of, entries not in English."""
    lexicons: tuple[LexiconUsed, ...] = ()
    """The force's own lexicons, in the order in which they were applied."""
    mapping: MappingUsed | None = None
    """What the export was read by, where it was not case files."""
    exceptions: ExceptionsUsed | None = None
    """The accepted exceptions, where a file of them was given."""


@dataclass(frozen=True, slots=True)
class Results:
    """`caseaudit.results/1`."""

    run: Run
    summary: Summary
    cases: Collection[CaseAudit]
    """In the order of the input. A large batch's are read from the disk each time they are gone through."""
    set_aside: Collection[SetAside] = field(default=())
    schema: Literal["caseaudit.results/1"] = "caseaudit.results/1"
