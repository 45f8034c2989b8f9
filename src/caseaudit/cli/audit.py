"""What a run is asked for, made ready and judged: the job is put together here, and its exit code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from caseaudit import __version__
from caseaudit.batch.auditing import Auditor, Plan, digests_of
from caseaudit.batch.gathered import Gathered
from caseaudit.batch.journal import header_before
from caseaudit.batch.resuming import as_of_before
from caseaudit.batch.state import files_of
from caseaudit.cli.baseline import read_baseline
from caseaudit.cli.boundary import ExitCode, fault_message, say, worst
from caseaudit.cli.depth import with_depth
from caseaudit.cli.exports import reading_by
from caseaudit.cli.gates import failed_gates
from caseaudit.cli.job import Job, partial_of
from caseaudit.cli.judging import kept_criteria
from caseaudit.cli.outputs import Output, check_targets, plan_outputs
from caseaudit.cli.run_log import logging_run
from caseaudit.cli.writing import show
from caseaudit.domain.audit import Results, Run
from caseaudit.domain.moment import LONDON, AsOf, parse_as_of
from caseaudit.engine.exceptions import Coverage
from caseaudit.engine.summary import Accumulator
from caseaudit.errors import UsageError
from caseaudit.reading.draws import draw_for
from caseaudit.settings import check_thresholds, manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from caseaudit.batch.cache import Cache
    from caseaudit.cli.run_log import RunLog
    from caseaudit.domain.audit import MappingUsed
    from caseaudit.engine.exceptions import Exceptions
    from caseaudit.privacy.audits import Pseudonyms
    from caseaudit.rubric.model import Judgement
    from caseaudit.settings import Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is asked for."""

    exports: Sequence[str]
    settings: Settings
    outputs: Sequence[Path] = ()
    rejects: Path | None = None


def audit(asked: Asked) -> int:
    """Audit, write, show, and give the exit code."""
    settings = with_depth(asked.settings, asked.exports)
    with logging_run(settings.log, command="run", asked=asked.exports, settings=asked.settings) as log:
        job, judgement = _prepared(replace(asked, settings=settings))
        log.judged_by((f"{used.id}@{used.edition}", used.sha256) for used in job.run.rubrics)
        results = job.done()
        files = [path for file in (*job.outputs, *([job.rejects] if job.rejects else [])) for path in file.paths]
        _log(log, job, results, files)
        if job.build_lines:
            typer.echo(job.build_lines, nl=False)
        elif not settings.quiet:
            show(results, job.gathered.escalations.count)
        has_new = job.since.told(quiet=settings.quiet) if job.since else False
        for path in files:
            say(f"Wrote {path}")
        codes = [_exit_code(results, job, judgement), ExitCode.GATE if has_new else ExitCode.DONE]
        return log.ended(worst(codes))


def _log(log: RunLog, job: Job, results: Results, files: Sequence[Path]) -> None:
    """Note what was read, by its own names, and what was written."""
    for used in job.read:
        log.read(used.path, used.sha256, read=used.read, audited=used.audited, set_aside=used.rejected)
    for path in files:
        log.wrote(path)
    summary = results.summary
    log.count(
        cases=summary.cases,
        escalations=summary.escalations,
        set_aside=job.gathered.set_aside,
        faults=summary.faults + job.gathered.lost,
    )


def _prepared(asked: Asked) -> tuple[Job, Judgement]:
    """Load and check everything before the first record is read. Raises UsageError, DefinitionError, InputError."""
    settings = asked.settings
    reading = reading_by(settings.mapping, settings.encoding)
    baseline = Path(settings.baseline) if settings.baseline else None
    read = [*reading.files(asked.exports), *([baseline] if baseline else [])]
    outputs = plan_outputs(asked.outputs, inputs=read)
    others = [*([asked.rejects] if asked.rejects else []), *([Path(settings.log)] if settings.log else [])]
    others += files_of(partial_of(outputs))
    check_targets([*(path for output in outputs for path in output.paths), *others], inputs=read)
    _check(asked)
    as_of = _as_of(settings, outputs)
    plan = Plan(settings.rubric, None, as_of, settings.second_reader, bool(settings.thorough), settings.lexicon)
    whole = plan.judgement()
    check_thresholds(settings, whole)
    kept = kept_criteria(whole, settings.select, settings.exclude)
    plan = replace(
        plan,
        kept=kept,
        digests=digests_of(whole),
        exceptions=_exceptions(settings, as_of),
        pseudonyms=_pseudonyms(settings),
    )
    judgement = whole if kept is None else whole.keeping(kept)
    run = _manifest(settings, whole, plan, reading.used)
    job = Job(
        asked.exports,
        settings,
        Auditor(judgement, plan),
        run,
        reading.intake(keep_rejects=asked.rejects is not None),
        outputs,
        Output(asked.rejects, "rejects") if asked.rejects else None,
        Gathered(Accumulator(judgement), Coverage(plan.exceptions) if plan.exceptions else None),
        _cache(settings, run, plan),
        read_baseline(baseline, fail_on_new=settings.fail_on_new),
        draw_for(asked.exports) if plan.pseudonyms is None else None,
    )
    return job, judgement


