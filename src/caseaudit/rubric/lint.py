"""What is wrong with a rubric beyond its shape: names that lead nowhere, criteria without examples, unused settings.

Pure: the reader says where things stand (`PlaceOf`) and which concepts the lexicons know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from caseaudit.checks.auditor import Auditor
from caseaudit.checks.within import SCHOOL_CLOSURES
from caseaudit.domain.facts import unused_keys
from caseaudit.domain.percent import WHOLE
from caseaudit.domain.vocabulary import Outcome
from caseaudit.errors import Place
from caseaudit.rubric.example_case import ExampleError, case_of, example_data
from caseaudit.rubric.implication import never_reached
from caseaudit.rubric.lint_names import lint_names
from caseaudit.rubric.model import BLAME_CONFIDENCE, CONFIDENCE, Area, Criterion
from caseaudit.rubric.remark import KeyPath, PlaceOf, Remark, broken, near, notice, unfinished


def lint_criterion(
    criterion: Criterion, place: PlaceOf, *, areas: Collection[str], concepts: Collection[str] | None = None
) -> Iterator[Remark]:
    """Say what is wrong with one criterion. `place` takes key paths below the criterion."""
    yield from lint_names(criterion, place, concepts)
    if areas and criterion.area not in areas:
        wanted = f"Areas here: {', '.join(areas)}"
        yield broken(place(("area",)), f"There is no area {criterion.area!r}", wanted, near(criterion.area, areas))
    yield from _words(criterion, place)
    yield from _threshold(criterion, place)
    yield from _examples(criterion, place)
    if criterion.test.partly_met is not None and never_reached(criterion.test.partly_met, criterion.test.met):
        found = "Partly met can never come about: whenever it is true, met is true too"
        yield unfinished(place(("test", "partly_met")), found, "Make it wider than met, or remove it")


def lint_areas(areas: Sequence[Area], criteria: Collection[str], place: PlaceOf) -> Iterator[Remark]:
    """Say which caps name criteria that the rubric does not have, and which areas stand twice or stay empty."""
    seen: set[str] = set()
    for number, area in enumerate(areas):
        if area.id in seen:
            yield broken(place(("areas", number, "id")), f"The area {area.id!r} stands twice", "Ids are unique")
        seen.add(area.id)
        for index, cap in enumerate(area.caps):
            if cap.criterion not in criteria:
                where = place(("areas", number, "caps", index, "criterion"))
                found = f"The cap names a criterion {cap.criterion!r} that the rubric does not have"
                yield broken(where, found, "Name one of its criteria", near(cap.criterion, criteria))


SHARED = frozenset({SCHOOL_CLOSURES, CONFIDENCE, BLAME_CONFIDENCE})
"""Settings that are read without being named by a criterion."""


def lint_settings(own: Mapping[str, Place], values: Mapping[str, Any], used: Collection[str]) -> Iterator[Remark]:
    """Say which of the settings that a file defines are used nowhere, and which shared ones cannot be read."""
    for name, where in own.items():
        if name == SCHOOL_CLOSURES:
            yield from _closures(values[name], where)
        if name in (CONFIDENCE, BLAME_CONFIDENCE):
            yield from _share(name, values[name], where)
        if name not in {*used, *SHARED}:
            found = f"The setting {name!r} is used by no criterion"
            nearest = near(name, {*used, *SHARED})
            yield notice(where, found, f"Use it as `${name}`, or remove it", nearest)


def _share(name: str, value: Any, where: Place) -> Iterator[Remark]:
    """A share between 0 and 1; anything above 1 means never."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        yield broken(where, f"{name!r} is not a number", "Write a number such as 0.8; 1.01 means never")


def _closures(days: Any, where: Place) -> Iterator[Remark]:
    if not isinstance(days, list):
        yield broken(where, f"{SCHOOL_CLOSURES!r} is not a list", 'Write the days as ["2025-10-27", "2025-10-28"]')
        return
    for day in days:
        try:
            date.fromisoformat(str(day))
        except ValueError:
            yield broken(where, f"{day!r} in {SCHOOL_CLOSURES!r} is not a date", "Write days as 2025-10-27")


