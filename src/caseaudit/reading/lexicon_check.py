"""Examines lexicon files before anybody relies on them: their shape, their names, their phrases, every example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from caseaudit.errors import CaseauditError, DefinitionError, Problem
from caseaudit.language.changes import OwnSource
from caseaudit.language.compiled import Source
from caseaudit.language.entry_examples import example_problems, others_finding
from caseaudit.language.lexicon import Lexicon, assemble
from caseaudit.language.lexicon_models import ChangesFile, ContextFile, Entry, TermsFile
from caseaudit.reading.lexicons import compile_with_own, lexicon_files, lexicon_source, read_sources
from caseaudit.reading.located_yaml import Located, load_file
from caseaudit.reading.own_lexicons import load_own
from caseaudit.reading.rubric_files import shown
from caseaudit.reading.shipped import shipped


@dataclass(frozen=True, slots=True)
class Checked:
    """What a sound lexicon file holds."""

    path: Path
    lexicon: str
    holds: str
    """Such as `12 entries` or `1 added, 2 changed`."""
    examples: int


@dataclass(frozen=True, slots=True)
class Report:
    """What came of examining lexicon files together."""

    sound: tuple[Checked, ...]
    """The files without a problem; none where a problem kept the examples from being tried."""
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()


def is_lexicon(path: Path) -> bool:
    """Say whether a file is a lexicon; what cannot be read as YAML is left to whoever reads it as something else."""
    if path.suffix not in {".yaml", ".yml"} or not path.is_file():
        return False
    try:
        data = load_file(path).data
    except CaseauditError:
        return False
    return isinstance(data, dict) and "lexicon" in data and "rubric" not in data


def check_lexicons(paths: Sequence[Path], others: Sequence[str] = ()) -> Report:
    """Examine lexicons of a force's own, with `others` applied before them, or edited files of the shipped ones.

    All problems are told at once as far as one does not hide the next. Raises UsageError for a file that is missing.
    """
    files = list({path.resolve(): path for path in paths}.values())
    try:
        sources, edited, mine = _read(files)
        before = load_own([one for one in others if Path(one).resolve() not in {path.resolve() for path in files}])
        ids = {one.entry for own in mine.values() for one in own.used.changes if one.what != "silenced"}
        ids |= {entry.id for source in edited.values() for entry in _entries(source)}
        compiled, merged = compile_with_own(sources, [*before, *mine.values()], switched_on=frozenset(ids))
    except DefinitionError as error:
        return Report((), error.problems)
    lexicon = assemble(compiled)
    problems = example_problems(lexicon, merged, ids)
    notices = list(_unproven(merged, ids))
    for own in mine.values():
        notices += [*_unproven_phrases(own), *_still_found(own, merged, lexicon)]
    sound = [_edited(path, source) for path, source in edited.items()]
    sound += [_own(path, own, merged) for path, own in mine.items()]
    broken = {problem.where.file for problem in problems}
    return Report(tuple(one for one in sound if shown(one.path) not in broken), problems, tuple(notices))


def _read(paths: Sequence[Path]) -> tuple[list[Source], dict[Path, Source], dict[Path, OwnSource]]:
    """Read the shipped files and those given; a shipped one that is given, edited perhaps, stands in its place."""
    folder = shipped("rubrics") / "language"
    shipped_files = lexicon_files(folder)
    sources = list(read_sources(shipped_files, base=folder))
    names = {(path.name, sources[at].file.lexicon): at for at, path in enumerate(shipped_files)}
    edited: dict[Path, Source] = {}
    mine: dict[Path, OwnSource] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            at = names.get((path.name, _name(load_file(path, shown_as=shown(path)))))
            if at is None:
                mine[path] = load_own([path])[0]
            else:
                sources[at] = edited[path] = lexicon_source(load_file(path, shown_as=shown(path)))
        except DefinitionError as error:
            problems.extend(error.problems)
    if problems:
        raise DefinitionError(tuple(problems))
    return sources, edited, mine


def _name(located: Located) -> str:
    return str(located.data.get("lexicon")) if isinstance(located.data, dict) else ""


def _entries(source: Source) -> tuple[Entry, ...]:
    return source.file.entries if isinstance(source.file, TermsFile) else ()


def _unproven(sources: Sequence[Source], ids: Collection[str]) -> Iterator[Problem]:
    """Notice entries that no example shows at work."""
    for source in sources:
        for number, entry in enumerate(_entries(source)):
            if entry.id in ids and not entry.examples.match:
                place = source.place(("entries", number, "id"))
                wanted = "Give a sentence under `examples: match:` that it must find"
                yield Problem(place, f"The entry {entry.id!r} has no example", wanted)


def _unproven_phrases(own: OwnSource) -> Iterator[Problem]:
    for at, change in enumerate(own.file.change if isinstance(own.file, ChangesFile) else ()):
        if change.more_phrases and not change.more_examples.match:
            place = own.place(("change", at, "more_phrases"))
            wanted = "Give a sentence under `more_examples: match:` that they must find"
            yield Problem(place, f"No example shows the phrases that {change.entry!r} gets", wanted)


def _still_found(own: OwnSource, merged: Sequence[Source], lexicon: Lexicon) -> Iterator[Problem]:
    """Notice a silenced entry of which the wording is found all the same, by entries beside it."""
    entries = {entry.id: entry for source in merged for entry in _entries(source)}
    for at, silence in enumerate(own.file.silence if isinstance(own.file, ChangesFile) else ()):
        others = others_finding(lexicon, entries[silence.entry])
        if others:
            found = f"Words in the examples of {silence.entry!r} are still found by {', '.join(others)}"
            wanted = "Leave it so, change these with `more_unless`, or silence them too"
            yield Problem(own.place(("silence", at, "entry")), found, wanted)


def _edited(path: Path, source: Source) -> Checked:
    if isinstance(source.file, ContextFile):
        return Checked(path, source.file.lexicon, _counted(len(source.file.cues), "cue", "cues"), 0)
    entries = _entries(source)
    return Checked(
        path, source.file.lexicon, _counted(len(entries), "entry", "entries"), sum(map(_examples_of, entries))
    )


def _own(path: Path, own: OwnSource, merged: Sequence[Source]) -> Checked:
    ids = {one.entry for one in own.used.changes if one.what != "silenced"}
    examples = sum(_examples_of(entry) for source in merged for entry in _entries(source) if entry.id in ids)
    counts = Counter(one.what for one in own.used.changes)
    holds = ", ".join(f"{counts[what]:,} {what}" for what in ("added", "changed", "silenced") if counts[what])
    return Checked(path, own.file.lexicon, holds or "word classes only", examples)


def _examples_of(entry: Entry) -> int:
    return len(entry.examples.match) + len(entry.examples.no_match)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
