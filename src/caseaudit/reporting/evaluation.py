"""How well the language engine reads a labelled corpus: tables for a person, one JSON object for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from caseaudit import __version__
from caseaudit.engine.scanning import BLAME_CLASSES
from caseaudit.reporting import own_lexicons
from caseaudit.reporting.figures import NOTHING, percent
from caseaudit.reporting.scan_summary import in_words
from caseaudit.reporting.text import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from caseaudit.domain.audit import Interval, LexiconUsed
    from caseaudit.engine.measures import Comparison, Evaluation, Measure, Miss, Share

SCHEMA = "caseaudit.evaluation/1"
MAX_WORDS = 240

_FAMILIES = {"blame": "Blame", "voice": "Voice of the child", "actions": "Actions"}


def show_evaluation(name: str, found: Evaluation, console: Console, *, misses: int) -> None:
    """Print every table of one setting, and `misses` misses of each family."""
    count = f"{found.documents:,} document{'' if found.documents == 1 else 's'}"
    console.print(Text(f"{one_line(name)}: {count}, setting {found.setting}", style="bold"))
    console.print(Text("Found: labels the engine gave. Right: those that agree with the gold label.", style="dim"))
    console.print(Text("Intervals are Wilson's at 95%.", style="dim"))
    if found.welsh:
        console.print(Text(f"Read as Welsh, for which nothing is claimed: {found.welsh:,}."))
    if found.accuracy.of:
        _measures("Blame", found.blame, console)
        console.print(Text(f"Three classes right: {_share(found.accuracy)}"))
        _confusion(found, console)
    if any(one.gold or one.found for one in found.voice):
        _measures("Voice of the child", (*found.voice, found.voice_together), console)
    if found.actions:
        together = (found.actions_together, found.concepts_together)
        _measures("Actions, right with the right status", (*found.actions, *together), console)
        _measures("Status of actions", found.statuses, console)
    _spans(found.spans, console)
    _misses(found.misses, console, misses)


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(text, style="bold"))


def _table(*columns: tuple[str, int]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", overflow="fold", min_width=12)
    for name, width in columns:
        table.add_column(name, justify="right", min_width=width, no_wrap=True)
    return table


def _measures(title: str, measures: Iterable[Measure], console: Console) -> None:
    _heading(console, title)
    table = _table(("Gold", 4), ("Found", 5), ("Right", 5), ("Precision", 13), ("Recall", 13), ("F1", 4))
    for one in measures:
        table.add_row(
            Text(in_words(one.name)),
            f"{one.gold:,}",
            f"{one.found:,}",
            f"{one.right:,}",
            _with_interval(one.precision, one.precision_interval),
            _with_interval(one.recall, one.recall_interval),
            NOTHING if one.f1 is None else f"{one.f1:.2f}",
        )
    console.print(table)


def _with_interval(fraction: float | None, interval: Interval | None) -> str:
    if fraction is None or interval is None:
        return NOTHING
    return f"{fraction:.0%} {interval.low * 100:.0f}-{interval.high * 100:.0f}%"


def _share(share: Share) -> str:
    if share.interval is None:
        return NOTHING
    told = f"{percent(share.interval.low)} to {percent(share.interval.high)}"
    return f"{share.count:,} of {share.of:,} ({percent(share.rate)}; {told})"


def _confusion(found: Evaluation, console: Console) -> None:
    table = _table(*((f"read as {name}", 8) for name in BLAME_CLASSES))
    for gold in BLAME_CLASSES:
        table.add_row(Text(f"gold {gold}"), *(f"{found.confusion[gold, got]:,}" for got in BLAME_CLASSES))
    console.print()
    console.print(table)


def _spans(spans: Sequence[Share], console: Console) -> None:
    marked = [share for share in spans if share.of]
    if not marked:
        return
    _heading(console, "Words that people marked and that a mention overlaps")
    for share in marked:
        console.print(Text(f"{in_words(share.name)}: {_share(share)}"))


def _misses(misses: Sequence[Miss], console: Console, limit: int) -> None:
    for family, title in _FAMILIES.items():
        own = [miss for miss in misses if miss.family == family]
        if not own or not limit:
            continue
        _heading(console, f"Misses, the worst first: {title.lower()} ({len(own):,})")
        for miss in own[:limit]:
            console.print(_miss(miss))
        if len(own) > limit:
            console.print(Text(f"and {len(own) - limit:,} more (--misses)", style="dim"))


def _miss(miss: Miss) -> Table:
    told = f"{miss.gold.replace('_', ' ')}, read as {miss.got.replace('_', ' ')}"
    label = told if miss.family == "blame" else f"{in_words(miss.name)}: {told}"
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    table = Table.grid()
    table.add_column(overflow="fold")
    head = Text(one_line(miss.document), style="bold")
    head.append(f" {label}", style="not bold")
    table.add_row(head)
    for name, words in (("marked", miss.gold_words), ("read", miss.got_words)):
        if words:
            grid.add_row("", Text(f"{name}: {_quoted(words)}"))
    if grid.row_count:
        table.add_row(grid)
    return table


def _quoted(words: Sequence[str]) -> str:
    return shorten("; ".join(f"\u201c{one_line(one)}\u201d" for one in words), MAX_WORDS)


def show_comparison(names: tuple[str, str], found: Sequence[Comparison], console: Console) -> None:
    """Print how two settings answered each question, with McNemar's exact test."""
    _heading(console, f"{names[0]} against {names[1]}")
    columns = (("Both", 5), (f"Only {names[0]}", 8), (f"Only {names[1]}", 8), ("Neither", 7), ("p", 6))
    table = _table(*columns)
    for one in found:
        counts = (one.both, one.first_only, one.second_only, one.neither)
        table.add_row(Text(in_words(one.question)), *(f"{count:,}" for count in counts), p_text(one.p_value))
    console.print(table)
    told = "Documents answered rightly. p: McNemar's exact test, two-sided; questions are not corrected for each other."
    console.print(Text(told, style="dim"))


