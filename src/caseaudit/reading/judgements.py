"""Puts together what an audit is judged by: the rubrics asked for and the lexicons behind their text checks."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from caseaudit.errors import DefinitionError, Problem
from caseaudit.language.lexicon import Lexicon
from caseaudit.reading.lexicon_cache import cache_folder
from caseaudit.reading.lexicons import load_lexicons
from caseaudit.reading.rubrics import find_rubric, load_rubric
from caseaudit.reading.second_reader import shipped_second_reader
from caseaudit.reading.shipped import shipped
from caseaudit.rubric.model import Judgement, Rubric

DEFAULT_RUBRIC = "dip-sample"
QUOTED_WORDS = "voice.words"
"""The one concept that needs no lexicon: a child's words in quotation marks."""


@cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicons that come with caseaudit, once a process, as kept in the cache folder or else compiled."""
    return load_lexicons(shipped("rubrics") / "language", cache=cache_folder())


def concepts_of(lexicon: Lexicon) -> frozenset[str]:
    """Return every concept that a text check may ask about."""
    return frozenset(term.entry.concept for term in lexicon.terms) | {QUOTED_WORDS}


def load_judgement(references: Sequence[str] = (DEFAULT_RUBRIC,), *, second_reader: bool = True) -> Judgement:
    """Load rubrics named by id, id@edition or path, with or without the second reader.

    Raises DefinitionError (every problem), UsageError for an unknown name, InputError for broken weights.
    """
    paths: dict[Path, None] = {}
    for reference in references or (DEFAULT_RUBRIC,):
        paths.setdefault(find_rubric(reference))
    lexicon = shipped_lexicon()
    rubrics: list[Rubric] = []
    problems: dict[Problem, None] = {}
    for path in paths:
        try:
            rubrics.append(load_rubric(path, concepts=concepts_of(lexicon)))
        except DefinitionError as error:
            problems.update(dict.fromkeys(error.problems))
    if problems:
        raise DefinitionError(tuple(problems))
    judgement = Judgement(tuple(rubrics), lexicon.with_second(shipped_second_reader() if second_reader else None))
    gc.freeze()  # what was loaded stays to the end: the collector need not walk through it again, nor at the exit
    return judgement