def _threshold(criterion: Criterion, place: PlaceOf) -> Iterator[Remark]:
    """Say which thresholds no batch could ever exceed, and which say nothing beside the other."""
    given = criterion.threshold
    if given is None:
        return
    at: KeyPath = ("threshold",)
    if isinstance(criterion.test.met, Auditor):
        found = "A threshold is given for what only a person can judge: a run assesses none of its cases"
        yield unfinished(place(at), found, "Remove it")
        return
    for counts, percent in (("not_met", given.not_met), ("short", given.short)):
        if percent == WHOLE:
            found = "A threshold of 100% can never be exceeded"
            yield unfinished(place((*at, counts)), found, "Write a smaller one, or remove it")
    if given.not_met is not None and given.short is not None and given.short <= given.not_met:
        found = "The threshold of not_met never decides: whatever is not met is short too, and fewer may be short"
        yield unfinished(place((*at, "not_met")), found, "Make it smaller than that of short, or remove it")
    elif given.short is not None and criterion.test.partly_met is None:
        found = "A threshold counts what is short, but this criterion is never partly met"
        yield notice(place((*at, "short")), found, "Write not_met: it counts the same cases")


def _words(criterion: Criterion, place: PlaceOf) -> Iterator[Remark]:
    """Say which words are missing that a reader of the findings needs."""
    for at, text, what in (
        (("title",), criterion.title, "title"),
        (("text",), criterion.text, "text that says what good looks like"),
        (("remedy",), criterion.remedy, "remedy: what to do when it falls short"),
        (("source", "document"), criterion.source.document, "document that it comes from"),
        (("source", "place"), criterion.source.place, "place in that document"),
    ):
        if not text.strip():
            yield unfinished(place(at), f"The criterion has no {what}", "Write it")
    try:
        date.fromisoformat(criterion.source.checked)
    except ValueError:
        found = f"{criterion.source.checked!r} is not a date"
        yield unfinished(place(("source", "checked")), found, "Write the day it was last compared, as 2025-12-31")


def _examples(criterion: Criterion, place: PlaceOf) -> Iterator[Remark]:
    outcomes = {example.outcome for example in criterion.examples}
    if isinstance(criterion.test.met, Auditor):
        # A question to the ledger is not applicable to any case file, so no case can show anything else.
        needed = [] if criterion.applies_to.asks == "ledger" else [Outcome.CANNOT_ASSESS]
        impossible = outcomes - {Outcome.CANNOT_ASSESS, Outcome.NOT_APPLICABLE}
        if impossible:
            found = "Only a person can judge this, so no example can be met or not met"
            yield unfinished(place(("examples",)), found, "Give an example with `outcome: cannot_assess`")
    else:
        needed = [Outcome.MET, Outcome.NOT_MET]
    for outcome in needed:
        if outcome not in outcomes:
            found = f"No example shows an outcome of {outcome.value}"
            yield unfinished(place(("examples",)), found, f"Add one with `outcome: {outcome.value}`")
    first: dict[str, int] = {}
    for number, example in enumerate(criterion.examples):
        shown = repr((sorted(example_data(criterion, example).items(), key=str), example.as_of))
        if shown in first:
            found = f"Example {number + 1} shows the same case as example {first[shown] + 1}"
            yield unfinished(place(("examples", number)), found, "Remove one, or show something else")
        first.setdefault(shown, number)
        yield from _example_case(criterion, number, place)


def _example_case(criterion: Criterion, number: int, place: PlaceOf) -> Iterator[Remark]:
    at: KeyPath = ("examples", number)
    try:
        case, _ = case_of(criterion, criterion.examples[number])
    except ExampleError as error:
        yield unfinished(place((*at, *error.path)), f"The example is no case file: {error}", "Mend the value")
        return
    for key in unused_keys(case):
        path = tuple(part.removesuffix("[]") for part in key.split("."))
        yield unfinished(
            place((*at, "case", *path)),
            f"The case file has no field {key!r}",
            "Nothing would read it: check its spelling",
        )
