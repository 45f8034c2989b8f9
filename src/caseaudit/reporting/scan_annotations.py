"""What a scan found, as annotations: GitHub workflow commands, and SARIF 2.1.0 for whatever else shows findings."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caseaudit import __version__
from caseaudit.domain.vocabulary import Tier
from caseaudit.reporting import words
from caseaudit.reporting.explanation import Masker
from caseaudit.reporting.github_lines import command_line
from caseaudit.reporting.sarif_parts import MAX_QUOTE, SARIF_SCHEMA, SARIF_VERSION, driver, pascal, place
from caseaudit.reporting.text import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from caseaudit.engine.scanning import Narrative, Scanned
    from caseaudit.language.mention import Mention
    from caseaudit.reporting.github_lines import Level

_LEVELS: dict[Tier | None, str] = {Tier.RED: "error", Tier.AMBER: "warning", Tier.NOTE: "note", None: "note"}


@dataclass(frozen=True, slots=True)
class Annotation:
    """One mention at its place in a file: lines and columns from 1, columns in code points, the end exclusive."""

    mention: Mention
    document: str
    quote: str
    file: str
    line: int
    column: int | None
    end_line: int
    end_column: int | None


def place_mentions(narrative: Narrative, scanned: Scanned, mentions: Iterable[Mention]) -> list[Annotation]:
    """Place mentions in their file; inside a record the place is the record's own line."""
    mask = Masker(narrative.case) if narrative.case else None
    starts = _line_starts(scanned.text) if narrative.own_file else []
    file = narrative.place.file or "-"
    found = []
    for mention in mentions:
        quote = shorten(one_line(mask(mention.quote) if mask else mention.quote), MAX_QUOTE)
        if starts:
            line, column = _place(starts, mention.start)
            end_line, end_column = _place(starts, mention.end)
            found.append(Annotation(mention, scanned.document, quote, file, line, column, end_line, end_column))
        else:
            line = narrative.place.line or 1
            found.append(Annotation(mention, scanned.document, quote, file, line, None, line, None))
    return found


def _line_starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]


def _place(starts: Sequence[int], offset: int) -> tuple[int, int]:
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def message(annotation: Annotation) -> str:
    """Say what was found, why it harms and what to write instead."""
    mention = annotation.mention
    read = f"{words.STATUSES[mention.status].lower()}, {words.SPEAKERS[mention.speaker].lower()}"
    parts = [f"\u201c{annotation.quote}\u201d ({read})."]
    if mention.why:
        parts.append(one_line(mention.why))
    if mention.preferred:
        parts.append(f"Write instead: {one_line(mention.preferred)}")
    return " ".join(parts)


def github_line(annotation: Annotation) -> str:
    """Give a workflow command that puts the mention beside its line."""
    command: Level = "notice" if annotation.mention.tier in (Tier.NOTE, None) else "warning"
    values: dict[str, Any] = {"file": annotation.file, "line": annotation.line, "endLine": annotation.end_line}
    if annotation.column is not None and annotation.line == annotation.end_line:
        # Columns only where a mention stands on one line; the end column is the last character's own.
        values |= {"col": annotation.column, "endColumn": max(annotation.column, (annotation.end_column or 1) - 1)}
    values["title"] = words.humanise(annotation.mention.concept)
    told = message(annotation)
    if annotation.column is None:
        told = f"{annotation.document}: {told}"
    return command_line(command, values, told)


def sarif(found: Sequence[Annotation]) -> str:
    """Give a SARIF 2.1.0 log: a rule for each concept, a result for each mention."""
    concepts = sorted({one.mention.concept for one in found})
    rules = [
        {"id": concept, "name": pascal(concept), "shortDescription": {"text": words.humanise(concept)}}
        for concept in concepts
    ]
    numbers = {concept: at for at, concept in enumerate(concepts)}
    run = {
        "tool": driver(__version__, rules),
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, numbers[one.mention.concept]) for one in found],
    }
    data = {"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _result(one: Annotation, number: int) -> dict[str, Any]:
    mention = one.mention
    region: dict[str, Any] = {"startLine": one.line}
    if one.column is not None:
        region |= {"startColumn": one.column, "endLine": one.end_line, "endColumn": one.end_column}
        region["snippet"] = {"text": one.quote}
    return {
        "ruleId": mention.concept,
        "ruleIndex": number,
        "level": _LEVELS[mention.tier],
        "message": {"text": message(one)},
        "locations": [
            {
                "physicalLocation": place(one.file, region),
                "logicalLocations": [{"name": one.document, "kind": "resource"}],
            }
        ],
        "properties": {
            "document": one.document,
            "term": mention.term,
            "status": mention.status.value,
            "speaker": mention.speaker.value,
            "basis": mention.basis.value,
            "start": mention.start,
            "end": mention.end,
        },
    }
