"""Runs a criterion's own examples: the case each one shows, audited by that criterion alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from caseaudit.checks.base import Result
from caseaudit.domain.audit import Finding
from caseaudit.domain.vocabulary import WORST_FIRST, Outcome
from caseaudit.engine.findings import Trace
from caseaudit.engine.runner import FaultLog, traces_of
from caseaudit.rubric.example_case import ExampleError, case_of
from caseaudit.rubric.model import Criterion, Example, Judgement


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What one example came to."""

    criterion: str
    number: int
    """Its place among the criterion's examples, from 1."""
    expected: Outcome
    got: Outcome | None
    """None when the example's case is no case file, or the check failed."""
    finding: Finding | None
    """The finding that decided: the worst of the subjects."""
    trace: Trace | None
    problem: str | None = None
    """Why there is no outcome."""

    @property
    def holds(self) -> bool:
        """Whether the outcome is the one that the example names."""
        return self.got is self.expected

    @property
    def reason(self) -> str:
        """Why it came to what it came to."""
        return self.problem or (self.finding.reason if self.finding else "")

    @property
    def clauses(self) -> Iterator[tuple[int, str, Result]]:
        """Every clause as (depth, rung or blank, result), outermost first."""
        for rung, result in self.trace.clauses if self.trace else ():
            yield from _walk(result, rung, 0)


def _walk(result: Result, rung: str, depth: int) -> Iterator[tuple[int, str, Result]]:
    yield depth, rung, result
    for part in result.clauses:
        yield from _walk(part, "", depth + 1)


def run_example(judgement: Judgement, criterion: Criterion, example: Example, number: int = 1) -> ExampleResult:
    """Audit the example's case by `criterion` alone, as of the example's date; the worst of its subjects counts."""
    try:
        case, as_of = case_of(criterion, example)
    except ExampleError as error:
        return _no_outcome(criterion, example, number, str(error))
    faults = FaultLog()
    traces = tuple(traces_of(judgement.keeping(frozenset({criterion.id})), case, as_of, faults))
    failed = next((trace for trace in traces if trace.finding.outcome is None), None)
    if failed is not None:
        said = "; ".join(faults.details.values())
        return _no_outcome(criterion, example, number, f"the check failed: {said}", failed)
    worst = min(traces, key=lambda trace: WORST_FIRST.index(trace.finding.outcome or Outcome.NOT_APPLICABLE))
    return ExampleResult(criterion.id, number, example.outcome, worst.finding.outcome, worst.finding, worst)


def run_examples(judgement: Judgement) -> Iterator[ExampleResult]:
    """Run every example of every criterion, in the rubric's order."""
    for criterion in judgement.criteria:
        for number, example in enumerate(criterion.examples, start=1):
            yield run_example(judgement, criterion, example, number)


def _no_outcome(
    criterion: Criterion, example: Example, number: int, problem: str, trace: Trace | None = None
) -> ExampleResult:
    finding = trace.finding if trace else None
    return ExampleResult(criterion.id, number, example.outcome, None, finding, trace, problem)
