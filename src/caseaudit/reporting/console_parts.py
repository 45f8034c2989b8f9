"""What the tables are put together from: headings, counts, and what is said of exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from caseaudit.reporting import accepted
from caseaudit.reporting.text import one_line

if TYPE_CHECKING:
    from rich.console import Console

    from caseaudit.domain.audit import Results

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


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 case`, `2,000 cases`; `many` where the plural is another word."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
