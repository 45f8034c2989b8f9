"""How far auditors agree, as a page: figures for each way of reading, the tables behind them, and the differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.engine.agreement import TOO_FEW
from caseaudit.reporting import words
from caseaudit.reporting.figures import percent
from caseaudit.reporting.review_comparison_pages import Column, Page, Section, Table, run_facts
from caseaudit.reporting.text import one_line
from caseaudit.review.disagreements import SCALE
from caseaudit.review.independent import SHOWN_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caseaudit.engine.agreement import Agreement
    from caseaudit.reporting.review_comparison_pages import Value
    from caseaudit.review.comparing import Comparison, Group, Kind
    from caseaudit.review.disagreements import Answer, Disagreement

CONSOLE_ROWS = 15
FIGURES = (("kappa", "Kappa"), ("ac1", "AC1"), ("alpha_ordinal", "Alpha"))
_KINDS: dict[Kind, str] = {
    "blind": "Blind readings",
    "open": "Readings with the machine's answer in view",
    "mixed": "One blind, another with the machine's answer in view",
}
_SHEETS: dict[Kind, str] = {"blind": "Blind", "open": "In view", "mixed": "Blind and in view"}
_OPEN_NOTE = (
    "Who saw the machine's answer leans towards it, so agreement here says less of two people's own judgement than "
    "agreement of blind readings does."
)
_FORMULAS = (
    "Kappa: Cohen's. AC1: Gwet's. Alpha: Krippendorff's, for answers in order (not met, partly met, met). "
    "95% intervals in brackets."
)
_LIMITS = (
    f"Too few: fewer than {TOO_FEW} pairs; no coefficient is shown. Set aside: answers that are not applicable or "
    "cannot assess, in no figure."
)
_DISTANCES = {4: "Met or not", 2: "A step", 1: "In no rate"}
_OUT_OF_RATE = "In or out of the rate"
_TABLE_COLUMNS = tuple(Column(words.OUTCOMES[outcome], "count", 12) for outcome in SCALE)


def comparison_page(comparison: Comparison, *, marking: str) -> Page:
    """Put a comparison into words and tables."""
    what = "Agreement with the machine" if comparison.against == "machine" else "Agreement between auditors"
    readers = "; ".join(
        f"{one.auditor} ({one.readings:,} read{_blind(one.blind, one.readings)})" for one in comparison.auditors
    )
    facts = (*run_facts(comparison.run[:SHOWN_DIGITS], comparison.rubric), ("Auditors", readers or "none"))
    sections = [_group_section(group) for group in comparison.groups]
    return Page(what, marking, facts, (*sections, _disagreements(comparison)), comparison.notes)


def _blind(blind: int, readings: int) -> str:
    if not blind:
        return ""
    return ", all blind" if blind == readings else f", {blind:,} of them blind"


def _group_section(group: Group) -> Section:
    lines = [] if group.kind == "blind" else [_OPEN_NOTE]
    if group.overall.note:
        lines.append(_plain(group.overall.note))
    lines += [
        f"{one.title}: {_plain(one.agreement.note)}"
        for one in group.criteria
        if one.agreement.note and not one.agreement.too_few
    ]
    tables = [_figures(group), *_pairs(group), *_behind(group)]
    undefined = any(
        figure.value is None and not one.too_few and len(one.auditors) == 2  # noqa: PLR2004
        for one in (group.overall, *(each.agreement for each in group.criteria))
        for figure in one.coefficients
    )
    told = ("Dash: every mark was the same, so that the figure cannot be computed.",) if undefined else ()
    return Section(_KINDS[group.kind], _SHEETS[group.kind], tuple(tables), tuple(lines), (_FORMULAS, _LIMITS, *told))


def _plain(note: str) -> str:
    """The note with the outcomes in words."""
    for outcome in SCALE:
        note = note.replace(f"are {outcome.value}:", f"are {words.OUTCOMES[outcome].lower()}:")
    return note


def _figures(group: Group) -> Table:
    rows: list[tuple[Value, ...]] = [("All criteria", *_figure_cells(group.overall))]
    rows += [(one.title, *_figure_cells(one.agreement)) for one in group.criteria]
    empty = frozenset(at for at, one in enumerate(group.criteria, 1) if not one.agreement.units)
    return Table(_figure_columns("Criterion"), tuple(rows), empty=empty)


def _figure_columns(first: str) -> tuple[Column, ...]:
    named = [Column(title, "figure", 22) for _, title in FIGURES]
    counts = (Column("Pairs", "count", 9), Column("Set aside", "count", 9))
    return (Column(first, "text", 44), *counts, Column("Agree", "figure", 26), *named)


def _figure_cells(one: Agreement) -> Iterator[Value]:
    yield one.units
    yield one.set_aside
    agreed = one.named("percent")
    bounds = f" ({percent(agreed.interval.low)} to {percent(agreed.interval.high)})" if agreed.interval else ""
    yield None if agreed.value is None else percent(agreed.value) + bounds
    for name, _ in FIGURES:
        figure = one.named(name)
        if figure.value is None:
            yield "too few" if one.too_few and one.units else None
        else:
            given = figure.interval
            yield _two(figure.value) + (f" ({_two(given.low)} to {_two(given.high)})" if given else "")


def _two(value: float) -> str:
    """Two decimals, without a minus sign before nought."""
    return f"{round(value, 2) + 0.0:.2f}"


def _pairs(group: Group) -> Iterator[Table]:
    if group.pairs:
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (" and ".join(one.auditors), *_figure_cells(one)) for one in group.pairs
        )
        empty = frozenset(at for at, one in enumerate(group.pairs) if not one.units)
        yield Table(_figure_columns("Auditors"), rows, "Each pair", empty=empty)


def _behind(group: Group) -> Iterator[Table]:
    """The tables of answers: over all criteria, of each pair where there are several, and of each criterion."""
    for one in (group.overall, *group.pairs):
        if one.table is not None and one.units:
            first, second = one.auditors
            columns = (Column(f"{first} down", "text", 44), *_TABLE_COLUMNS)
            yield Table(columns, tuple(_answers(one)), f"Answers of {first} (down) and {second} (across)")
    rows = tuple((one.title, *row) for one in group.criteria for row in _answers(one.agreement))
    if rows:
        columns = (Column("Criterion", "text", 44), Column("Down", "text", 14), *_TABLE_COLUMNS)
        yield Table(columns, rows, "Answers of each criterion, down and across as above", in_console=False)


def _answers(one: Agreement) -> Iterator[tuple[Value, ...]]:
    """The rows of the table behind it; none where there is no table."""
    if one.table is not None and one.units:
        for outcome, counts in zip(SCALE, one.table, strict=True):
            cells: tuple[Value, ...] = counts
            yield (words.OUTCOMES[outcome], *cells)


def _disagreements(comparison: Comparison) -> Section:
    found = comparison.disagreements
    count, moderated = len(found), comparison.moderated
    lines = [f"{count:,} {'question' if count == 1 else 'questions'} with different answers"]
    lines[0] += f", {moderated:,} moderated." if moderated else "."
    columns: tuple[Column, ...] = (
        Column("Case", "id", 16), Column("Criterion", "text", 34), Column("Child or person", "text", 14),
        Column("Apart", "text", 14), Column("Severity", "text", 13), Column("Answers", "text", 70),
    )  # fmt: skip
    if moderated:
        columns += (Column("Moderated", "text", 40),)
    rows = tuple(_disagreement_cells(one, moderated=bool(moderated)) for one in found)
    table = Table(columns, rows, console_rows=CONSOLE_ROWS)
    return Section("Disagreements, worst first", "Disagreements", (table,), tuple(lines))


def _disagreement_cells(one: Disagreement, *, moderated: bool) -> tuple[str | None, ...]:
    case, _, subject = one.key
    severity = words.SEVERITIES[one.severity] if one.severity else None
    if one.escalates:
        severity = f"{severity or ''} ESCALATES".strip()
    cells: tuple[str | None, ...] = (
        one_line(case), one.title, subject and one_line(subject), apart_text(one), severity, answers_text(one.answers)
    )  # fmt: skip
    if moderated:
        held = one.moderation
        reason = f": {held.reason}" if held and held.reason else ""
        cells += (f"{words.outcome(held.person)} ({held.auditor}{one_line(reason)})" if held else None,)
    return cells


def apart_text(one: Disagreement) -> str:
    """How far the answers lie apart, in words."""
    if one.distance == 2 and any(answer.outcome not in SCALE for answer in one.answers):  # noqa: PLR2004
        return _OUT_OF_RATE
    return _DISTANCES[one.distance]


def answers_text(answers: tuple[Answer, ...]) -> str:
    """Each answer on a line: who, what, and why."""
    return "\n".join(
        f"{one.by}: {words.outcome(one.outcome)}{' - ' + one_line(one.reason) if one.reason else ''}" for one in answers
    )
