"""Reads the lexicon files (rubrics/language/*.yaml) strictly and compiles them into the language engine's lexicon."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from caseaudit.errors import DefinitionError, Problem, UsageError
from caseaudit.language.lexicon import Lexicon, Source, compile_lexicon
from caseaudit.language.lexicon_models import ContextFile, LexiconFile, TermsFile
from caseaudit.reading.located_yaml import Located, load_file, load_text, validate

_MODELS: dict[str, type[TermsFile | ContextFile]] = {"terms": TermsFile, "context": ContextFile}


def lexicon_source(located: Located) -> Source:
    """Validate one loaded file. Raises DefinitionError with every problem at its place."""
    data = located.data
    if not isinstance(data, dict):
        raise DefinitionError((Problem(located.place(()), "This is not a lexicon", "Write `lexicon:`, `kind:`, ..."),))
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in _MODELS:
        place = located.place(("kind",))
        raise DefinitionError((Problem(place, f"{kind!r} is not a kind of lexicon", "Allowed: terms, context"),))
    model: LexiconFile = validate(_MODELS[kind], located)
    return Source(model, located.place)


def lexicon_from_text(text: str, *, file: str = "<text>") -> Source:
    """Read one lexicon from a string."""
    return lexicon_source(load_text(text, file=file))


def load_lexicon_files(
    paths: Sequence[Path], *, base: Path | None = None, switched_on: frozenset[str] = frozenset()
) -> Lexicon:
    """Read and compile the given files. `base` shortens their names in messages.

    Raises DefinitionError with the problems of all files at once, UsageError when a file is missing.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    for path in paths:
        shown = path.relative_to(base).as_posix() if base and path.is_relative_to(base) else path.as_posix()
        try:
            sources.append(lexicon_source(load_file(path, shown_as=shown)))
        except DefinitionError as error:
            problems.extend(error.problems)
    if problems:
        raise DefinitionError(tuple(problems))
    return compile_lexicon(sources, switched_on=switched_on)


def load_lexicons(folder: Path, *, switched_on: frozenset[str] = frozenset()) -> Lexicon:
    """Read every *.yaml file of `folder`, in order of name, and compile them into one lexicon.

    Raises DefinitionError with the problems of all files at once, UsageError when the folder holds none.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise UsageError(
            f"There is no lexicon in {folder.as_posix()}", remedy="Name the folder that holds the *.yaml lexicon files."
        )
    return load_lexicon_files(paths, base=folder, switched_on=switched_on)
