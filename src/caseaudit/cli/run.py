"""`caseaudit run`: audit exports of case files."""

from pathlib import Path
from typing import Any

from caseaudit.cli import options
from caseaudit.reading.to_stay import loading_to_stay


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
    exceptions: options.Exceptions = None,
    rejects: options.Rejects = None,
    allow_rejects: options.AllowRejects = None,
    second_reader: options.SecondReader = None,
    thorough: options.Thorough = None,
    lexicon: options.Lexicons = None,
    pseudonymise: options.Pseudonymise = None,
    dates: options.Dates = None,
    marking: options.Marking = None,
    format_: options.Format = None,
    quiet: options.Quiet = None,
    jobs: options.Jobs = None,
    resume: options.Resume = None,
    cache: options.Cache = None,
    log: options.Log = None,
    encoding: options.Encoding = None,
) -> int:
    """Audit case files against a rubric.

    Exit codes: 0 done; 1 a gate failed; 2 wrong usage; 3 done, but records were set aside; 4 no case to audit;
    5 escalations (with --fail-on-escalation); 70 a fault in caseaudit; 130 interrupted (--resume goes on).
    """
    flags: dict[str, Any] = {
        "rubric": rubric or None,
        "as_of": as_of,
        "select": select or None,
        "exclude": exclude or None,
        "fail_on": fail_on,
        "fail_under": fail_under,
        "fail_on_escalation": fail_on_escalation,
        "baseline": str(baseline) if baseline else None,
        "fail_on_new": fail_on_new,
        "exceptions": exceptions,
        "allow_rejects": allow_rejects,
        "second_reader": second_reader,
        "thorough": thorough,
        "lexicon": lexicon or None,
        "pseudonymise": pseudonymise,
        "dates": dates,
        "marking": marking,
        "format": format_,
        "quiet": quiet,
        "mapping": mapping,
        "encoding": encoding,
        "jobs": jobs,
        "resume": resume or None,
        "cache": cache,
        "log": log,
    }
    # What an audit needs takes a while to import, which `run --help` and the completion of words do not wait for.
    with loading_to_stay():
        from caseaudit.cli.audit import Asked, audit  # noqa: PLC0415
        from caseaudit.settings import decide  # noqa: PLC0415

    settings = decide(flags, folder=Path.cwd())
    return audit(Asked(exports, settings, tuple(output or ()), rejects))
