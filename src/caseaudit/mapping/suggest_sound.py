"""The last touches to a suggested mapping: names of files, order of dates, guesses that must stay comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from caseaudit.mapping.cells import as_text, folded
from caseaudit.mapping.lint import lint
from caseaudit.mapping.model import ExportMapping
from caseaudit.mapping.shapes import ColumnLook, Look
from caseaudit.mapping.suggest_tables import FILE, Seen
from caseaudit.mapping.suggestion import Line, Suggestion, Sure, active_tables, as_data


def chosen(table: Seen, look: ColumnLook, where: Mapping[str, Any]) -> ColumnLook:
    """Look at a column of few values in the rows that a condition chooses."""
    wanted = {folded(each) for each in where["is"]}
    listed = {folded(text): text for text in look.values}
    found: dict[str, int] = {}
    for row in table.sample.rows:
        if folded(as_text(row.get(where["column"]))) in wanted and (
            text := listed.get(folded(as_text(row.get(look.name)).strip()))
        ):
            found[text] = found.get(text, 0) + 1
    return replace(look, values=found, filled=max(1, sum(found.values())))


def reported_missing(lines: Sequence[Line]) -> list[Line]:
    """Where a case's row holds the missing episode, its report is also when the child was reported missing."""
    paths = {line.path for line in lines}
    if not any(path.startswith("missing.") for path in paths) or "missing.reported_at" in paths:
        return []
    return [
        replace(line, path="missing.reported_at")
        for line in lines
        if line.path == "reported_at" and "missing" in str(line.value).casefold()
    ]


def unused_guesses(lines: Sequence[Line]) -> tuple[list[Line], set[str]]:
    """Keep guesses as lines (they are written as comments); their columns stay free for what else they may be."""
    open_ = {str(line.value) for line in lines if line.sure is Sure.GUESS and isinstance(line.value, str)}
    return list(lines), open_


def day_first(looks: Iterable[ColumnLook]) -> bool | None:
    """Say whether the dates show the day first; None where none of them does."""
    said = [look.dates.day_first for look in looks if look.look is Look.DATE and look.dates.day_first is not None]
    return None if not said else any(said)


def globs(table: Seen, tables: Sequence[Seen]) -> tuple[str, ...]:
    """Name the files of a table; figures such as the day of the export become `*`, where that takes no other in."""
    files = table.sample.files
    if table.sample.is_documents or FILE in table.sample.columns:
        return tuple(dict.fromkeys(f"*{PurePosixPath(file).suffix.lower()}" for file in files))
    others = {
        file
        for other in tables
        if other is not table and other.sample.name == table.sample.name
        for file in other.sample.files
    }
    found: dict[str, None] = {}
    for file in files:
        glob = re.sub(r"\d[\d\-_ ]{2,}\d", "*", file.replace("[", "[[]"))
        pattern = re.compile(re.escape(glob).replace(r"\*", ".*"))
        found[
            file.replace("[", "[[]") if any(pattern.fullmatch(each) for each in others) or "[[]" in glob else glob
        ] = None
    return tuple(found)


def sound(suggestion: Suggestion) -> Suggestion:
    """Turn into comments whatever the linter of mappings would refuse, so that the mapping loads at once."""
    for _ in range(20):
        mapping = ExportMapping.model_validate(as_data(suggestion))
        bad = {
            misfit.path[1:4]
            for misfit in lint(mapping)
            if misfit.path[:1] == ("tables",) and misfit.path[2:3] == ("fields",)
        }
        kept = active_tables(suggestion)
        broken = {(kept[int(number)].name, str(path)) for number, _, path in (each for each in bad if len(each) == 3)}  # noqa: PLR2004
        if not broken:
            return suggestion
        tables = tuple(
            replace(
                draft,
                fields=tuple(
                    replace(line, sure=Sure.GUESS) if (draft.name, line.path) in broken else line
                    for line in draft.fields
                ),
            )
            for draft in suggestion.tables
        )
        suggestion = replace(suggestion, tables=tables)
    return suggestion
