"""`caseaudit sample`: draw a dip sample that anybody can draw again, and check one that was drawn."""

from pathlib import Path

from caseaudit.cli import options
from caseaudit.cli import sample_options as of
from caseaudit.cli.boundary import ExitCode, say, worst
from caseaudit.cli.exports import reading_by
from caseaudit.cli.sample_draw import Entry, Work, draw_and_write, names_of
from caseaudit.cli.sample_plan import Asked, Look, plan_of
from caseaudit.cli.sample_verify import verify_draw
from caseaudit.engine.sampling_plan import DrawRecord
from caseaudit.errors import UsageError
from caseaudit.reading.draws import read_draw
from caseaudit.reading.sample_frame import SampleFrame
from caseaudit.settings import Settings, decide


def sample(
    exports: options.Exports,
    size: of.Size = None,
    seed: of.Seed = None,
    by: of.By = None,
    quota: of.Quotas = None,
    allocation: of.Allocation = None,
    where: of.Where = None,
    since: of.Since = None,
    until: of.Until = None,
    dated_by: of.DatedBy = None,
    one_per: of.One = None,
    reserve: of.Reserve = None,
    pick: of.Picks = None,
    ledger: of.LedgerFile = None,
    exclude_audited: of.Months = None,
    as_of: of.AsOfDate = None,
    purpose: of.Purpose = None,
    who: of.Who = None,
    mapping: options.Mapping = None,
    output: of.Out = None,
    verify: of.Verify = None,
    allow_rejects: options.AllowRejects = None,
    quiet: options.Quiet = None,
    encoding: options.Encoding = None,
) -> int:
    """Draw a dip sample that anybody can draw again; or, with --verify, draw one again and compare.

    Writes OUT.jsonl, OUT.draw.json and, where there are such cases, OUT.reserve.jsonl and OUT.picked.jsonl.

    Exit codes: 0 done; 1 --verify found a difference; 2 wrong usage; 3 done, but records were set aside; 4 no case to
    draw; 70 a fault in caseaudit.
    """
    asked = Asked(
        size, seed, by or (), quota or (), allocation, where or (), since, until, dated_by, one_per, reserve, pick or ()
    )
    flags = {"mapping": mapping, "encoding": encoding, "allow_rejects": allow_rejects, "quiet": quiet}
    settings = decide(flags, folder=Path.cwd())
    entry = Entry(ledger, exclude_audited, as_of, purpose, who)
    if verify is not None:
        _only_verify(asked, entry, output)
        return _verify(exports, read_draw(verify), verify, ledger, settings)
    return _draw(exports, asked, entry, output, settings)


def _draw(exports: list[str], asked: Asked, entry: Entry, output: Path | None, settings: Settings) -> int:
    plan = plan_of(asked)
    entry.check()
    reading = reading_by(settings.mapping, settings.encoding)
    names = names_of(output, inputs=[*reading.files(exports), *([entry.ledger] if entry.ledger else [])])
    with SampleFrame() as frame, reading.intake() as intake:
        look = Look(plan)
        frame.read(exports, intake, look)
        look.check()
        work = Work(plan, look, frame, intake.inputs(), reading.used, intake.notices())
        record = draw_and_write(work, entry, names)
    if not settings.quiet:
        from caseaudit.reporting.sample_console import show_draw  # noqa: PLC0415 - the console library takes a while
        from caseaudit.reporting.terminal import make_console  # noqa: PLC0415

        show_draw(record, make_console())
    codes = [ExitCode.DONE]
    if record.frame.set_aside and not settings.allow_rejects:
        codes.append(ExitCode.SET_ASIDE)
        count = record.frame.set_aside
        noun = "record" if count == 1 else "records"
        say(f"caseaudit: {count:,} {noun} set aside and not in the frame (--allow-rejects accepts that).")
        for aside in frame.set_aside[:10]:
            say(f"  {aside.file}{f':{aside.line or aside.row}' if aside.line or aside.row else ''}: {aside.reason}")
    return worst(codes)


def _verify(exports: list[str], old: DrawRecord, path: Path, ledger: Path | None, settings: Settings) -> int:
    if old.mapping is not None and settings.mapping is None:
        raise UsageError(
            f"The draw was made through the mapping {old.mapping.file}", remedy="Give it: -m and its id or path."
        )
    reading = reading_by(settings.mapping, settings.encoding)
    with SampleFrame() as frame, reading.intake() as intake:
        look = Look(old.plan)
        frame.read(exports, intake, look)
        work = Work(look.known_picks(), look, frame, intake.inputs(), reading.used)
        told, notices = verify_draw(work, old, path, ledger)
    if not settings.quiet:
        from caseaudit.reporting.sample_console import show_verified  # noqa: PLC0415
        from caseaudit.reporting.terminal import make_console  # noqa: PLC0415

        show_verified(old, told, notices, make_console())
    if not told:
        return ExitCode.DONE
    say(f"caseaudit: {path} does not verify: {len(told)} {'difference' if len(told) == 1 else 'differences'}.")
    return ExitCode.GATE


def _only_verify(asked: Asked, entry: Entry, output: Path | None) -> None:
    given = [*asked.given(), *entry.given(), *(["--output"] if output else [])]
    if given:
        raise UsageError(
            f"--verify takes everything from the draw, and {given[0]} was given too", remedy=f"Leave {given[0]} out."
        )
