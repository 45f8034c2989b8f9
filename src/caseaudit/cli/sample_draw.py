"""Draws, writes the files and enters the draw in the ledger, in that order and all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from caseaudit import __version__
from caseaudit.cli.boundary import say
from caseaudit.cli.login import login
from caseaudit.cli.outputs import Output, check_targets
from caseaudit.cli.sample_plan import Look
from caseaudit.domain.audit import InputUsed, MappingUsed
from caseaudit.domain.moment import LONDON, parse_moment
from caseaudit.engine.sampling import Drawn, draw
from caseaudit.engine.sampling_ledger import DEFAULT_MONTHS, Event, reasons
from caseaudit.engine.sampling_plan import DrawRecord, ExportFile, LedgerSeen, Plan, digest_of_ids, draw_id
from caseaudit.engine.sampling_record import Export, record_of
from caseaudit.errors import NothingToAuditError, UsageError
from caseaudit.reading.draws import PICKED, RECORD, RESERVE, SAMPLE
from caseaudit.reading.ledger import Ledger, OpenLedger, digest, open_ledger
from caseaudit.reading.sample_frame import SampleFrame
from caseaudit.reporting.sample_json import draw_json

PURPOSE = "dip sample"
_HOWS = {SAMPLE: "drawn", RESERVE: "reserve", PICKED: "picked"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What is asked of the ledger."""

    ledger: Path | None
    months: int | None
    as_of: str | None
    purpose: str | None
    who: str | None

    def given(self) -> Iterator[str]:
        """Name the flags, apart from the ledger itself, that were given."""
        flags = {
            "--exclude-audited": self.months,
            "--as-of": self.as_of,
            "--purpose": self.purpose,
            "--who": self.who,
        }
        yield from (flag for flag, value in flags.items() if value is not None)

    def check(self) -> None:
        """Raise UsageError for what has no meaning without a ledger, and for a day that is none."""
        given = list(self.given())
        if given and self.ledger is None:
            raise UsageError(f"{given[0]} is about the ledger, and none is given", remedy="Give --ledger FILE.")
        if self.as_of is not None:
            try:
                parse_moment(self.as_of)
            except ValueError as error:
                raise UsageError(f"--as-of {self.as_of}: {error}", remedy="Write a date such as 2025-06-02.") from None

    @property
    def counted_months(self) -> int:
        """How many months an audit keeps a case out of the frame."""
        return DEFAULT_MONTHS if self.months is None else self.months

    def day(self, ledger: Ledger, draw: str) -> date:
        """The day that counts: as given; of a draw that is in the ledger already, the day of that entry; else today."""
        if self.as_of is not None:
            return parse_moment(self.as_of).local_date
        before = next((event.date for event in ledger.events if event.draw == draw), None)
        return date.fromisoformat(before) if before else datetime.now(LONDON).date()


@dataclass(frozen=True, slots=True)
class Work:
    """An export that has been read for a plan."""

    plan: Plan
    look: Look
    frame: SampleFrame
    inputs: tuple[InputUsed, ...]
    mapping: MappingUsed | None
    notices: tuple[str, ...] = ()
    """What was noted when it was read."""

    def id(self, plan: Plan, months: int | None) -> str:
        """Name the draw."""
        return draw_id(plan, digest_of_ids(list(self.frame.case_ids)), months)

    def record(self, drawn: Drawn, name: str, ledger: LedgerSeen | None) -> DrawRecord:
        """Put the record of the draw together."""
        aside = len(self.frame.set_aside)
        files = tuple(ExportFile(file.path, file.sha256, file.read, file.rejected) for file in self.inputs)
        ids, notices = self.frame.case_ids, self.notices
        export = Export(name, __version__, files, self.mapping, ids, aside, ledger, notices)
        return record_of(self.plan, drawn, export, self.look.strata, self.frame.place)


def names_of(output: Path | None, *, inputs: Iterable[Path]) -> dict[str, Path]:
    """Return the files of a draw by their suffix. Raises UsageError where they must not be written."""
    if output is None:
        raise UsageError("Where does the sample go?", remedy="Give -o OUT; OUT.jsonl and OUT.draw.json are written.")
    stem = output.name
    for suffix in (RECORD, RESERVE, PICKED, SAMPLE):
        stem = stem.removesuffix(suffix)
    if not stem or Path(stem).suffix.lower() in {".json", ".xlsx", ".csv", ".gz"}:
        raise UsageError(
            f"-o {output}: a sample is written as JSON Lines", remedy="Give a name such as -o june or -o june.jsonl."
        )
    names = {suffix: output.with_name(stem + suffix) for suffix in (SAMPLE, RECORD, RESERVE, PICKED)}
    check_targets(list(names.values()), inputs=inputs)
    return names


