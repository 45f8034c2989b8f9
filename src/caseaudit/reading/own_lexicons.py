"""Reads lexicons of a force's own: terms that are added, and changes to the shipped entries with their reasons."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from caseaudit.errors import DefinitionError, Problem
from caseaudit.language.changes import OwnSource, account
from caseaudit.language.lexicon_models import ChangesFile, OwnFile, TermsFile
from caseaudit.reading.located_yaml import Located, load_file, validate
from caseaudit.reading.rubric_files import shown

_MODELS: dict[str, type[TermsFile | ChangesFile]] = {"changes": ChangesFile, "terms": TermsFile}
_KINDS = ", ".join(_MODELS)


def load_own(references: Sequence[str | Path]) -> tuple[OwnSource, ...]:
    """Read own lexicons by path, each file once.

    Raises DefinitionError with the problems of all files at once, UsageError when a file is missing.
    """
    paths: dict[Path, Path] = {}
    for reference in references:
        paths.setdefault(Path(reference).resolve(), Path(reference))
    found: list[OwnSource] = []
    problems: list[Problem] = []
    for path in paths.values():
        try:
            found.append(_own(path))
        except DefinitionError as error:
            problems.extend(error.problems)
    if problems:
        raise DefinitionError(tuple(problems))
    return tuple(found)


def _own(path: Path) -> OwnSource:
    located = load_file(path, shown_as=shown(path))
    file = own_file(located)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return OwnSource(file, account(file, name=path.name, sha256=digest), located.place)


def own_file(located: Located) -> OwnFile:
    """Validate one loaded file. Raises DefinitionError with every problem at its place."""
    data = located.data
    if not isinstance(data, dict) or "lexicon" not in data:
        wanted = f"Write `lexicon:`, `kind:` ({_KINDS}) and `title:`, then what it adds or changes"
        raise DefinitionError((Problem(located.place(()), "This is not a lexicon", wanted),))
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in _MODELS:
        found = (
            f"{kind!r} is not a kind of lexicon that a force may add" if kind else "The lexicon does not say its kind"
        )
        raise DefinitionError((Problem(located.place(("kind",)), found, f"Allowed: {_KINDS}"),))
    return validate(_MODELS[kind], located, explain=_explain)


def _explain(item: Any) -> str | None:
    """Say what is wanted where nobody could guess it."""
    if item["type"] == "missing" and item["loc"][-1] == "reason":
        return "Say why in a sentence: results and pages show it"
    return None
