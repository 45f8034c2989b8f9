"""Differences between two audits as a page, to print or to write as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit import __version__
from caseaudit.domain.vocabulary import Outcome
from caseaudit.engine.differences import Standing, Unjudged
from caseaudit.reporting import difference_words, words
from caseaudit.reporting.review_comparison_pages import Column, Page, Section, Table, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caseaudit.domain.audit import Results
    from caseaudit.engine.differences import Change, Differences

_ROWS: dict[Standing, int] = {Standing.NEW: 60, Standing.IN_NEW_CASE: 40}
_OTHER_ROWS = 20
_CASES = 20
_COUNTED = ("Findings", "Cases", "Escalations", "Worse", "Better")
_COLUMNS = (Column("Case", "id"), Column("Criterion"), Column("Finding"), Column("What decides it"))
_NOT_SEEN = (Outcome.CANNOT_ASSESS, Unjudged.FAULT, Unjudged.NOT_ASKED)


def difference_page(found: Differences, old: Results, new: Results, *, names: tuple[str, str], marking: str) -> Page:
    """Put the page together; `names` say what OLD and NEW are called."""
    titles = {one.criterion: one.title for results in (old, new) for one in results.summary.criteria}
    return Page(
        title="What changed between two audits",
        marking=marking,
        facts=(
            ("OLD", _told(names[0], old)),
            ("NEW", _told(names[1], new)),
            ("Made by", f"caseaudit {__version__}"),
        ),
        sections=tuple(_sections(found, titles)),
        notes=(),
    )


def _told(name: str, results: Results) -> str:
    rubrics = ", ".join(f"{used.id}@{used.edition}" for used in results.run.rubrics)
    as_of = results.run.settings.get("as_of", "an unknown date")
    return f"{name}: {_counted(results.summary.cases, 'case')} as at {as_of}, by {rubrics}"


def _sections(found: Differences, titles: dict[str, str]) -> Iterator[Section]:
    yield _runs(found)
    yield _in_short(found)
    for standing in Standing:
        changes = found.of(standing)
        if changes:
            rows = tuple(
                (
                    difference_words.where(change),
                    titles.get(change.finding.criterion) or words.humanise(change.finding.criterion),
                    difference_words.outcome(change),
                    difference_words.decided_by(change),
                )
                for change in changes
            )
            table = Table(_COLUMNS, rows, console_rows=_ROWS.get(standing, _OTHER_ROWS))
            title = f"{difference_words.STANDINGS[standing]}: {_counted(len(changes), 'finding')}"
            yield Section(title, standing.value, (table,), (difference_words.MEANINGS[standing],))


def _runs(found: Differences) -> Section:
    if not found.runs:
        return Section("The two runs", "runs", (), ("Same rubric, same settings, same version.",))
    rows = tuple((one.what.replace("_", " "), one.old, one.new) for one in found.runs)
    warning = "These differ, and may move findings although no record changed."
    return Section("The two runs", "runs", (Table((Column("What"), Column("OLD"), Column("NEW")), rows),), (warning,))


def _in_short(found: Differences) -> Section:
    columns = (Column("Standing"), *(Column(title, "count") for title in _COUNTED))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (difference_words.STANDINGS[one], *_figures(found.of(one))) for one in Standing
    )
    return Section("In short", "in_short", (Table(columns, rows),), tuple(_cases(found)))


def _figures(changes: Sequence[Change]) -> tuple[int, ...]:
    courses = [change.course for change in changes]
    return (
        len(changes),
        len({change.case.case_id for change in changes}),
        sum(change.finding.escalate for change in changes),
        courses.count("worse"),
        courses.count("better"),
    )


def _cases(found: Differences) -> Iterator[str]:
    yield f"{_counted(found.both, 'case')} in both audits."
    for name, ids in (("NEW", found.only_new), ("OLD", found.only_old)):
        if ids:
            more = f" and {len(ids) - _CASES:,} more" if len(ids) > _CASES else ""
            yield f"{_counted(len(ids), 'case')} only in {name}: {', '.join(ids[:_CASES])}{more}."
    if found.set_aside:
        yield f"{_counted(len(found.set_aside), 'case')} of OLD could not be read in NEW and was set aside there."
    unseen = sum(change.after in _NOT_SEEN for change in found.of(Standing.RESOLVED))
    if unseen:
        yield f"{_counted(unseen, 'resolved finding')} can no longer be judged, which is not the same as put right."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