def _check(asked: Asked) -> None:
    """Refuse what does not go together. Raises UsageError."""
    settings = asked.settings
    if settings.resume and not asked.outputs:
        raise UsageError("--resume goes on with a file, and none is named", remedy="Name it: -o results.jsonl")
    if settings.pseudonymise and asked.rejects is not None:
        raise UsageError(
            f"{asked.rejects} would hold whole records, names and all, beside pseudonymised results",
            remedy="Leave --rejects out, or write the rejects in a run without --pseudonymise.",
        )


def _as_of(settings: Settings, outputs: Sequence[Output]) -> AsOf:
    """Settle the day of the audit: as said, else that of the run that is gone on with, else today."""
    said, partial = settings.as_of, partial_of(outputs)
    if said is None and settings.resume and partial is not None:
        before = header_before(partial)
        said = as_of_before(before) if before else None
    return parse_as_of(said or datetime.now(LONDON).date().isoformat())


def _exceptions(settings: Settings, as_of: AsOf) -> Exceptions | None:
    if settings.exceptions is None:
        return None
    from caseaudit.reading.exceptions import read_exceptions  # noqa: PLC0415 - only where there is a file of them

    return read_exceptions(Path(settings.exceptions), as_of)


def _pseudonyms(settings: Settings) -> Pseudonyms | None:
    if settings.pseudonymise is None:
        return None
    from caseaudit.privacy.audits import Pseudonyms  # noqa: PLC0415 - only where there is a key
    from caseaudit.reading.key_files import key_notice, read_key  # noqa: PLC0415

    path = Path(settings.pseudonymise)
    key, notice = read_key(path), key_notice(path)
    if notice:
        say(f"caseaudit: {notice}")
    return Pseudonyms(key, settings.dates)


def _manifest(settings: Settings, whole: Judgement, plan: Plan, mapping: MappingUsed | None) -> Run:
    used = tuple(rubric.used for rubric in whole.rubrics)
    names = tuple(f"{rubric.id}@{rubric.edition}" for rubric in used)
    decided = manifest(settings, as_of=plan.as_of.raw, rubrics=names)
    exceptions = plan.exceptions.used if plan.exceptions else None
    if plan.pseudonyms is not None:
        from caseaudit.privacy.audits import pseudonymised_expired  # noqa: PLC0415 - as above

        decided["key"] = plan.pseudonyms.key.id
        if exceptions is not None:
            adults = {criterion.id for criterion in whole.criteria if criterion.per == "person"}
            expired = tuple(
                pseudonymised_expired(each, plan.pseudonyms, "person" if each.criterion in adults else "child")
                for each in exceptions.expired
            )
            exceptions = replace(exceptions, expired=expired)
    return Run(__version__, used, decided, (), lexicons=whole.lexicon.own, mapping=mapping, exceptions=exceptions)


def _cache(settings: Settings, run: Run, plan: Plan) -> Cache | None:
    if settings.cache is None:
        return None
    from caseaudit.batch.cache import Cache, basis_of  # noqa: PLC0415 - only where there is one

    exceptions = plan.exceptions
    about = exceptions.for_case if exceptions and plan.pseudonyms is None else lambda _: ()
    cache = Cache(Path(settings.cache), basis_of(run, plan, settings.encoding), say_once(), about)
    if plan.pseudonyms is not None:
        from caseaudit.privacy.key import file_reference  # noqa: PLC0415 - only where there is a key

        cache.file_name = partial(file_reference, key=plan.pseudonyms.key)
    return cache.open()


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _exit_code(results: Results, job: Job, judgement: Judgement) -> ExitCode:
    codes: list[ExitCode] = []
    settings, gathered, summary = job.settings, job.gathered, results.summary
    if summary.faults or gathered.lost:
        say(fault_message(gathered.faults))
        codes.append(ExitCode.FAULT)
    if not summary.cases:
        codes.append(ExitCode.NO_CASE)
        count = gathered.set_aside
        said = f"{_counted(count, 'record')} read, all set aside" if count else "the input holds no record"
        say(f"caseaudit: there is no case to audit: {said}.")
    if settings.fail_on_escalation and summary.escalations:
        codes.append(ExitCode.ESCALATION)
        say(f"caseaudit: {_counted(summary.escalations, 'case')} with an escalation (--fail-on-escalation).")
    if gathered.set_aside and not settings.allow_rejects:
        codes.append(ExitCode.SET_ASIDE)
        say(f"caseaudit: {_counted(gathered.set_aside, 'record')} set aside (--allow-rejects accepts that).")
    if failed_gates(summary, results.run, settings, judgement):
        codes.append(ExitCode.GATE)
    return worst(codes)


def say_once() -> Callable[[str], None]:
    """Give a function that says each message once."""
    said: set[str] = set()

    def tell(message: str) -> None:
        if message not in said:
            said.add(message)
            say(f"caseaudit: {message}")

    return tell
