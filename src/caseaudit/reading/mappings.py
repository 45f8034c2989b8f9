"""Finds and loads mapping files: validated and linted, all problems at once, each at its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from caseaudit.errors import DefinitionError, Problem, UsageError
from caseaudit.mapping.lint import lint, lint_parts
from caseaudit.mapping.misfit import Misfit
from caseaudit.mapping.model import ID_PATTERN, ExportMapping, Picklist, TableSpec
from caseaudit.reading.located_yaml import Located, load_file
from caseaudit.reading.model_problems import problems_of
from caseaudit.reading.shipped import shipped

FOLDER = "mappings"
"""Where mappings stand: in the user's working folder, and among what came with caseaudit."""
_SUFFIXES = (".yaml", ".yml")
_ID = re.compile(ID_PATTERN)
_HEAD = ("time_zone", "dates", "blanks", "booleans", "encoding")


def load_mapping(reference: str) -> ExportMapping:
    """Load the mapping that an id or a path names.

    Raises DefinitionError with every problem at its line, UsageError for a file that is missing or cannot be read.
    """
    return load_mapping_file(find_mapping(reference))


def load_mapping_file(path: Path) -> ExportMapping:
    """Load a mapping file; see `load_mapping`."""
    located = load_file(path, shown_as=shown(path))
    try:
        mapping = ExportMapping.model_validate(located.data)
    except ValidationError as error:
        problems = problems_of(
            error, lambda loc: located.place(located.known(loc)), model=ExportMapping, explain=_explain
        )
        raise DefinitionError(_sorted({*problems, *_of_sound_parts(located)})) from None
    problems = tuple(_problem(located, misfit) for misfit in lint(mapping))
    if problems:
        raise DefinitionError(_sorted(set(problems)))
    return mapping


def find_mapping(reference: str) -> Path:
    """Return the file of a mapping named by id (in ./mappings, then the shipped ones) or path. Raises UsageError."""
    path = Path(reference)
    if path.suffix.lower() in _SUFFIXES or "/" in reference or "\\" in reference:
        if path.is_file():
            return path
        raise UsageError(f"There is no mapping file {reference}", remedy="Check the name and the folder.")
    known = known_mappings()
    if reference in known:
        return known[reference]
    nearest = get_close_matches(reference, known, 1, 0.5)
    hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
    named = f"Known mappings: {', '.join(sorted(known))}." if known else "There is no folder `mappings` here."
    raise UsageError(f"There is no mapping {reference!r}.{hint}", remedy=f"{named} A path to the file works as well.")


def known_mappings() -> dict[str, Path]:
    """Return the mappings that have an id here: those in ./mappings go before the shipped ones."""
    found: dict[str, Path] = {}
    for folder in (Path(FOLDER), _shipped()):
        if folder is not None and folder.is_dir():
            for path in sorted(folder.iterdir()):
                if path.suffix.lower() in _SUFFIXES and path.is_file() and _ID.match(path.stem):
                    found.setdefault(path.stem, path)
    return found


def shown(path: Path) -> str:
    """Name a mapping file in messages: relative to where the user is if it lies there, shipped ones by `mappings/`."""
    resolved = path.resolve()
    bases = [Path.cwd().resolve()]
    if (own := _shipped()) is not None:
        bases.append(own.resolve().parent)
    for base in bases:
        if resolved.is_relative_to(base):
            return resolved.relative_to(base).as_posix()
    return path.as_posix()


def _shipped() -> Path | None:
    """Return the folder of shipped mappings; a copy may have none."""
    try:
        return shipped(FOLDER)
    except UsageError:
        return None


def _problem(located: Located, misfit: Misfit) -> Problem:
    return Problem(located.place(misfit.path), misfit.found, misfit.wanted, misfit.nearest)


def _of_sound_parts(located: Located) -> Iterator[Problem]:
    """Lint the tables and picklists that can be validated, though something else in the file cannot."""
    data = located.data
    if not isinstance(data, dict) or not isinstance(data.get("tables"), list):
        return
    tables = {number: item for number, item in enumerate(data["tables"]) if _valid(TableSpec, item)}
    lists = data.get("picklists")
    lists = lists if isinstance(lists, dict) else {}
    sound = {name: item for name, item in lists.items() if _valid(Picklist, item)}
    parts = {"mapping": "part", "tables": list(tables.values()), "picklists": sound}
    for head in ({key: data[key] for key in _HEAD if key in data}, {}):
        try:
            mapping = ExportMapping.model_validate({**head, **parts})
        except ValidationError:
            continue
        others = set(lists) - set(sound)
        for misfit in lint_parts(mapping, numbers=dict(enumerate(tables)), other_picklists=others):
            yield _problem(located, misfit)
        return


def _valid(model: type[BaseModel], data: Any) -> bool:
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True


def _sorted(problems: set[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda each: (each.where.line or 0, each.where.column or 0, each.found)))


def _explain(item: Any) -> str | None:
    """Say in an analyst's words what Pydantic says in a programmer's."""
    if item["type"] == "string_pattern_mismatch":
        return "Write lower-case words joined by hyphens, such as `records-system`"
    if item["type"] == "string_too_long" and item["loc"][-1:] == ("delimiter",):
        return 'Write one character, such as "," or "\\t"'
    return None
