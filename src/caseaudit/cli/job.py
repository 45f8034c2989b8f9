"""One audit from settings to files: what `run` does once it knows what is asked for.

Records flow through: each case's line goes out as soon as it is audited, and everything else is made at the end from
these lines. Whatever stops the run, they are kept for `--resume`.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from caseaudit.batch.auditing import Audited, Auditor, Lost, Outcome
from caseaudit.batch.gathered import Gathered
from caseaudit.batch.journal import PARTIAL, Journal
from caseaudit.batch.resuming import check_same, taken_before
from caseaudit.batch.stream import outcomes, settled
from caseaudit.cli.outputs import Output
from caseaudit.cli.progress import counting
from caseaudit.cli.writing import build_lines, write_files
from caseaudit.domain.audit import Results, Run, SetAside
from caseaudit.engine.sampling_record import run_sample
from caseaudit.errors import Interrupted, UsageError
from caseaudit.reading.case_files import reject_line
from caseaudit.reporting.json_v1 import footer_pieces, header_line
from caseaudit.settings import jobs_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from caseaudit.batch.cache import Cache
    from caseaudit.cli.baseline import Since
    from caseaudit.domain.audit import CaseAudit, InputUsed
    from caseaudit.engine.sampling_plan import DrawRecord
    from caseaudit.reading.intake import Account
    from caseaudit.settings import Settings


@dataclass(slots=True)
class Job:
    """One run, ready to begin."""

    exports: Sequence[str]
    settings: Settings
    auditor: Auditor
    run: Run
    """The manifest, as far as it is known before the first record."""
    intake: Account[Any]
    outputs: Sequence[Output]
    rejects: Output | None
    gathered: Gathered
    cache: Cache | None = None
    since: Since | None = None
    draw: DrawRecord | None = None
    """The draw that the export is the sample of."""
    ids: list[str] = field(default_factory=list)
    """The cases audited, where there is a draw."""
    read: tuple[InputUsed, ...] = ()
    """The account of each input under its own name, once all is read."""
    build_lines: str = ""
    """What a build shows of the results, where that is wanted."""

    def done(self) -> Results:
        """Audit everything and write the files; give what is to be shown, with the first of what is many.

        Raises UsageError for what cannot be written or gone on from, Interrupted.
        """
        for output in [*self.outputs, *([self.rejects] if self.rejects else [])]:
            output.check()
        with ExitStack() as stack:
            partial = partial_of(self.outputs)
            if partial is None and (self.since or self.settings.format == "github"):
                partial = Path(stack.enter_context(TemporaryDirectory(prefix="caseaudit-"))) / f"run{PARTIAL}"
            journal = stack.enter_context(Journal(partial)) if partial else None
            if self.cache:
                stack.callback(self.cache.close)
            stack.enter_context(self.intake)
            if self.rejects:
                stack.callback(self.rejects.discard)
                self.rejects.open()
            try:
                return self._made(journal)
            except KeyboardInterrupt:
                raise self._interrupted(journal) from None

    def _made(self, journal: Journal | None) -> Results:
        self._take(journal)
        results = self._results(journal)
        if self.since:
            self.since.compare(results)
        if self.settings.format == "github" and not self.settings.quiet:
            self.build_lines = build_lines(results)
        if journal is not None:
            self._write(results, journal)
        elif self.rejects:
            self.rejects.put()
        return self._shown(results)

    def _take(self, journal: Journal | None) -> None:
        """Take every record through, those of an interrupted run first."""
        settings = self.settings
        records = iter(self.intake.records(self.exports))
        with counting(self.intake.fraction, quiet=settings.quiet) as count:
            if journal is not None:
                header = header_line(self.run)
                if settings.resume and journal.header is not None:
                    check_same(journal.path, journal.header, header)
                    journal.go_on()
                    for _, outcome in taken_before(records, journal, self.intake):
                        self._gather(outcome)
                        count(before=True)
                else:
                    journal.begin(header)
            with closing(outcomes(records, self.auditor, jobs=jobs_of(settings), cache=self.cache)) as found:
                for raw, outcome in found:
                    done = settled(raw, outcome, self.intake, self.auditor)
                    if journal is not None:
                        _enter(journal, raw, done)
                    self._gather(done)
                    count()

    def _gather(self, outcome: Outcome) -> None:
        if isinstance(outcome, Audited):
            self.gathered.audited(outcome)
            if self.draw:
                self.ids.append(outcome.case_id)
            return
        reject, fault = outcome if isinstance(outcome, Lost) else (outcome, None)
        self.gathered.put_aside(reject.set_aside, fault)
        if self.rejects:
            self.rejects.write(reject_line(reject))

    def _results(self, journal: Journal | None) -> Results:
        """Put the results together once every record has been taken."""
        gathered, day = self.gathered, self.auditor.plan.as_of.raw
        inputs, notices = self.intake.inputs(), self.intake.notices()
        self.read = inputs
        pseudonyms = self.auditor.plan.pseudonyms
        if pseudonyms is not None:
            from caseaudit.privacy.audits import (  # noqa: PLC0415 - only where there is a key
                pseudonymised_input,
                pseudonymised_notices,
            )

            notices = pseudonymised_notices(notices, inputs, pseudonyms)
            inputs = tuple(pseudonymised_input(each, pseudonyms) for each in inputs)
        sample = run_sample(self.draw, self.ids) if self.draw else None
        notices = (*notices, *gathered.notices(day), *([sample["why"]] if sample else []))
        cases: Collection[CaseAudit] = gathered.escalations.cases()
        aside: Collection[SetAside] = gathered.first_aside()
        if journal is not None:
            cases, aside = journal.cases(), journal.records_set_aside()
        run = replace(self.run, inputs=inputs, notices=notices, sample=sample)
        return Results(run, gathered.accumulator.summary(), cases, aside)

    def _shown(self, results: Results) -> Results:
        return replace(results, cases=self.gathered.escalations.cases(), set_aside=self.gathered.first_aside())

    def _write(self, results: Results, journal: Journal) -> None:
        """Make the files, the one that the lines become last: until then a run can go on from these."""
        lines = _lines_of(self.outputs)
        others = [output for output in self.outputs if output is not lines]
        try:
            if lines is not None:
                journal.finish(footer_pieces(results.run, results.summary, results.set_aside))
            if self.rejects:
                self.rejects.finish()
            write_files(results, others, marking=self.settings.marking)
            if self.rejects:
                self.rejects.put()
            if lines is not None:
                journal.put(lines.path)
        except UsageError as error:
            if not journal.path.exists():  # its folder is gone
                raise
            kept = f"The audit is kept in {journal.path}: with --resume the files are written without auditing again."
            raise UsageError(error.what, where=error.where, remedy=f"{error.remedy} {kept}") from None
        journal.remove()

    def _interrupted(self, journal: Journal | None) -> Interrupted:
        records, count = journal.taken() if journal is not None and self.outputs else (0, 0)
        if journal is None or not records:
            return Interrupted("interrupted. Nothing was written.")
        so_far = "the case" if count == 1 else f"the {count:,} cases"
        return Interrupted(
            f"interrupted. {journal.path} holds {so_far} audited so far; the same command with --resume goes on "
            "from there."
        )


def _lines_of(outputs: Sequence[Output]) -> Output | None:
    """Choose the output whose lines go out as the cases come."""
    return next((output for output in outputs if output.kind == "jsonl"), None)


def partial_of(outputs: Sequence[Output]) -> Path | None:
    """Say where the lines go while the run is under way; None where there is no file to write."""
    first = _lines_of(outputs) or next(iter(outputs), None)
    return first.path.with_name(first.path.name + PARTIAL) if first else None


def _enter(journal: Journal, raw: Any, outcome: Outcome) -> None:
    if isinstance(outcome, Audited):
        journal.audited(raw, outcome.line, outcome.told)
    elif isinstance(outcome, Lost):
        journal.set_aside(raw, outcome.reject.set_aside, outcome.fault)
    else:
        journal.set_aside(raw, outcome.set_aside)
