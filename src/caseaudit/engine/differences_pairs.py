"""One case in two audits: what of its findings is new, resolved and persisting.

A finding, here, is an outcome of not met or partly met. It is known again by its case, criterion, subject and evidence,
so that wording added to a record that was faulty already is new, and a finding that merely moved is not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

from caseaudit.domain.vocabulary import WORST_FIRST, Outcome, Severity
from caseaudit.engine.differences_keys import Piece, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from caseaudit.domain.audit import CaseAudit, Evidence, Finding

SHORT = (Outcome.NOT_MET, Outcome.PARTLY_MET)
"""The outcomes that make a finding."""
_SEVERITIES = tuple(Severity)
_POINTS = {Outcome.NOT_MET: 0, Outcome.PARTLY_MET: 1, Outcome.MET: 2}

Course = Literal["worse", "better", "same"]
Question = tuple[str, str | None]
"""Criterion and subject."""


class Standing(StrEnum):
    """Where a finding stands in the two audits, in the order in which they are told."""

    NEW = "new"
    IN_NEW_CASE = "in_new_case"
    """Of a case that only the newer audit holds."""
    PERSISTING = "persisting"
    RESOLVED = "resolved"
    IN_GONE_CASE = "in_gone_case"
    """Of a case that only the older audit holds: nothing says that it was put right."""


_STANDINGS = tuple(Standing)


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
    """Without its findings. As the newer audit has it; as the older one where the finding is resolved or gone."""
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


class Order(NamedTuple):
    """Where a change is told: by standing, the escalations first, then by severity, then in the order of the audits."""

    standing: int
    calm: bool
    """Whether it does not escalate."""
    severity: int
    outcome: int
    only_older: bool
    """Whether the older audit alone asked the question: such come behind the others, in its own order."""
    number: int
    """Of the case in the audit that has the question, in the newer one where both do."""
    at: int
    """Number of the change among those of its case."""


class Numbered(NamedTuple):
    """A case and its number in its audit."""

    number: int
    case: CaseAudit


def pair_changes(
    old: Numbered | None, new: Numbered | None, *, absent: Unjudged = Unjudged.NO_CASE
) -> Iterator[tuple[Order, Change]]:
    """Compare one case of two audits; `absent` says why one of them has none.

    A question is a criterion and a subject; what `differences_keys` calls a piece is one thing that decided the answer.
    Pieces are matched one to one, as often as they occur. A finding is new by the pieces that only the newer audit
    holds, resolved by those that only the older one holds, and persists by those that both hold: one that loses one
    fault and gains another is told under all three. Whether it is not met or partly met does not tell two findings
    apart; `Change.course` says it. A finding that rests on absence alone has one piece, which stands for it.
    """
    before, after = _Side(old, absent), _Side(new, absent)
    at = 0
    for question in dict.fromkeys([*after.questions, *before.questions]):
        only_older = question not in after.questions
        number = before.number if only_older else after.number
        for change in _changes(question, before, after):
            yield _order(change, only_older=only_older, number=number, at=at), change
            at += 1


class _Side:
    """The case in one of the audits, by question."""

    def __init__(self, numbered: Numbered | None, absent: Unjudged) -> None:
        self.number, case = numbered or (0, None)
        self.head = replace(case, findings=()) if case else None
        self.questions: Mapping[Question, list[Finding]] = _by_question(case.findings if case else ())
        self._absent = absent

    def findings(self, question: Question) -> list[Finding]:
        """Give what is not met or partly met."""
        return [finding for finding in self.questions.get(question, ()) if finding.outcome in SHORT]

    def state(self, question: Question) -> State:
        """Give the answer, the worst where there are several, or why there is none."""
        if self.head is None:
            return self._absent
        outcomes = [finding.outcome for finding in self.questions.get(question, ())]
        if not outcomes:
            return Unjudged.NOT_ASKED
        return next((outcome for outcome in WORST_FIRST if outcome in outcomes), Unjudged.FAULT)


def _by_question(findings: Iterable[Finding]) -> dict[Question, list[Finding]]:
    found: dict[Question, list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.criterion, finding.subject), []).append(finding)
    return found


def _changes(question: Question, before: _Side, after: _Side) -> Iterator[Change]:
    old, new = before.findings(question), after.findings(question)
    if not old and not new:
        return
    old_pieces, new_pieces = pieces_of(old), pieces_of(new)
    shared = Counter(piece.key for piece in old_pieces) & Counter(piece.key for piece in new_pieces)
    states = before.state(question), after.state(question)
    kept, added = _parted(new_pieces, shared)
    _, gone = _parted(old_pieces, shared)
    is_new = Standing.NEW if before.head else Standing.IN_NEW_CASE
    is_gone = Standing.RESOLVED if after.head else Standing.IN_GONE_CASE
    parts = ((is_new, after, new, added), (Standing.PERSISTING, after, new, kept), (is_gone, before, old, gone))
    for standing, side, findings, pieces in parts:
        if pieces:
            assert side.head is not None
            yield Change(standing, side.head, _one(findings, pieces), *states)


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


def _order(change: Change, *, only_older: bool, number: int, at: int) -> Order:
    finding = change.finding
    return Order(
        _STANDINGS.index(change.standing),
        not finding.escalate,
        _SEVERITIES.index(finding.severity),
        SHORT.index(_outcome(finding)),
        only_older,
        number,
        at,
    )
