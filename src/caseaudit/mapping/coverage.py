"""What a mapping fills: every field of the case file with its columns, and the types of case that it can give."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from caseaudit.domain.vocabulary import CaseType
from caseaudit.errors import NamedValueError
from caseaudit.mapping.field_words import FIELDS
from caseaudit.mapping.model import CASE, ExportMapping, FieldSpec, TableSpec
from caseaudit.mapping.paths import field_at, target
from caseaudit.mapping.rules import TEXT, columns_named

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class FieldWanted:
    """A field that a mapping does not fill, and what a column for it looks like."""

    path: str
    kind: str
    """`a date or time`, `one of a closed list: ...`."""
    often_called: tuple[str, ...]


def mapped_fields(mapping: ExportMapping, gone: Collection[tuple[str, str]] = ()) -> dict[str, tuple[str, ...]]:
    """Return each field that a mapping fills (`children[].date_of_birth`) with its columns; () for a constant.

    `gone` are (table of the mapping, field) whose columns the export does not have: they are left out.
    """
    found: dict[str, dict[str, None]] = {}
    for table in mapping.tables:
        filled = _filled(table)
        if not any((table.name, path) not in gone for path in filled):
            continue
        for path, columns in filled.items():
            if (table.name, path) not in gone:
                found.setdefault(_whole(table.into, path), {}).update(dict.fromkeys(columns))
    return {path: tuple(columns) for path, columns in found.items()}


def _filled(table: TableSpec) -> dict[str, tuple[str, ...]]:
    filled: dict[str, tuple[str, ...]] = dict.fromkeys(table.constants, ())
    for path, spec in table.fields.items():
        filled[path] = tuple(dict.fromkeys(columns_named(spec)))
    for part in table.narrative:
        beside = {name: getattr(part, name) for name in ("recorded_at", "author_role", "entry_id")}
        for name, spec in beside.items():
            if isinstance(spec, FieldSpec):
                filled[name] = (*filled.get(name, ()), *columns_named(spec))
        if part.entries == "dated":
            filled.setdefault("recorded_at", part.text_columns)
        filled[TEXT] = (*filled.get(TEXT, ()), *part.text_columns)
        filled["kind"] = filled.get("kind", ())
    return filled


def _whole(into: str, path: str) -> str:
    return path if into == CASE else f"{into}.{path}"


def case_types(mapping: ExportMapping) -> frozenset[CaseType] | None:
    """Return the types of case that a mapping can give; None where the export itself writes them."""
    main = mapping.main
    if "case_type" in main.constants:
        return _types([main.constants["case_type"]])
    spec = main.fields["case_type"]
    if spec.picklist is not None:
        return _types(mapping.picklists[spec.picklist].values.values())
    if spec.first is None:
        return None
    choices = [*spec.first, *([spec.otherwise] if spec.otherwise else [])]
    return None if any(choice.column is not None for choice in choices) else _types(choice.value for choice in choices)


def _types(values: Iterable[object]) -> frozenset[CaseType]:
    known = {kind.value: kind for kind in CaseType}
    said = [str(value).strip().lower().replace(" ", "_").replace("-", "_") for value in values]
    return frozenset(known[value] for value in said if value in known)


def field_wanted(path: str) -> FieldWanted:
    """Say what a column for a field looks like, and what systems often call it."""
    into, name = _split(path)
    try:
        field = field_at(target(into).record, name)
    except NamedValueError:
        return FieldWanted(path, "a value", ())
    kind = field.kind.value
    if field.options:
        kind = f"one of: {', '.join(field.options)}"
    names: Mapping[str, str] = FIELDS.get(into, {})
    if not names and "." not in path:
        names = FIELDS[CASE]
    said = names.get(name) or FIELDS[CASE].get(path) or ""
    own = name.rpartition(".")[2].replace("_", " ")
    called = tuple(each for each in said.split("|") if each and each != own)[:_SHOWN]
    return FieldWanted(path, kind, called)


def _split(path: str) -> tuple[str, str]:
    head, _, name = path.rpartition(".")
    return (head, name) if head in FIELDS else (CASE, path)
