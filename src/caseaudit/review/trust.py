"""How far the machine may be relied on: what people made of its proposals, by criterion and by lexicon term.

Counted are findings. A proposal of partly or not met is a flag; a proposal of met is a pass. People uphold a flag when
they too say partly or not met, whichever; a flag that they find not applicable is not upheld. Where they could not
assess it, nothing is learnt, and the finding is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from caseaudit.domain.audit import Finding, Interval, Results
from caseaudit.domain.vocabulary import Basis, Outcome
from caseaudit.engine.populations import Rate
from caseaudit.engine.statistics import wilson
from caseaudit.review.decisions import Decision, Key, in_force, machine_outcome, readings
from caseaudit.review.proposals import Proposed, precision_of, recall_of

SHORT = frozenset({Outcome.PARTLY_MET, Outcome.NOT_MET})
SECOND_READER = "second-reader"
"""Stands for the term where the trained second reader alone found the words."""
_BY_CRITERION = "people read more of one criterion's passes than of another's: see each criterion"


@dataclass(frozen=True, slots=True)
class CriterionTrust:
    """One criterion; all of them together where `criterion` is None."""

    criterion: str | None
    title: str
    flagged: Proposed
    passed: Proposed
    left: Proposed
    """What the machine could not assess and left to people."""
    precision: Rate
    """Share of the flags read that people upheld."""
    recall: Rate
    """Share found by the machine of what people would find short among its flags and passes, each weighted by how
    many of them there are for each one read."""


@dataclass(frozen=True, slots=True)
class TermTrust:
    """Proposals of one criterion that rest on one lexicon term."""

    criterion: str
    title: str
    term: str
    concept: str | None
    proposals: int
    read: int
    upheld: int
    """People came to the same side: short, or not."""
    alone_read: int
    """Of those read, those that rest on no other term."""
    alone_upheld: int
    blind: int
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Trust:
    """`review trust` but for the rates of the whole."""

    total: CriterionTrust
    criteria: tuple[CriterionTrust, ...]
    """Those of which people read something, in the rubric's order."""
    terms: tuple[TermTrust, ...]
    """Those of which people read something; the least upheld first."""
    undecided: int
    """Questions on which first readings differ and nobody has moderated: not counted."""
    elsewhere: int
    """Decisions on questions that the results do not hold."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What people came to on one question."""

    outcome: Outcome
    blind: bool


def settled(decisions: Sequence[Decision]) -> dict[Key, Settled]:
    """Return what is decided; blind where every first reading behind it was, and there is one."""
    standing = readings(decisions)
    found = {}
    for key, one in in_force(decisions).items():
        first = [reading for reading in standing[key] if reading.reading == "first"]
        found[key] = Settled(one.person, bool(first) and all(reading.blind for reading in first))
    return found


def trust(decisions: Sequence[Decision], results: Results) -> Trust:
    """Set people's settled decisions against the machine's proposals."""
    held = settled(decisions)
    titles = {one.criterion: one.title for one in results.summary.criteria}
    total, by_criterion, terms = _Criterion(), {name: _Criterion() for name in titles}, _Terms()
    seen = set()
    for case in results.cases:
        for finding in case.findings:
            key = (case.case_id, finding.criterion, finding.subject)
            seen.add(key)
            machine, answer = machine_outcome(finding), held.get(key)
            by_criterion.setdefault(finding.criterion, _Criterion()).add(machine, answer)
            total.add(machine, answer)
            terms.add(finding, machine, answer)
    criteria = [tally.result(name, titles.get(name) or name) for name, tally in by_criterion.items() if tally.touched]
    return Trust(
        replace(total.result(None, "All criteria"), recall=Rate(None, note=_BY_CRITERION)),
        tuple(criteria),
        terms.results(titles),
        undecided=len({one.key for one in decisions} - held.keys()),
        elsewhere=len(held.keys() - seen),
    )


@dataclass(slots=True)
class _Tally:
    proposals: int = 0
    read: int = 0
    short: int = 0
    same: int = 0
    unclear: int = 0
    blind: int = 0

    def add(self, machine: Outcome, answer: Settled | None) -> None:
        self.proposals += 1
        if answer is None:
            return
        if answer.outcome is Outcome.CANNOT_ASSESS:
            self.unclear += 1
            return
        self.read += 1
        self.short += answer.outcome in SHORT
        self.same += answer.outcome is machine
        self.blind += answer.blind

    def result(self) -> Proposed:
        return Proposed(self.proposals, self.read, self.short, self.same, self.unclear, self.blind)


@dataclass(slots=True)
class _Criterion:
    flagged: _Tally = field(default_factory=_Tally)
    passed: _Tally = field(default_factory=_Tally)
    left: _Tally = field(default_factory=_Tally)

    @property
    def touched(self) -> bool:
        return any(tally.read or tally.unclear for tally in (self.flagged, self.passed, self.left))

    def add(self, machine: Outcome | None, answer: Settled | None) -> None:
        if machine in SHORT:
            self.flagged.add(machine, answer)
        elif machine is Outcome.MET:
            self.passed.add(machine, answer)
        elif machine is Outcome.CANNOT_ASSESS:
            self.left.add(machine, answer)

    def result(self, criterion: str | None, title: str) -> CriterionTrust:
        flagged, passed = self.flagged.result(), self.passed.result()
        return CriterionTrust(
            criterion, title, flagged, passed, self.left.result(), precision_of(flagged), recall_of(flagged, passed)
        )


@dataclass(slots=True)
class _Term:
    concept: str | None
    proposals: int = 0
    read: int = 0
    upheld: int = 0
    alone_read: int = 0
    alone_upheld: int = 0
    blind: int = 0


@dataclass(slots=True)
class _Terms:
    found: dict[tuple[str, str], _Term] = field(default_factory=dict)

    def add(self, finding: Finding, machine: Outcome | None, answer: Settled | None) -> None:
        """Count a finding under each term that it rests on."""
        if machine not in SHORT and machine is not Outcome.MET:
            return
        terms = _terms_of(finding)
        for term, concept in terms.items():
            tally = self.found.setdefault((finding.criterion, term), _Term(concept))
            tally.proposals += 1
            if answer is None or answer.outcome is Outcome.CANNOT_ASSESS:
                continue
            upheld, alone = (answer.outcome in SHORT) == (machine in SHORT), len(terms) == 1
            tally.read += 1
            tally.upheld += upheld
            tally.alone_read += alone
            tally.alone_upheld += alone and upheld
            tally.blind += answer.blind

    def results(self, titles: Mapping[str, str]) -> tuple[TermTrust, ...]:
        read = [(key, tally) for key, tally in self.found.items() if tally.read]
        return tuple(
            TermTrust(
                criterion, titles.get(criterion) or criterion, term, one.concept, one.proposals, one.read, one.upheld,
                one.alone_read, one.alone_upheld, one.blind, wilson(one.upheld, one.read),
            )
            for (criterion, term), one in sorted(read, key=lambda item: (_share(item[1]), -item[1].read, item[0]))
        )  # fmt: skip


def _share(tally: _Term) -> float:
    return tally.upheld / tally.read


def _terms_of(finding: Finding) -> dict[str, str | None]:
    """Terms that the proposal rests on, with their concepts; what speaks against it is no support."""
    return dict(_supports(finding))


def _supports(finding: Finding) -> Iterable[tuple[str, str | None]]:
    for item in finding.evidence:
        if item.contrary or item.quote is None:
            continue
        if item.term:
            yield item.term, item.concept
        elif item.basis is Basis.MODEL:
            yield SECOND_READER, item.concept
