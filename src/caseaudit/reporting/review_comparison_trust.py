"""How far the machine may be relied on, as a page: flags and passes by criterion, terms, and the rates of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting import words
from caseaudit.reporting.figures import count_text, interval_text, percent
from caseaudit.reporting.review_comparison_pages import Column, Page, Section, Table, run_facts
from caseaudit.review.independent import SHOWN_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caseaudit.domain.audit import Interval
    from caseaudit.engine.populations import Rate
    from caseaudit.reporting.review_comparison_pages import Value
    from caseaudit.review.population_rates import PopulationRate
    from caseaudit.review.proposals import Proposed
    from caseaudit.review.trust import CriterionTrust, TermTrust, Trust

CONSOLE_ROWS = 20
_FLAGS = (
    "A flag is a proposal of partly or not met; people uphold it when they too say partly or not met. A pass is a "
    "proposal of met. Precision: flags upheld of flags read (Wilson's interval)."
)
_RECALL = (
    "Recall: of what people would find short among its flags and passes, the share that it flagged. Each finding read "
    "counts for as many as were proposed for each one read, so it depends on the share of passes read, which stands "
    "beside it. It holds where the passes to read were taken at random."
)
_BOTH = (
    "Machine: its answers alone. Both: its answers on all and people's on those they read, which alone decide what is "
    "counted; the machine's only sort them."
)
_RANDOM = (
    "It holds where those read were drawn at random, from all or from all of one machine answer. In the rate is what "
    "people would find met, partly or not met."
)
_TERMS = (
    "Upheld: people came to the same side as the proposal that rests on the term: short of the criterion, or not. "
    "Alone: proposals that rest on no other term."
)
_LEANING = "Who saw the proposal leans towards it: read figures of open readings as the most that may be so."


def trust_page(
    trust: Trust, rates: Sequence[PopulationRate], *, run: str, rubric: str, note: str | None, marking: str
) -> Page:
    """Put people's answers to the machine's proposals into words and tables; `note` says why there are no rates."""
    sections = (_criteria(trust), _population(rates, note), _terms(trust.terms))
    facts = run_facts(run[:SHOWN_DIGITS], rubric)
    return Page("What people made of the machine's proposals", marking, facts, sections, tuple(_notes(trust)))


def _notes(trust: Trust) -> Iterator[str]:
    total = trust.total
    parts = (total.flagged, total.passed, total.left)
    read, blind = sum(part.read for part in parts), sum(part.blind for part in parts)
    if not read:
        yield "People have settled none of the machine's proposals: nothing can be said of them yet."
    elif blind < read:
        yield f"{blind:,} of {read:,} findings were settled on blind readings alone. {_LEANING}"
    else:
        yield f"All {read:,} findings were settled on blind readings."
    if unclear := sum(part.unclear for part in parts):
        yield f"{unclear:,} more could not be assessed by people either: they are in no figure."
    if trust.undecided:
        yield (
            f"{trust.undecided:,} are left out until somebody moderates them, for first readings differ. Until then "
            "figures lean towards what is easy to agree on."
        )
    if trust.elsewhere:
        yield f"{trust.elsewhere:,} decisions are on findings that these results do not hold: they are left out."


def _criteria(trust: Trust) -> Section:
    columns = (
        Column("Criterion", "text", 44), Column("Flags", "count", 8), Column("Flags read", "count", 8),
        Column("Upheld", "count", 8), Column("Precision", "figure", 24), Column("Passes read", "figure", 20),
        Column("Short after all", "count", 8), Column("Recall", "figure", 24),
    )  # fmt: skip
    given = [trust.total, *trust.criteria] if trust.criteria else []
    table = Table(columns, tuple(tuple(_criterion_cells(one)) for one in given))
    left = [one for one in trust.criteria if one.left.read]
    tables = [table, _left(left)] if left else [table]
    return Section("By criterion", "Criteria", tuple(tables), key=(_FLAGS, _RECALL))


def _criterion_cells(one: CriterionTrust) -> Iterator[Value]:
    yield one.title
    yield from (one.flagged.proposals, one.flagged.read, one.flagged.short)
    yield _rate_text(one.precision)
    yield _part_text(one.passed)
    yield one.passed.short
    yield _rate_text(one.recall)


def _left(given: Sequence[CriterionTrust]) -> Table:
    columns = (
        Column("Criterion", "text", 44), Column("Left", "count", 8), Column("Read", "count", 8),
        Column("Found short", "count", 8),
    )  # fmt: skip
    rows = tuple((one.title, one.left.proposals, one.left.read, one.left.short) for one in given)
    return Table(columns, rows, "What the machine could not assess, and people could")


def _population(rates: Sequence[PopulationRate], note: str | None) -> Section:
    columns: tuple[Column, ...] = (
        Column("Criterion", "text", 44), Column("Counted", "text", 18), Column("Machine", "figure", 10),
        Column("Both", "figure", 10), Column("95% interval", "figure", 18), Column("Read", "figure", 22),
        Column("Why none", "text", 44),
    )  # fmt: skip
    rows = [tuple(_population_cells(one)) for one in rates]
    if not any(one.rate.note for one in rates):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    methods = sorted({one.rate.interval.method for one in rates if one.rate.interval})
    unit = rates[0].unit if rates else "findings"
    key = [f"Of all {unit} audited. {_BOTH}", _RANDOM]
    key += [f"Interval: {', '.join(methods)}."] if methods else []
    lines = (note,) if note else ()
    return Section("Rates in the whole", "Rates", (Table(columns, tuple(rows)),), lines, tuple(key if rates else ()))


def _population_cells(one: PopulationRate) -> Iterator[Value]:
    yield from (one.title, words.COUNTED[one.counts], percent(one.machine), percent(one.rate.value))
    yield interval_text(one.rate.interval)
    yield count_text(one.read, one.frame, one.read / one.frame)
    yield one.rate.note or ""


def _terms(terms: Sequence[TermTrust]) -> Section:
    columns = (
        Column("Term", "id", 30), Column("Criterion", "text", 40), Column("Proposals", "count", 10),
        Column("Read", "count", 8), Column("Upheld", "count", 8), Column("Share", "figure", 26),
        Column("Alone", "figure", 14),
    )  # fmt: skip
    rows = tuple(tuple(_term_cells(one)) for one in terms)
    lines = () if terms else ("No proposal that people have settled rests on a lexicon term.",)
    table = Table(columns, rows, console_rows=CONSOLE_ROWS)
    return Section("By lexicon term, the least upheld first", "Terms", (table,), lines, (_TERMS,) if terms else ())


def _term_cells(one: TermTrust) -> Iterator[Value]:
    yield from (one.term, one.title, one.proposals, one.read, one.upheld)
    yield f"{one.upheld / one.read:.0%}{_bounds(one.interval)}"
    yield f"{one.alone_upheld:,} of {one.alone_read:,}" if one.alone_read else None


def _rate_text(rate: Rate) -> str | None:
    if rate.value is None:
        return None
    return f"{rate.value:.0%}{_bounds(rate.interval)}"


def _bounds(interval: Interval | None) -> str:
    return f" ({interval.low:.0%} to {interval.high:.0%})" if interval else ""


def _part_text(one: Proposed) -> str | None:
    return f"{one.read:,} of {one.proposals:,} ({one.read / one.proposals:.0%})" if one.proposals else None
