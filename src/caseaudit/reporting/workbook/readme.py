"""The ReadMe sheet: the marking, what was audited and by which rubric, how to read the workbook, and the manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseaudit.reporting import accepted, figures, own_lexicons, words
from caseaudit.reporting.json_v1 import run_id
from caseaudit.reporting.rows import value_text
from caseaudit.reporting.workbook import cuts, styles
from caseaudit.reporting.workbook.ranks import CHOICES
from caseaudit.reporting.workbook.sheet import NONE, Cell, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.workbook import Workbook

    from caseaudit.domain.audit import InputUsed, LexiconUsed, Run
    from caseaudit.reporting.workbook.plan import Plan

TITLE = "ReadMe"
_WIDTHS = (30, 112)
MAX_REASONS = 60
"""Changed and silenced entries that are named."""

PROPOSALS = (
    "Every finding here is a proposal made by software from the exported record. A person decides. "
    "It says what the record shows, not what was done and left unwritten."
)
STEPS = (
    ("1  Escalations", "A child may be unsafe now, whatever the case's score. Act on these before you read on."),
    ("2  Summary", "Each criterion with its count, its rate and interval, and the inspection's own figure beside it."),
    ("3  Cases", "Every case against every criterion on one page: where the gaps are."),
    (
        "4  Findings",
        (
            "Each finding with the words or field that decided it. The tinted columns are yours: choose a decision to "
            "confirm or overrule, and say why. The Summary and the Cases sheet follow. You may filter and sort."
        ),
    ),
    ("5  Evidence", "The words in full, with entry and position, so that you can find them in the record."),
    ("6  Criteria", "What was asked, where that comes from, and what to do where it was not met."),
    ("7  Set aside", "Records that could not be read. They are in no count."),
)
FIGURES = (
    (
        "Counts",
        (
            "The Summary counts cases: one outcome a case and criterion, the worst of its children or persons "
            "(not met, then partly met, cannot assess, met, not applicable)."
        ),
    ),
    ("Assessed", "Met, partly met and not met together. Not applicable and cannot assess are in no rate."),
    (
        "Interval",
        (
            "A small sample says little. The interval holds the rates that the count is compatible with, at the level "
            "shown (Wilson's score interval)."
        ),
    ),
    (
        "Beside the inspection",
        (
            "Where the two intervals overlap, the difference may be chance. Where they do not, it is unlikely to be "
            "chance alone. The inspection chose its files by kind of case; a criterion may concern more kinds here."
        ),
    ),
    (
        "Indicative grade",
        (
            "What the rubric's thresholds give for an area's score. It is not an inspection judgement. It is worked "
            "out when the audit runs; after decisions, run the report again to see it anew."
        ),
    ),
    (
        "Proposed and decided",
        "Case outcomes that rest on the machine's proposal, and those where people decided every finding behind them.",
    ),
)


def write_readme(book: Workbook, plan: Plan) -> Sheet:
    """Write the first sheet a reader sees."""
    sheet = Sheet(book, TITLE, _WIDTHS, marking=plan.marking)
    run = plan.results.run
    sheet.row(Cell("Case file audit", styles.TITLE), height=26)
    sheet.row(Cell(plan.marking, styles.MARKING), height=18)
    sheet.row(Cell(_headline(plan), styles.NOTE))
    _section(sheet, "What was audited", [*_inputs(run), *_audited(plan)])
    _cut(sheet, plan)
    _exceptions(sheet, plan)
    _section(sheet, "Who decides", [("Proposals", PROPOSALS)])
    _section(sheet, "How to read this workbook", STEPS)
    _section(sheet, "What the outcomes mean", ())
    for outcome in (*CHOICES, None):
        sheet.row(Cell(words.outcome(outcome), styles.outcome_style(outcome)), Cell(words.OUTCOME_MEANINGS[outcome]))
    _section(sheet, "What the figures mean", FIGURES)
    if run.lexicons:
        _section(sheet, "What our own lexicon changes", _own(run.lexicons))
    _section(sheet, "Notices", [("Notice", notice) for notice in run.notices] or [("Notices", NONE)])
    _section(sheet, "Manifest", _manifest(run))
    return sheet


def _headline(plan: Plan) -> str:
    """One sentence with the counts."""
    summary, aside = plan.results.summary, len(plan.results.set_aside)
    return (
        f"{_count(summary.cases, 'case')} audited, {summary.escalations:,} where a child may be unsafe now, "
        f"{_count(aside, 'record')} set aside, {_count(summary.faults, 'fault')}."
    )


def _section(sheet: Sheet, title: str, rows: Iterable[tuple[str, str]]) -> None:
    sheet.row()
    sheet.row(Cell(title, styles.SECTION), height=20)
    for label, text in rows:
        sheet.row(Cell(label, styles.LABEL), Cell(text))


def _inputs(run: Run) -> Iterable[tuple[str, str]]:
    for item in run.inputs:
        yield item.path, f"{_read(item)} read: {figures.outcome(item)}."
    if not run.inputs:
        yield "Inputs", NONE


def _audited(plan: Plan) -> Iterable[tuple[str, str]]:
    run = plan.results.run
    for rubric in run.rubrics:
        title = f"{rubric.title}: " if rubric.title else ""
        yield (
            "Rubric",
            f"{title}{rubric.id}, edition {rubric.edition}, {_count(len(plan.criteria), 'criterion', 'criteria')}.",
        )
    for used in run.lexicons:
        yield "Own lexicon", f"{own_lexicons.in_short(used)}."
    if run.mapping is not None:
        yield "Mapping", f"{f'{run.mapping.title}: ' if run.mapping.title else ''}{run.mapping.id}, {run.mapping.file}."
    if "as_of" in run.settings:
        yield "As of", f"{value_text(run.settings['as_of'])}. What happened later counts as not yet happened."
    if run.sample:
        yield "Sample", _sample(run.sample)


def _cut(sheet: Sheet, plan: Plan) -> None:
    """Say of each sheet that does not hold everything what it holds."""
    told = [*cuts.every(plan)]
    if told:
        _section(sheet, "What this workbook does not show", [("All cases", cuts.WHY)])
        for title, text in told:
            sheet.row(Cell(title, styles.ALERT), Cell(text))


def _exceptions(sheet: Sheet, plan: Plan) -> None:
    """The file of accepted exceptions, what it accepts, and in red what of it has expired."""
    used, count = plan.results.run.exceptions, plan.results.summary.accepted
    if used is None and not count:
        return
    rows = [("Exceptions file", f"{accepted.in_short(used)}.")] if used else []
    if count:
        rows.append(("Accepted", f"{_count(count, 'finding')}. {accepted.COUNTED}"))
    _section(sheet, "Accepted exceptions", rows)
    expired = [*accepted.expired_words(plan.results)]
    for case, criterion, author, day in expired[:MAX_REASONS]:
        sheet.row(Cell("EXPIRED", styles.ALERT), Cell(f"{case}: {criterion}. {author}, until {day}.", styles.ALERT))
    if len(expired) > MAX_REASONS:
        sheet.row(Cell("And", styles.LABEL), Cell(f"{len(expired) - MAX_REASONS:,} more, which the .json lists."))
    if expired:
        sheet.row(Cell("What that means", styles.LABEL), Cell(accepted.EXPIRED_NOTE))


def _own(lexicons: Sequence[LexiconUsed]) -> Iterable[tuple[str, str]]:
    told = [row for used in lexicons for row in own_lexicons.reasons(used)]
    yield from told[:MAX_REASONS]
    if len(told) > MAX_REASONS:
        yield "And", f"{len(told) - MAX_REASONS:,} more, which the .json lists."
    if not told:
        yield "Changed and silenced", NONE


def _manifest(run: Run) -> Iterable[tuple[str, str]]:
    yield "Run id", run_id(run)
    yield "caseaudit", f"version {run.tool_version}"
    for rubric in run.rubrics:
        yield f"Rubric {rubric.id}", f"edition {rubric.edition}, SHA-256 {rubric.sha256}"
    for used in run.lexicons:
        yield f"Lexicon {used.id}", f"{used.file}, SHA-256 {used.sha256}"
    if run.mapping is not None:
        yield f"Mapping {run.mapping.id}", f"{run.mapping.file}, SHA-256 {run.mapping.sha256}"
    if run.exceptions is not None:
        yield "Exceptions", f"{run.exceptions.file}, SHA-256 {run.exceptions.sha256}"
    for item in run.inputs:
        yield f"Input {item.path}", f"SHA-256 {item.sha256}"
    for name, value in run.settings.items():
        yield words.humanise(name), "none" if value in (None, "", [], {}) else _listed(value)


def _listed(value: Any) -> str:
    """A setting in words: a list without its brackets."""
    return ", ".join(map(value_text, value)) if isinstance(value, list) else value_text(value)


def _pairs(data: dict[str, Any]) -> str:
    return "; ".join(f"{words.humanise(name)}: {value_text(value)}" for name, value in data.items())


def _sample(sample: dict[str, Any]) -> str:
    """Say how the sample was drawn; a sample of another shape than ours is given as it is."""
    if not {"why", "seed", "size", "frame", "method"} <= sample.keys():
        return _pairs(sample)
    drawn = f"{sample['method']} sample of {sample['size']} from {_count(sample['frame']['cases'], 'case')}"
    return f"{sample['why']} {drawn[:1].upper()}{drawn[1:]}, seed {sample['seed']}, draw {sample['draw'][:12]}."


def _read(item: InputUsed) -> str:
    return _count(item.read, item.noun)


def _count(number: int, one: str, many: str | None = None) -> str:
    """`1 case`, `48 cases`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
