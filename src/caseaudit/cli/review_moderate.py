"""Makes the moderator's workbook: disagreements that nobody has settled, with the record to read where it is given."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from caseaudit.cli.boundary import say
from caseaudit.cli.exports import reading_by
from caseaudit.cli.outputs import Output
from caseaudit.domain.audit import Results
from caseaudit.domain.case_file import CaseFile
from caseaudit.errors import InputError, UsageError
from caseaudit.reading.case_files import ReadCase
from caseaudit.reading.intake import read_cases
from caseaudit.reporting.review_moderation import ModerationPlan, write_moderation
from caseaudit.reporting.review_workbook_plan import ReviewPlan, check_record, key_of
from caseaudit.reporting.rows import case_order
from caseaudit.review.comparing import compare_readings
from caseaudit.review.decisions import Decision, fingerprint, rubric_of
from caseaudit.review.splitting import Chosen

_NAMED = 8
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Asked:
    """What `review moderate` was asked for."""

    exports: tuple[str, ...]
    mapping: str | None
    encoding: str | None
    marking: str


def write_moderator_workbook(decisions: Sequence[Decision], results: Results, asked: Asked, file: Output) -> None:
    """Write it. Raises InputError where there is nothing to moderate, UsageError for an export that is another."""
    plan = _plan(decisions, results, asked)
    try:
        file.open()
        if hasattr(os, "fchmod"):
            os.fchmod(file.binary.fileno(), _OWNER_ONLY)
        try:
            write_moderation(plan, file.binary)
        except OSError as error:
            raise file.failed(error) from None
        file.put()
    finally:
        file.discard()
    count = len(plan.disagreements)
    noun = "question" if count == 1 else "questions"
    before = f"; {plan.moderated:,} moderated before are not listed" if plan.moderated else ""
    say(f"Wrote {file.path}: {count:,} {noun} to moderate{before}")


def _plan(decisions: Sequence[Decision], results: Results, asked: Asked) -> ModerationPlan:
    comparison = compare_readings(decisions, results=results)
    findings = {key_of(row): row for row in case_order(results)}
    open_ones = tuple(one for one in comparison.disagreements if one.moderation is None and one.key in findings)
    if not open_ones:
        told = "; ".join(note.rstrip(".") for note in comparison.notes)
        what = "There is nothing to moderate: no question has different answers that nobody has settled"
        raise InputError(f"{what} ({told})" if told else what, remedy="`caseaudit review compare` shows who read what.")
    keys = frozenset(one.key for one in open_ones)
    wanted = {case_id for case_id, _, _ in keys}
    review = ReviewPlan(
        results=results,
        run=fingerprint(results),
        rubric=rubric_of(results),
        chosen=Chosen(keys),
        cases=_cases(results, asked, wanted) if asked.exports else {},
        auditor="",
        marking=asked.marking,
        blind=False,
        passes="",
    )
    return ModerationPlan(review, {key: findings[key] for key in keys}, open_ones, comparison.moderated)


def _cases(results: Results, asked: Asked, wanted: set[str]) -> dict[str, CaseFile]:
    """Read the case files in question. Raises UsageError when some are missing or read otherwise than when audited."""
    reading = reading_by(asked.mapping, asked.encoding)
    if results.run.mapping is not None and reading.used is None:
        raise UsageError(
            f"The export was read through the mapping {results.run.mapping.file}",
            remedy="Give it: -m and its id or path.",
        )
    with reading.intake() as intake:
        read = (one.case for one in read_cases(list(asked.exports), intake) if isinstance(one, ReadCase))
        found = {case.case_id: case for case in read if case.case_id in wanted}
    missing = sorted(wanted - found.keys())
    if missing:
        more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
        raise UsageError(
            f"{len(missing):,} of the cases are not in the export: {', '.join(missing[:_NAMED])}{more}",
            remedy="Give with --cases all of the export that was audited.",
        )
    check_record(results, found)
    return found
