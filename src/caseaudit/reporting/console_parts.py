"""What the tables are put together from: headings, counts, what is said of exceptions and of records set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from caseaudit.reporting import accepted
from caseaudit.reporting.text import one_line

if TYPE_CHECKING:
    from rich.console import Console

    from caseaudit.domain.audit import Results, SetAside

HEAD = "bold"
URGENT = "bold red"
ALERT = "red"
ASIDE = "dim"
MAX_EXPIRED = 20


def heading(console: Console, text: str, style: str = HEAD) -> None:
    """Print a heading, with an empty line above it."""
    console.print()
    console.print(Text(text, style=style))


def show_accepted(results: Results, console: Console) -> None:
    """Print what exceptions on file accept, by criterion; nothing where they accept nothing."""
    count = results.summary.accepted
    if not count:
        return
    heading(console, f"Accepted: {counted(count, 'finding')}, by exceptions on file")
    for one in results.summary.criteria:
        counts = (
            (one.accepted_not_met, one.not_met, "not met"),
            (one.accepted_partly_met, one.partly_met, "partly met"),
        )
        said = [f"{taken:,} of {counted(of, 'case')} {name}" for taken, of, name in counts if taken]
        if said:
            console.print(Text(f"{one.title}: {', '.join(said)}"))
    console.print(Text(accepted.COUNTED, style=ASIDE))


def show_expired(results: Results, console: Console) -> None:
    """Print the exceptions that have expired; nothing where there are none."""
    told = list(accepted.expired_words(results))
    if not told:
        return
    heading(console, f"Expired: {counted(len(told), 'exception')}", URGENT)
    for case, title, author, day in told[:MAX_EXPIRED]:
        console.print(Text(f"{case}: {title} (until {day}, {one_line(author)})", style=ALERT))
    if len(told) > MAX_EXPIRED:
        console.print(Text(f"and {len(told) - MAX_EXPIRED:,} more"))
    console.print(Text(accepted.EXPIRED_NOTE))


def place_of(record: SetAside) -> str:
    """`may.jsonl:12, case C-7`; of a mapped export `return.xlsx, sheet May, row 12, column DOB, case C-7`."""
    place = record.file if record.line is None else f"{record.file}:{record.line}"
    for name, value in (("sheet", record.sheet), ("row", record.row), ("column", record.column)):
        place += "" if value is None else f", {name} {one_line(str(value))}"
    return place if record.case_id is None else f"{place}, case {one_line(record.case_id)}"


def reason_of(record: SetAside) -> str:
    """The reason, with the field and its value before it where one is to blame."""
    reason = record.reason if record.reason.endswith((".", "?", "!")) else f"{record.reason}."
    if record.path is None:
        return reason
    value = "" if record.value is None else f" = {record.value}"
    return f"{record.path}{value}: {reason}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 case`, `2,000 cases`; `many` where the plural is another word."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
