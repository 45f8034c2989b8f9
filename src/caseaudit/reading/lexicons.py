"""Reads the lexicon files (rubrics/language/*.yaml) strictly and compiles them into the language engine's lexicon."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from caseaudit.errors import DefinitionError, Problem, UsageError
from caseaudit.language.compiled import Source, compile_sources
from caseaudit.language.lexicon import Lexicon, assemble
from caseaudit.language.lexicon_models import ContextFile, LexiconFile, TermsFile
from caseaudit.reading.lexicon_cache import digest_of, keep, kept
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
    paths: Sequence[Path],
    *,
    base: Path | None = None,
    switched_on: frozenset[str] = frozenset(),
    cache: Path | None = None,
) -> Lexicon:
    """Read and compile the given files. `base` shortens their names in messages.

    With `cache`, a folder, what these very files compiled to is taken from there, or kept there for the next time.
    Raises DefinitionError with the problems of all files at once, UsageError when a file is missing.
    """
    digest = _digest(paths, switched_on) if cache else None
    compiled = kept(cache, digest) if cache and digest else None
    if compiled is not None:
        return assemble(compiled)
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
    compiled = compile_sources(sources, switched_on=switched_on)
    if cache and digest and digest == _digest(paths, switched_on):
        keep(cache, digest, compiled)
    return assemble(compiled)


def _digest(paths: Sequence[Path], switched_on: frozenset[str]) -> str | None:
    """Return the digest of the files; None when one cannot be read, which is said when it is loaded."""
    try:
        return digest_of([(path.name, path.read_bytes()) for path in paths], switched_on)
    except OSError:
        return None


def load_lexicons(folder: Path, *, switched_on: frozenset[str] = frozenset(), cache: Path | None = None) -> Lexicon:
    """Read every *.yaml file of `folder`, in order of name, and compile them into one lexicon.

    `cache` is a folder for what they compiled to. Raises DefinitionError with the problems of all files at once,
    UsageError when the folder holds none.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise UsageError(
            f"There is no lexicon in {folder.as_posix()}", remedy="Name the folder that holds the *.yaml lexicon files."
        )
    return load_lexicon_files(paths, base=folder, switched_on=switched_on, cache=cache)
