"""Makes a draw again, from its record and the export, and compares."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from caseaudit.cli.sample_draw import Work
from caseaudit.engine.sampling import Drawn, draw
from caseaudit.engine.sampling_ledger import reasons
from caseaudit.engine.sampling_plan import DrawRecord, How, LedgerSeen
from caseaudit.engine.sampling_verify import differences
from caseaudit.errors import UsageError
from caseaudit.reading.draws import PICKED, RECORD, RESERVE, SAMPLE
from caseaudit.reading.ledger import digest, read_ledger

_FILES: tuple[tuple[str, How], ...] = ((SAMPLE, "drawn"), (RESERVE, "reserve"), (PICKED, "picked"))


def verify_draw(work: Work, old: DrawRecord, path: Path, ledger: Path | None) -> tuple[list[str], list[str]]:
    """Return what differs, and what the reader should know. Raises UsageError for a ledger that the draw had not."""
    entered, seen, notices = _ledger(old, ledger)
    drawn = draw(work.plan, work.look.candidates, entered)
    new = work.record(drawn, work.id(old.plan, old.ledger.months if old.ledger else None), seen)
    told = differences(old, new, now=_now(work, drawn))
    return [*told, *_files(old, path)], notices


def _ledger(old: DrawRecord, path: Path | None) -> tuple[dict[str, str], LedgerSeen | None, list[str]]:
    """Return what the ledger said when it was drawn: read again where it is given, else as the record has it."""
    if old.ledger is None:
        if path is not None:
            raise UsageError("The draw was made without a ledger", remedy="Leave --ledger out.")
        return {}, None, []
    if path is None:
        entered = {case_id: one.reason for one in old.exclusions for case_id in one.case_ids}
        count = f"{len(entered):,} {'case' if len(entered) == 1 else 'cases'}"
        told = f"What the ledger left out ({count}) was taken from the draw; --ledger FILE checks that too."
        return entered, old.ledger, [told]
    read = read_ledger(path)
    events, content = read.within(old.ledger.bytes)
    seen = LedgerSeen(old.ledger.as_of, old.ledger.months, len(content), digest(content))
    return reasons(events, date.fromisoformat(old.ledger.as_of), old.ledger.months), seen, list(read.notices)


def _now(work: Work, drawn: Drawn) -> dict[str, str]:
    """Say of each id that the export still has why it might not be drawn."""
    told = dict.fromkeys(drawn.frame, "would not be drawn now")
    for reason, ids in drawn.excluded.items():
        told |= dict.fromkeys(ids, f"is left out now: {reason}")
    for aside in work.frame.set_aside:
        if aside.case_id is not None:
            told.setdefault(aside.case_id, "was set aside now: its record cannot be read")
    return told


def _files(old: DrawRecord, path: Path) -> Iterator[str]:
    """Compare the files that lie beside the record with what was drawn."""
    if not path.name.endswith(RECORD):
        return
    for suffix, how in _FILES:
        file = path.with_name(path.name.removesuffix(RECORD) + suffix)
        wanted = [case.sha256 for case in old.chosen(how)]
        if not file.is_file():
            continue
        try:
            lines = file.read_bytes().splitlines()
        except OSError as error:
            raise UsageError(f"{file} cannot be read: {error.strerror}", remedy="Check its permissions.") from None
        if [hashlib.sha256(line).hexdigest() for line in lines] != wanted:
            yield f"{file.name} does not hold the case files as they were drawn: it was changed since."