def p_text(value: float) -> str:
    """`0.070`, or `<0.001`."""
    return "<0.001" if value < 0.001 else f"{value:.3f}"  # noqa: PLR2004 - three decimals are shown


def show_own(lexicons: Sequence[LexiconUsed], console: Console) -> None:
    """Print which lexicons of a force's own were measured with the shipped ones."""
    told = own_lexicons.notices(lexicons)
    if told:
        console.print()
    for notice in told:
        console.print(Text(notice))


def as_json(
    name: str,
    sha256: Sequence[str],
    found: Sequence[Evaluation],
    comparison: Sequence[Comparison] | None,
    lexicons: Sequence[LexiconUsed] = (),
) -> str:
    """Give everything measured as one JSON object, every miss among it."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "tool_version": __version__,
        "corpus": {"name": name, "sha256": list(sha256), "documents": found[0].documents},
        "settings": [_evaluation(one) for one in found],
    }
    if lexicons:
        data["lexicons"] = [asdict(one) for one in lexicons]
    if comparison is not None:
        first, second = (one.setting for one in found)
        data["comparison"] = {
            "first": first,
            "second": second,
            "test": "McNemar, exact, two-sided",
            "questions": [asdict(one) for one in comparison],
        }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _evaluation(found: Evaluation) -> dict[str, Any]:
    return {
        "setting": found.setting,
        "documents": found.documents,
        "welsh": found.welsh,
        "blame": {
            "classes": [_measure(one) for one in found.blame],
            "accuracy": _share_data(found.accuracy),
            "confusion": {gold: {got: found.confusion[gold, got] for got in BLAME_CLASSES} for gold in BLAME_CLASSES},
        },
        "voice": {
            "components": [_measure(one) for one in found.voice],
            "together": _measure(found.voice_together),
        },
        "actions": {
            "concepts": [_measure(one) for one in found.actions],
            "together": _measure(found.actions_together),
            "concept_alone": _measure(found.concepts_together),
            "statuses": [_measure(one) for one in found.statuses],
        },
        "spans": [_share_data(one) for one in found.spans],
        "misses": [asdict(one) for one in found.misses],
    }


def _measure(one: Measure) -> dict[str, Any]:
    return {
        "name": one.name,
        "gold": one.gold,
        "found": one.found,
        "right": one.right,
        "precision": one.precision,
        "precision_interval": _interval(one.precision_interval),
        "recall": one.recall,
        "recall_interval": _interval(one.recall_interval),
        "f1": one.f1,
    }


def _share_data(one: Share) -> dict[str, Any]:
    return {"name": one.name, "count": one.count, "of": one.of, "rate": one.rate, "interval": _interval(one.interval)}


def _interval(one: Interval | None) -> dict[str, Any] | None:
    return asdict(one) if one else None