def draw_and_write(work: Work, entry: Entry, names: dict[str, Path]) -> DrawRecord:
    """Draw, write, enter. Raises NothingToAuditError when no case can be drawn; nothing is written then."""
    if entry.ledger is None:
        record = _drawn(work, work.id(work.plan, None), None, {})
        with _written(work, record, names):
            pass
        return record
    if not entry.ledger.parent.is_dir():
        raise UsageError(f"There is no folder {entry.ledger.parent} for the ledger", remedy="Make it, or name another.")
    with open_ledger(entry.ledger) as ledger:
        return _draw_with(ledger, work, entry, names)


def _draw_with(opened: OpenLedger, work: Work, entry: Entry, names: dict[str, Path]) -> DrawRecord:
    months = entry.counted_months
    name = work.id(work.plan, months)
    events, content = opened.ledger.before(name)
    day = entry.day(opened.ledger, name)
    seen = LedgerSeen(day.isoformat(), months, len(content), digest(content))
    record = _drawn(work, name, seen, reasons(events, day, months))
    for notice in opened.ledger.notices:
        say(f"caseaudit: {notice}")
    entered = {event.case_id for event in opened.ledger.events if event.draw == name and event.event == "drawn"}
    if entered:
        say(f"caseaudit: the ledger has this draw already ({name}); it is the same draw again.")
    with _written(work, record, names):
        opened.add(_events(record, entry, day, entered))
    return record


def _drawn(work: Work, name: str, ledger: LedgerSeen | None, entered: dict[str, str]) -> DrawRecord:
    drawn = draw(work.plan, work.look.candidates, entered)
    if not any(one.ids for one in drawn.strata.values()):
        raise NothingToAuditError(_why_none(work, drawn), remedy="Check the period, the conditions and the quotas.")
    return work.record(drawn, name, ledger)


def _why_none(work: Work, drawn: Drawn) -> str:
    if not work.frame.case_ids:
        aside = len(work.frame.set_aside)
        return (
            f"There is no case to draw: {f'all {aside:,} records were set aside' if aside else 'the input is empty'}."
        )
    told = [f"{len(ids):,} {reason}" for reason, ids in drawn.excluded.items()]
    if drawn.frame:
        told.append(f"{len(drawn.frame):,} without a quota")
    return f"There is no case to draw from: of {len(work.frame.case_ids):,} in the export, {'; '.join(told)}."


def _events(record: DrawRecord, entry: Entry, day: date, entered: set[str]) -> Iterator[Event]:
    now = datetime.now(LONDON).isoformat(timespec="seconds")
    who = entry.who if entry.who is not None else login()
    for case in record.cases:
        if case.case_id not in entered:
            purpose = entry.purpose if entry.purpose is not None else PURPOSE
            yield Event("drawn", case.case_id, day.isoformat(), purpose, record.id, case.how, now, who)


@contextmanager
def _written(work: Work, record: DrawRecord, names: dict[str, Path]) -> Iterator[None]:
    """Write the files beside their places; put them there once the body is done. Raises UsageError."""
    whole = draw_json(record).encode()
    _keep_other(names[RECORD], whole)
    files = [(Output(names[RECORD], "draw"), [whole])]
    for suffix, how in _HOWS.items():
        chosen = [case.case_id for case in record.cases if case.how == how]
        if chosen or suffix == SAMPLE:
            files.append((Output(names[suffix], "sample"), [work.frame.line(case_id) + b"\n" for case_id in chosen]))
    try:
        for file, lines in files:
            _fill(file.open(), lines)
        yield
        for file, _ in files:
            file.put()
    finally:
        for file, _ in files:
            file.discard()
    for file, _ in files:
        say(f"Wrote {file.path}")


def _fill(file: Output, lines: Iterable[bytes]) -> None:
    try:
        file.binary.writelines(lines)
    except OSError as error:
        raise file.failed(error) from None


def _keep_other(path: Path, whole: bytes) -> None:
    """Never write over another draw: somebody may be auditing it."""
    if path.is_file() and path.read_bytes() != whole:
        raise UsageError(
            f"{path} holds another draw", remedy="Name another -o, or remove that draw's files when nobody needs them."
        )
