"""`caseaudit run`: audit exports of case files."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from caseaudit import __version__
from caseaudit.cli import options
from caseaudit.cli.baseline import Since, read_baseline
from caseaudit.cli.batch import Audited, Plan, audit_all
from caseaudit.cli.boundary import ExitCode, fault_message, say, worst
from caseaudit.cli.depth import with_depth
from caseaudit.cli.exports import ReadBy, reading_by
from caseaudit.cli.gates import failed_gates
from caseaudit.cli.judging import kept_criteria
from caseaudit.cli.outputs import Output, check_targets, plan_outputs
from caseaudit.cli.writing import show, write_all
from caseaudit.domain.audit import CaseAudit, Results, Run, SetAside
from caseaudit.domain.moment import LONDON, AsOf, parse_as_of
from caseaudit.engine.sampling_plan import DrawRecord
from caseaudit.engine.sampling_record import run_sample
from caseaudit.engine.summary import Accumulator
from caseaudit.reading.case_files import Reject, reject_line
from caseaudit.reading.draws import draw_for
from caseaudit.reading.intake import Account
from caseaudit.reading.judgements import load_judgement
from caseaudit.reporting.json_v1 import case_line, footer_line, header_line
from caseaudit.rubric.model import Judgement
from caseaudit.settings import Settings, decide, manifest


def run(
    exports: options.Exports,
    rubric: options.Rubrics = None,
    mapping: options.Mapping = None,
    output: options.Outputs = None,
    as_of: options.AsOfDate = None,
    select: options.Select = None,
    exclude: options.Exclude = None,
    fail_on: options.FailOn = None,
    fail_under: options.FailUnder = None,
    fail_on_escalation: options.FailOnEscalation = None,
    baseline: options.Baseline = None,
    fail_on_new: options.FailOnNew = None,
    rejects: options.Rejects = None,
    allow_rejects: options.AllowRejects = None,
    second_reader: options.SecondReader = None,
    thorough: options.Thorough = None,
    lexicon: options.Lexicons = None,
    marking: options.Marking = None,
    quiet: options.Quiet = None,
    jobs: options.Jobs = None,
    encoding: options.Encoding = None,
) -> int:
    """Audit case files against a rubric.

    Exit codes: 0 done; 1 a gate failed; 2 wrong usage; 3 done, but records were set aside; 4 no case to audit;
    5 escalations (with --fail-on-escalation); 70 a fault in caseaudit.
    """
    flags: dict[str, Any] = {
        "rubric": rubric or None,
        "as_of": as_of,
        "select": select or None,
        "exclude": exclude or None,
        "fail_on": fail_on,
        "fail_under": fail_under,
        "fail_on_escalation": fail_on_escalation,
        "allow_rejects": allow_rejects,
        "second_reader": second_reader,
        "thorough": thorough,
        "lexicon": lexicon or None,
        "marking": marking,
        "quiet": quiet,
        "mapping": mapping,
        "encoding": encoding,
        "jobs": jobs,
    }
    settings = with_depth(decide(flags, folder=Path.cwd()), exports)
    reading = reading_by(settings.mapping, settings.encoding)
    read = reading.files(exports)
    if baseline is not None:
        read = [*read, baseline]
    outputs = plan_outputs(output or (), inputs=read)
    if rejects is not None:
        check_targets([*(item.path for item in outputs), rejects], inputs=read)
    since = read_baseline(baseline, fail_on_new=bool(fail_on_new))
    return _audit(exports, settings, reading, outputs, Output(rejects, "rejects") if rejects else None, since)


@dataclass(slots=True)
class _Audit:
    """What a run gathers on its way; cases are kept only where an output needs them whole."""

    judgement: Judgement
    plan: Plan
    run: Run
    intake: Account[Any]
    kept: list[CaseAudit] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    future: int = 0
    """Times after the audit date."""
    in_cases: int = 0
    """Cases that hold such a time."""
    draw: DrawRecord | None = None
    """The draw that the export is the sample of."""
    ids: list[str] = field(default_factory=list)
    """The cases audited, where there is a draw."""
    since: Since | None = None
    """The baseline, where there is one."""

    def results(self, accumulator: Accumulator) -> Results:
        """Put the results together once every record has been taken."""
        sample = run_sample(self.draw, self.ids) if self.draw else None
        notices = (*self.intake.notices(), *self._future_notice(), *([sample["why"]] if sample else []))
        run = replace(self.run, inputs=self.intake.inputs(), notices=notices, sample=sample)
        return Results(run, accumulator.summary(), tuple(self.kept), tuple(self.set_aside))

    def _future_notice(self) -> tuple[str, ...]:
        if not self.future:
            return ()
        times = "1 time lies" if self.future == 1 else f"{self.future:,} times lie"
        counts = "counts" if self.future == 1 else "count"
        cases = "1 case" if self.in_cases == 1 else f"{self.in_cases:,} cases"
        day = self.plan.as_of.raw
        return (f"{times} after {day} and {counts} as not yet happened (in {cases}).",)


def _audit(
    exports: list[str],
    settings: Settings,
    reading: ReadBy,
    outputs: list[Output],
    rejects: Output | None,
    since: Since | None,
) -> int:
    as_of = parse_as_of(settings.as_of or datetime.now(LONDON).date().isoformat())
    closely = bool(settings.thorough)
    whole = load_judgement(
        settings.rubric, second_reader=settings.second_reader, thorough=closely, lexicons=settings.lexicon
    )
    kept = kept_criteria(whole, settings.select, settings.exclude)
    plan = Plan(settings.rubric, kept, as_of, settings.second_reader, closely, settings.lexicon)
    intake = reading.intake(keep_rejects=rejects is not None)
    run = replace(_manifest(settings, whole, as_of), mapping=reading.used)
    audit = _Audit(
        whole if kept is None else whole.keeping(kept), plan, run, intake, draw=draw_for(exports), since=since
    )
    files = [*outputs, *([rejects] if rejects else [])]
    try:
        for file in files:
            file.open()
        with intake:
            results = _through(audit, exports, settings, outputs, rejects)
        write_all(results, outputs, marking=settings.marking)
        for file in files:
            file.put()
    finally:
        for file in files:
            file.discard()
    if not settings.quiet:
        show(results)
    has_new = since.told(results, quiet=settings.quiet) if since else False
    for file in files:
        say(f"Wrote {file.path}")
    return worst([_exit_code(results, settings, audit.faults), ExitCode.GATE if has_new else ExitCode.DONE])


def _manifest(settings: Settings, judgement: Judgement, as_of: AsOf) -> Run:
    used = tuple(rubric.used for rubric in judgement.rubrics)
    names = tuple(f"{rubric.id}@{rubric.edition}" for rubric in used)
    decided = manifest(settings, as_of=as_of.raw, rubrics=names)
    return Run(__version__, used, decided, (), lexicons=judgement.lexicon.own)


def _through(
    audit: _Audit, exports: list[str], settings: Settings, outputs: list[Output], rejects: Output | None
) -> Results:
    """Take every record through; lines of JSON go out as the cases come."""
    from caseaudit.cli.progress import counting  # noqa: PLC0415 - the console library takes a while to load

    accumulator = Accumulator(audit.judgement)
    lines = [output for output in outputs if output.kind == "jsonl"]
    keep_all = any(output.kind != "jsonl" for output in outputs)
    for file in lines:
        file.write(header_line(audit.run))
    found = audit_all(exports, audit.intake, audit.judgement, audit.plan, jobs=settings.jobs)
    with counting(quiet=settings.quiet) as count:
        for result in found:
            count()
            if isinstance(result, Reject):
                audit.set_aside.append(result.set_aside)
                if rejects:
                    rejects.write(reject_line(result))
                continue
            _take(audit, accumulator, result, keep=keep_all)
            for file in lines:
                file.write(case_line(result.audit))
    results = audit.results(accumulator)
    for file in lines:
        file.write(footer_line(results.run, results.summary, results.set_aside))
    return results


def _take(audit: _Audit, accumulator: Accumulator, result: Audited, *, keep: bool) -> None:
    accumulator.add(result.audit)
    audit.faults.update(result.faults)
    audit.future += result.future
    audit.in_cases += result.future > 0
    if audit.draw:
        audit.ids.append(result.audit.case_id)
    if audit.since:
        audit.since.add(result.audit)
    if keep or result.audit.escalated:
        audit.kept.append(result.audit)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _exit_code(results: Results, settings: Settings, faults: dict[str, str]) -> ExitCode:
    codes: list[ExitCode] = []
    if results.summary.faults:
        say(fault_message(faults))
        codes.append(ExitCode.FAULT)
    if not results.summary.cases:
        codes.append(ExitCode.NO_CASE)
        count = len(results.set_aside)
        said = f"{_counted(count, 'record')} read, all set aside" if count else "the input holds no record"
        say(f"caseaudit: there is no case to audit: {said}.")
    if settings.fail_on_escalation and results.summary.escalations:
        codes.append(ExitCode.ESCALATION)
        say(f"caseaudit: {_counted(results.summary.escalations, 'case')} with an escalation (--fail-on-escalation).")
    if results.set_aside and not settings.allow_rejects:
        codes.append(ExitCode.SET_ASIDE)
        say(f"caseaudit: {_counted(len(results.set_aside), 'record')} set aside (--allow-rejects accepts that).")
    if failed_gates(results.summary, settings):
        codes.append(ExitCode.GATE)
    return worst(codes)
