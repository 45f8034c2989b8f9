"""What changed between two audits: new, resolved and persisting findings, and the cases that only one of them holds.

A finding, here, is an outcome of not met or partly met. It is known again by its case, criterion, subject and evidence,
so that wording added to a record that was faulty already is new, and a finding that merely moved is not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from caseaudit.domain.vocabulary import WORST_FIRST, Outcome, Severity
from caseaudit.engine.differences_keys import Piece, pieces_of
from caseaudit.engine.differences_runs import RunDifference, run_differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from caseaudit.domain.audit import CaseAudit, Evidence, Finding, Results

SHORT = (Outcome.NOT_MET, Outcome.PARTLY_MET)
"""The outcomes that make a finding."""
_SEVERITIES = tuple(Severity)
_POINTS = {Outcome.NOT_MET: 0, Outcome.PARTLY_MET: 1, Outcome.MET: 2}

Question = tuple[str, str, str | None]
"""Case, criterion, subject."""
Course = Literal["worse", "better", "same"]


class Standing(StrEnum):
    """Where a finding stands in the two audits, in the order in which they are told."""

    NEW = "new"
    IN_NEW_CASE = "in_new_case"
    """Of a case that only the newer audit holds."""
    PERSISTING = "persisting"
    RESOLVED = "resolved"
    IN_GONE_CASE = "in_gone_case"
    """Of a case that only the older audit holds: nothing says that it was put right."""


class Unjudged(StrEnum):
    """Why an audit has no outcome for a question."""

    FAULT = "fault"
    NOT_ASKED = "not_asked"
    """The case is there, the criterion or the subject is not."""
    NO_CASE = "no_case"
    SET_ASIDE = "set_aside"


State = Outcome | Unjudged


@dataclass(frozen=True, slots=True)
class Change:
    """One finding and where it stands, with the pieces of its evidence that stand so."""

    standing: Standing
    case: CaseAudit
    """As the newer audit has it; as the older one has it where the finding is resolved or gone."""
    finding: Finding
    """Its `evidence` holds the pieces of this standing only, none where the finding rests on absence."""
    before: State
    """What the older audit said to the same question."""
    after: State

    @property
    def course(self) -> Course | None:
        """Whether the question is answered worse than before; None where one of the two did not assess it."""
        old, new = (_POINTS.get(state) if isinstance(state, Outcome) else None for state in (self.before, self.after))
        if old is None or new is None:
            return None
        return "same" if old == new else "worse" if new < old else "better"


@dataclass(frozen=True, slots=True)
class Differences:
    """Two audits beside each other."""

    changes: tuple[Change, ...]
    """By standing; in each the escalations first, then by severity, then in the order of the audits."""
    runs: tuple[RunDifference, ...]
    """What the two runs did not have in common and may have moved findings by itself."""
    both: int
    """How many cases both audits hold."""
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    set_aside: tuple[str, ...]
    """Of `only_old`, those that the newer run could not read."""

    def of(self, *standings: Standing) -> tuple[Change, ...]:
        """Give the changes of these standings."""
        return tuple(change for change in self.changes if change.standing in standings)

    @property
    def new(self) -> tuple[Change, ...]:
        """Give every finding that the older audit does not hold, whether or not it holds the case."""
        return self.of(Standing.NEW, Standing.IN_NEW_CASE)


def differences(old: Results, new: Results) -> Differences:
    """Compare two audits.

    A question is a case, a criterion and a subject; what `differences_keys` calls a piece is one thing that decided the
    answer. Pieces are matched one to one, as often as they occur. A finding is new by the pieces that only the newer
    audit holds, resolved by those that only the older one holds, and persists by those that both hold: one that loses
    one fault and gains another is told under all three. Whether it is not met or partly met does not tell two findings
    apart; `Change.course` says it. A finding that rests on absence alone has one piece, which stands for it.
    """
    before, after = _Side(old), _Side(new)
    found = [
        change
        for question in dict.fromkeys([*after.questions, *before.questions])
        for change in _changes(question, before, after)
    ]
    only_old = tuple(case for case in before.cases if case not in after.cases)
    return Differences(
        changes=tuple(sorted(found, key=_urgency)),
        runs=run_differences(old.run, new.run),
        both=sum(case in before.cases for case in after.cases),
        only_old=only_old,
        only_new=tuple(case for case in after.cases if case not in before.cases),
        set_aside=tuple(case for case in only_old if case in after.set_aside),
    )


def slim(case: CaseAudit) -> CaseAudit:
    """Leave out what a comparison does not look at: the evidence of everything but findings."""
    kept = (finding if finding.outcome in SHORT else replace(finding, evidence=()) for finding in case.findings)
    return replace(case, findings=tuple(kept))


class _Side:
    """One audit, by case and by question."""

    def __init__(self, results: Results) -> None:
        self.cases: dict[str, CaseAudit] = {}
        self.questions: dict[Question, list[Finding]] = {}
        self.set_aside = {record.case_id for record in results.set_aside if record.case_id is not None}
        for case in results.cases:
            self.cases.setdefault(case.case_id, case)
            for finding in case.findings:
                key = (case.case_id, finding.criterion, finding.subject)
                self.questions.setdefault(key, []).append(finding)

    def findings(self, question: Question) -> list[Finding]:
        """Give what is not met or partly met."""
        return [finding for finding in self.questions.get(question, ()) if finding.outcome in SHORT]

    def state(self, question: Question) -> State:
        """Give the answer, the worst where there are several, or why there is none."""
        if question[0] not in self.cases:
            return Unjudged.SET_ASIDE if question[0] in self.set_aside else Unjudged.NO_CASE
        outcomes = [finding.outcome for finding in self.questions.get(question, ())]
        if not outcomes:
            return Unjudged.NOT_ASKED
        return next((outcome for outcome in WORST_FIRST if outcome in outcomes), Unjudged.FAULT)


def _changes(question: Question, before: _Side, after: _Side) -> Iterator[Change]:
    old, new = before.findings(question), after.findings(question)
    old_pieces, new_pieces = pieces_of(old), pieces_of(new)
    shared = Counter(piece.key for piece in old_pieces) & Counter(piece.key for piece in new_pieces)
    states = before.state(question), after.state(question)
    kept, added = _parted(new_pieces, shared)
    _, gone = _parted(old_pieces, shared)
    is_new = Standing.NEW if question[0] in before.cases else Standing.IN_NEW_CASE
    is_gone = Standing.RESOLVED if question[0] in after.cases else Standing.IN_GONE_CASE
    parts = ((is_new, after, new, added), (Standing.PERSISTING, after, new, kept), (is_gone, before, old, gone))
    for standing, side, findings, pieces in parts:
        if pieces:
            yield Change(standing, side.cases[question[0]], _one(findings, pieces), *states)


def _parted(pieces: Sequence[Piece], shared: Counter[object]) -> tuple[list[Piece], list[Piece]]:
    """Part the pieces that both audits hold from the rest, as often as both hold them."""
    left = Counter(shared)
    kept: list[Piece] = []
    rest: list[Piece] = []
    for piece in pieces:
        (kept if left[piece.key] > 0 else rest).append(piece)
        left[piece.key] -= 1
    return kept, rest


def _one(findings: Sequence[Finding], pieces: Iterable[Piece]) -> Finding:
    """Give the worst finding of a question, with these pieces as its evidence."""
    worst = min(findings, key=lambda finding: SHORT.index(_outcome(finding)))
    evidence: tuple[Evidence, ...] = tuple(piece.evidence for piece in pieces if piece.evidence is not None)
    return replace(worst, evidence=evidence, escalate=any(finding.escalate for finding in findings))


def _outcome(finding: Finding) -> Outcome:
    assert finding.outcome is not None
    return finding.outcome


_STANDINGS = tuple(Standing)


def _urgency(change: Change) -> tuple[int, bool, int, int]:
    finding = change.finding
    return (
        _STANDINGS.index(change.standing),
        not finding.escalate,
        _SEVERITIES.index(finding.severity),
        SHORT.index(_outcome(finding)),
    )
