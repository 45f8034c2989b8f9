"""A suggested mapping as a YAML file: every line with how sure it is and what its column looks like."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from caseaudit.mapping.suggestion import Line, PicklistDraft, Suggestion, Sure, TableDraft, active_tables, as_data
from caseaudit.reporting.text import one_line

_PLAIN = re.compile(r"[A-Za-z(][A-Za-z0-9_ ()/.+-]*[A-Za-z0-9_)]|[A-Za-z]")
_WORDS = frozenset({"y", "n", "yes", "no", "true", "false", "on", "off", "null", "none", "nan", "inf"})
_SURE = {Sure.SURE: "sure", Sure.LIKELY: "likely", Sure.GUESS: "guess"}
_COLUMN = 62
"""Where comments begin, if the line is shorter."""
_LONGEST = 90
"""Characters of a flow list on one line."""


def draft_yaml(suggestion: Suggestion, *, export: str) -> str:
    """Write a suggested mapping; `export` is how the user named the export."""
    data = as_data(suggestion)
    lines = [
        f"# Suggested from {one_line(export)} by `caseaudit mapping suggest`. Read every line before you rely on it.",
        "# sure: header and values agree. likely: look at it. guess: left as a comment; take the # away if right.",
        "# What stands behind `# ?` is for you to decide. At the end: what found no place.",
        f"mapping: {scalar(suggestion.id)}",
        f"title: {scalar('Suggested mapping of ' + suggestion.id)}",
        "time_zone: Europe/London",
        _with_comment(f"dates: {{day_first: {'true' if data['dates']['day_first'] else 'false'}}}", _order(suggestion)),
        *(f"# ? {note}" for note in suggestion.notes),
    ]
    used = data["picklists"]
    if used:
        lines += ["", "picklists:"]
        for picklist in suggestion.picklists:
            if picklist.name in used:
                lines.extend(_picklist(picklist))
    lines += ["", "tables:"]
    active = [draft.name for draft in active_tables(suggestion)]
    for draft in suggestion.tables:
        lines.extend(_table(draft, commented=draft.name not in active))
    lines.extend(_unplaced(suggestion))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _order(suggestion: Suggestion) -> str:
    if suggestion.day_first is None:
        return "? no date of the export shows which comes first; 03/04/2025 is read as 3 April"
    return "sure: " + ("some dates can only be day first" if suggestion.day_first else "dates can only be month first")


def _picklist(picklist: PicklistDraft) -> Iterator[str]:
    yield f"  {picklist.name}:"
    if picklist.known:
        yield "    values:"
        for key, value in picklist.known.items():
            yield f"      {scalar(key)}: {scalar(value)}"
    else:
        yield "    values: {}"
    for key, count in picklist.unknown:
        yield _with_comment(
            f"    #   {scalar(one_line(key)[:80])}:", f"? stands {count:,} {'time' if count == 1 else 'times'}"
        )
    yield f"    unlisted: {picklist.unlisted}"


def _table(draft: TableDraft, *, commented: bool) -> Iterator[str]:
    lead = "  # " if commented else "  "
    told = "guess, left as a comment" if commented else _SURE[draft.sure]
    yield f"{lead}# {told}: {draft.why}"
    yield f"{lead}- name: {scalar(draft.name)}"
    files = [scalar(each) for each in draft.files]
    yield f"{lead}  from: {files[0] if len(files) == 1 else '[' + ', '.join(files) + ']'}"
    if draft.sheet is not None:
        yield f"{lead}  sheet: {scalar(draft.sheet)}"
    yield f"{lead}  into: {scalar(draft.into)}"
    for name, value in (("key", draft.key), ("id", draft.id), ("parent", draft.parent), ("where", draft.where)):
        if value:
            yield f"{lead}  {name}: {flow(value)}"
    if draft.constants:
        note = f"   {draft.note}" if draft.note else ""
        yield f"{lead}  constants: {flow(draft.constants)}{note}"
    active = [line for line in draft.fields if line.sure is not Sure.GUESS]
    if draft.fields:
        yield f"{lead}  {'fields:' if active else '# fields:'}"
    for line in draft.fields:
        yield _field(line, lead)
    if draft.parts:
        yield f"{lead}  narrative:"
        for part in draft.parts:
            yield _with_comment(f"{lead}    - {flow(part.value)}", f"{_SURE[part.sure]}: {part.why}")
    yield ""


def _field(line: Line, lead: str) -> str:
    mark = "# " if line.sure is Sure.GUESS else ""
    return _with_comment(f"{lead}    {mark}{line.path}: {flow(line.value)}", f"{_SURE[line.sure]}: {line.why}")


def _unplaced(suggestion: Suggestion) -> Iterator[str]:
    if not suggestion.unplaced:
        return
    yield "# What found no place: leave it, or name it above."
    table = ""
    for each in suggestion.unplaced:
        if not each.column:
            yield f"#   {one_line(each.table)}: {each.why}"
            continue
        if each.table != table:
            table = each.table
            yield f"#   {one_line(table)}"
        yield f"#     {one_line(each.column)}: {one_line(each.why)}"


def _with_comment(line: str, comment: str) -> str:
    return f"{line.ljust(_COLUMN)}  # {one_line(comment)}"


def flow(value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """Write one value so that YAML reads the same again: plain where that is safe, else in quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS and not re.fullmatch(r"[\d.eE+-]+", text):
        return text
    return json.dumps(text, ensure_ascii=False)
