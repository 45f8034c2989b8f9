"""Reads the lexicon files (rubrics/language/*.yaml) strictly and compiles them into the language engine's lexicon.

A force's own lexicons (`reading.own_lexicons`) are compiled with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from caseaudit.errors import DefinitionError, Problem, UsageError
from caseaudit.language.compiled import Compiled, Source, compile_sources
from caseaudit.language.lexicon import Lexicon, assemble
from caseaudit.language.lexicon_models import ContextFile, LexiconFile, TermsFile
from caseaudit.reading.lexicon_cache import digest_of, keep, kept

if TYPE_CHECKING:
    from caseaudit.language.changes import OwnSource
    from caseaudit.reading.located_yaml import Located

_MODELS: dict[str, type[TermsFile | ContextFile]] = {"terms": TermsFile, "context": ContextFile}


def lexicon_source(located: Located) -> Source:
    """Validate one loaded file. Raises DefinitionError with every problem at its place."""
    data = located.data
    if not isinstance(data, dict):
        raise DefinitionError((Problem(located.place(()), "This is not a lexicon", "Write `lexicon:`, `kind:`, ..."),))
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in _MODELS:
        place = located.place(("kind",))
        wanted = "Allowed here: terms, context"
        if kind == "changes":
            wanted = f"{wanted}. Changes to these are a file of your own: give it with `--lexicon`"
        raise DefinitionError((Problem(place, f"{kind!r} is not a kind of lexicon", wanted),))
    from caseaudit.reading.located_yaml import validate  # noqa: PLC0415 - what is kept is read without YAML

    model: LexiconFile = validate(_MODELS[kind], located)
    return Source(model, located.place)


def lexicon_from_text(text: str, *, file: str = "<text>") -> Source:
    """Read one lexicon from a string."""
    from caseaudit.reading.located_yaml import load_text  # noqa: PLC0415 - as above

    return lexicon_source(load_text(text, file=file))


def load_lexicon_files(
    paths: Sequence[Path],
    *,
    base: Path | None = None,
    switched_on: frozenset[str] = frozenset(),
    cache: Path | None = None,
    own: Sequence[OwnSource] = (),
) -> Lexicon:
    """Read and compile the given files, and `own` lexicons over them. `base` shortens the files' names in messages.

    With `cache`, a folder, what these very files compiled to is taken from there, or kept there for the next time.
    Raises DefinitionError with the problems of all files at once, an example of the own lexicons that does not behave
    among them; UsageError when a file is missing.
    """
    used = tuple(one.used for one in own)
    digest = _digest(paths, switched_on, own) if cache else None
    compiled = kept(cache, digest) if cache and digest else None
    if compiled is not None:
        return assemble(compiled).with_own(used)
    compiled, sources = compile_with_own(read_sources(paths, base=base), own, switched_on=switched_on)
    lexicon = assemble(compiled).with_own(used)
    changed = {one.entry for each in used for one in each.changes}
    problems = _examples(lexicon, sources, changed) if changed else ()
    if problems:
        raise DefinitionError(problems)
    if cache and digest and digest == _digest(paths, switched_on, own):
        keep(cache, digest, compiled)
    return lexicon


def _examples(lexicon: Lexicon, sources: Sequence[Source], changed: set[str]) -> tuple[Problem, ...]:
    from caseaudit.language.entry_examples import example_problems  # noqa: PLC0415 - only where there are own lexicons

    return example_problems(lexicon, sources, changed)


def compile_with_own(
    shipped: Sequence[Source], own: Sequence[OwnSource], *, switched_on: frozenset[str] = frozenset()
) -> tuple[Compiled, tuple[Source, ...]]:
    """Compile shipped sources as own lexicons make them; return these too. Raises DefinitionError (every problem)."""
    from caseaudit.language.changes import with_own  # noqa: PLC0415 - not for what is kept

    sources, problems = with_own(shipped, own)
    try:
        compiled = compile_sources(sources, switched_on=switched_on)
    except DefinitionError as error:
        raise DefinitionError((*problems, *error.problems)) from None
    if problems:
        raise DefinitionError(problems)
    return compiled, sources


def read_sources(paths: Sequence[Path], *, base: Path | None = None) -> tuple[Source, ...]:
    """Read lexicon files of terms and context. Raises as `load_lexicon_files` does."""
    from caseaudit.reading.located_yaml import load_file  # noqa: PLC0415 - as above

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
    return tuple(sources)


def _digest(paths: Sequence[Path], switched_on: frozenset[str], own: Sequence[OwnSource]) -> str | None:
    """Return the digest of the files; None when one cannot be read, which is said when it is loaded.

    An own lexicon stands in it with its digest, behind a name that no file can have.
    """
    mine = [(f"own/{number}", one.used.sha256.encode("ascii")) for number, one in enumerate(own)]
    try:
        return digest_of([*((path.name, path.read_bytes()) for path in paths), *mine], switched_on)
    except OSError:
        return None


def load_lexicons(
    folder: Path,
    *,
    switched_on: frozenset[str] = frozenset(),
    cache: Path | None = None,
    own: Sequence[OwnSource] = (),
) -> Lexicon:
    """Read every *.yaml file of `folder`, in order of name, and compile them into one lexicon with `own` lexicons.

    `cache` is a folder for what they compiled to. Raises DefinitionError with the problems of all files at once,
    UsageError when the folder holds none.
    """
    return load_lexicon_files(lexicon_files(folder), base=folder, switched_on=switched_on, cache=cache, own=own)


def lexicon_files(folder: Path) -> list[Path]:
    """Return the lexicon files of a folder in order of name. Raises UsageError when it holds none."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise UsageError(
            f"There is no lexicon in {folder.as_posix()}", remedy="Name the folder that holds the *.yaml lexicon files."
        )
    return paths
