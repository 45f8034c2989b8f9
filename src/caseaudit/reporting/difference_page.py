"""Differences between two audits as a page, to print or to write as Markdown."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from caseaudit import __version__
from caseaudit.engine.differences_pairs import Standing
from caseaudit.reporting import difference_words, words
from caseaudit.reporting.review_comparison_pages import Column, Page, Section, Table, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caseaudit.domain.audit import Results
    from caseaudit.engine.differences import Differences
    from caseaudit.engine.differences_counts import Counts
    from caseaudit.engine.differences_pairs import Change

_ROWS: dict[Standing, int] = {Standing.NEW: 60, Standing.IN_NEW_CASE: 40}
_OTHER_ROWS = 20
_CASES = 20
_COUNTED = ("Findings", "Cases", "Escalations", "Worse", "Better")
_COLUMNS = (Column("Case", "id"), Column("Criterion"), Column("Finding"), Column("What decides it"))


def difference_page(
    found: Differences, old: Results, new: Results, *, names: tuple[str, str], marking: str, written: bool = False
) -> Page:
    """Put the page together; `names` say what OLD and NEW are called, `written` whether it is for a file.

    A file lists the first changes of each standing, as many as `found` holds; a terminal fewer.
    """
    titles = {one.criterion: one.title for results in (old, new) for one in results.summary.criteria}
    return Page(
        title="What changed between two audits",
        marking=marking,
        facts=(
            ("OLD", _told(names[0], old)),
            ("NEW", _told(names[1], new)),
            ("Made by", f"caseaudit {__version__}"),
        ),
        sections=tuple(_sections(found, titles, written=written)),
        notes=(),
    )


def _told(name: str, results: Results) -> str:
    rubrics = ", ".join(f"{used.id}@{used.edition}" for used in results.run.rubrics)
    as_of = results.run.settings.get("as_of", "an unknown date")
    return f"{name}: {_counted(results.summary.cases, 'case')} as at {as_of}, by {rubrics}"


def _sections(found: Differences, titles: dict[str, str], *, written: bool) -> Iterator[Section]:
    yield _runs(found)
    yield _in_short(found)
    for standing, counts in found.counts.items():
        if not counts.findings:
            continue
        first, most = found.first[standing], _ROWS.get(standing, _OTHER_ROWS)
        key: tuple[str, ...] = ()
        if counts.findings > len(first):
            # Then no page lists them all, and a terminal may not send its reader to one.
            first = first if written else first[:most]
            key = (f"and {counts.findings - len(first):,} more: caseaudit diff lists them all in a .json file (-o).",)
        table = Table(_COLUMNS, tuple(_row(change, titles) for change in first), console_rows=most)
        title = f"{difference_words.STANDINGS[standing]}: {_counted(counts.findings, 'finding')}"
        yield Section(title, standing.value, (table,), (difference_words.MEANINGS[standing],), key)


def _row(change: Change, titles: dict[str, str]) -> tuple[Value, ...]:
    return (
        difference_words.where(change),
        titles.get(change.finding.criterion) or words.humanise(change.finding.criterion),
        difference_words.outcome(change),
        difference_words.decided_by(change),
    )


def _runs(found: Differences) -> Section:
    if not found.runs:
        return Section("The two runs", "runs", (), ("Same rubric, same settings, same version.",))
    rows = tuple((one.what.replace("_", " "), one.old, one.new) for one in found.runs)
    warning = "These differ, and may move findings although no record changed."
    return Section("The two runs", "runs", (Table((Column("What"), Column("OLD"), Column("NEW")), rows),), (warning,))


def _in_short(found: Differences) -> Section:
    columns = (Column("Standing"), *(Column(title, "count") for title in _COUNTED))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (difference_words.STANDINGS[one], *_figures(found.counts[one])) for one in Standing
    )
    return Section("In short", "in_short", (Table(columns, rows),), tuple(_cases(found)))


def _figures(counts: Counts) -> tuple[int, ...]:
    return counts.findings, counts.cases, counts.escalations, counts.worse, counts.better


def _cases(found: Differences) -> Iterator[str]:
    yield f"{_counted(found.both, 'case')} in both audits."
    for name, ids in (("NEW", found.only_new), ("OLD", found.only_old)):
        if ids:
            more = f" and {len(ids) - _CASES:,} more" if len(ids) > _CASES else ""
            yield f"{_counted(len(ids), 'case')} only in {name}: {', '.join(islice(ids, _CASES))}{more}."
    if found.set_aside:
        yield f"{_counted(len(found.set_aside), 'case')} of OLD could not be read in NEW and was set aside there."
    unseen = found.counts[Standing.RESOLVED].unseen
    if unseen:
        yield f"{_counted(unseen, 'resolved finding')} can no longer be judged, which is not the same as put right."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
