"""Puts together what an audit is judged by: the rubrics asked for and the lexicons behind their text checks."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from caseaudit.errors import DefinitionError, Problem
from caseaudit.language.lexicon import Lexicon
from caseaudit.language.lexicon_models import ChangesFile
from caseaudit.language.second_reader import SecondReader
from caseaudit.reading.kept_files import cache_folder
from caseaudit.reading.lexicons import load_lexicons
from caseaudit.reading.rubric_cache import load_kept_rubric
from caseaudit.reading.rubric_files import find_rubric
from caseaudit.reading.second_reader import closely_reading, shipped_second_reader
from caseaudit.reading.shipped import shipped
from caseaudit.reading.to_stay import loading_to_stay
from caseaudit.rubric.model import Judgement, Rubric

if TYPE_CHECKING:
    from caseaudit.language.changes import OwnSource

DEFAULT_RUBRIC = "dip-sample"
QUOTED_WORDS = "voice.words"
"""The one concept that needs no lexicon: a child's words in quotation marks."""
_QUOTED = re.compile(r"'([a-z][a-z0-9._-]*)'")


@cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicons that come with caseaudit, once a process, as kept in the cache folder or else compiled."""
    return load_lexicons(shipped("rubrics") / "language", cache=cache_folder())


def lexicon_with(own: Sequence[OwnSource]) -> Lexicon:
    """Return the shipped lexicons, as a force's own make them. Raises DefinitionError with every problem of these."""
    if not own:
        return shipped_lexicon()
    return load_lexicons(shipped("rubrics") / "language", cache=cache_folder(), own=own)


def concepts_of(lexicon: Lexicon) -> frozenset[str]:
    """Return every concept that a text check may ask about."""
    return frozenset(term.entry.concept for term in lexicon.terms) | {QUOTED_WORDS}


@loading_to_stay()
def load_judgement(
    references: Sequence[str] = (DEFAULT_RUBRIC,),
    *,
    second_reader: bool = True,
    thorough: bool = False,
    lexicons: Sequence[str] = (),
) -> Judgement:
    """Load rubrics named by id, id@edition or path, with or without the second reader and a force's own lexicons.

    `thorough` has the second reader read again, closely, what is doubtful.

    Raises DefinitionError (every problem), UsageError for an unknown name, InputError for broken weights.
    """
    paths: dict[Path, None] = {}
    for reference in references or (DEFAULT_RUBRIC,):
        paths.setdefault(find_rubric(reference))
    own = _own(lexicons) if lexicons else ()
    lexicon = lexicon_with(own)
    concepts = concepts_of(lexicon)
    rubrics: list[Rubric] = []
    problems: dict[Problem, None] = {}
    for path in paths:
        try:
            rubrics.append(load_kept_rubric(path, concepts=concepts, cache=cache_folder()))
        except DefinitionError as error:
            problems.update(dict.fromkeys(error.problems))
    if problems:
        raise DefinitionError((*problems, *_silenced_concepts(own, lexicon, tuple(problems))))
    second = _second_reader(thorough=thorough) if second_reader else None
    judgement = Judgement(tuple(rubrics), lexicon.with_second(second))
    gc.freeze()  # what was loaded stays to the end: the collector need not walk through it again, nor at the exit
    return judgement


def _own(lexicons: Sequence[str]) -> tuple[OwnSource, ...]:
    from caseaudit.reading.own_lexicons import load_own  # noqa: PLC0415 - reads YAML; seldom needed

    return load_own(lexicons)


def _second_reader(*, thorough: bool) -> SecondReader:
    return closely_reading() if thorough else shipped_second_reader()


def _silenced_concepts(own: Sequence[OwnSource], lexicon: Lexicon, said: Sequence[Problem]) -> Iterator[Problem]:
    """Where a criterion asks for what an own lexicon silences altogether, name that place too.

    Read on without it, the criterion would report as absent what nobody looks for any more.
    """
    concepts = {term.entry.id: term.entry.concept for term in shipped_lexicon().terms} if own else {}
    asked = {name for problem in said for name in _QUOTED.findall(problem.found)}
    lost = {
        concept
        for concept in frozenset(concepts.values()) - concepts_of(lexicon)
        if any(concept == name or concept.startswith(f"{name}.") for name in asked)
    }
    for one in own:
        file = one.file
        if isinstance(file, ChangesFile):
            named = [(("change", at, "entry"), each.entry) for at, each in enumerate(file.change)]
            named += [(("silence", at, "entry"), each.entry) for at, each in enumerate(file.silence)]
            for path, entry in named:
                if concepts.get(entry) in lost:
                    found = f"With {entry!r} silenced nothing tells of {concepts[entry]!r}, which a criterion asks for"
                    wanted = "Keep an entry of it, or drop the criterion in a rubric of your own"
                    yield Problem(one.place(path), found, wanted)
