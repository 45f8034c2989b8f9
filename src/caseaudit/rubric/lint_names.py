"""Whether every name that a criterion uses leads somewhere: fields, lists, values of picklists, concepts."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from caseaudit.checks.base import Reference
from caseaudit.checks.conditions import normal
from caseaudit.checks.exists import where_references
from caseaudit.domain.case_file import CaseFile, Child, Person
from caseaudit.domain.facts import FieldType, compile_path, fields_of, problem_with
from caseaudit.domain.fields import Record
from caseaudit.errors import Place
from caseaudit.rubric.field_values import allowed_values
from caseaudit.rubric.model import Criterion
from caseaudit.rubric.remark import PlaceOf, Remark, broken, near


def known_concept(name: str, concepts: Collection[str]) -> bool:
    """Say whether a name is a concept of the lexicons, or a whole family of them."""
    return name in concepts or any(concept.startswith(f"{name}.") for concept in concepts)


def lint_names(criterion: Criterion, place: PlaceOf, concepts: Collection[str] | None) -> Iterator[Remark]:
    """Say which fields, lists, concepts and values that a criterion names do not exist, or not where it names them."""
    last_bad: Reference | None = None
    for reference in _references(criterion):
        if reference.kind == "concept":
            yield from _concept(reference, place, concepts)
        elif reference.kind == "subject":
            yield from _subject(reference, place)
        elif problem_with(reference.name, bound=reference.bound) is None:
            yield from _fitting(reference, place(reference.at))
        elif last_bad is None or not _same_field(last_bad, reference):
            # A condition names the field it is on again: one mistake is told once.
            yield _path(reference, place)
            last_bad = reference


def _references(criterion: Criterion) -> Iterator[Reference]:
    bound: dict[str, type[Record]] = {}
    if criterion.per != "case":
        bound[criterion.per] = Child if criterion.per == "child" else Person
        yield from where_references(criterion.who, bound[criterion.per], {}, "who")
    clauses = {
        ("applies_to", "when"): criterion.applies_to.when,
        ("test", "met"): criterion.test.met,
        ("test", "partly_met"): criterion.test.partly_met,
        ("test", "not_met"): criterion.test.not_met,
    }
    for at, clause in clauses.items():
        for reference in clause.references(bound) if clause is not None else ():
            yield reference.below(*at)


def _same_field(one: Reference, other: Reference) -> bool:
    shorter = min(len(one.at), len(other.at)) - 1
    return one.name == other.name and one.at[:shorter] == other.at[:shorter]


def _concept(reference: Reference, place: PlaceOf, concepts: Collection[str] | None) -> Iterator[Remark]:
    if concepts is not None and not known_concept(reference.name, concepts):
        wanted = "The lexicons in rubrics/language say which concepts there are"
        found = f"No lexicon knows the concept {reference.name!r}"
        yield broken(place(reference.at), found, wanted, near(reference.name, concepts))


def _subject(reference: Reference, place: PlaceOf) -> Iterator[Remark]:
    if not reference.bound:
        found = "`subject` is asked where no child, person or item is judged"
        yield broken(place(reference.at), found, "Judge the criterion `per: child`, or put this inside `each`")


def _path(reference: Reference, place: PlaceOf) -> Remark:
    """Say what is wrong with a path that leads nowhere."""
    path = compile_path(reference.name)
    found, names = problem_with(reference.name, bound=reference.bound) or ("", [])
    wanted = f"Known here: {', '.join(names)}" if names else "Name one of the fields of the case file"
    if path.root not in ("case", *reference.bound):
        wanted = f"Write `per: {path.root}`, or put this inside `each` and start with `item.`"
    nearest = next((best for step, _ in path.steps if (best := near(step, names))), None)
    return broken(place(reference.at), found[:1].upper() + found[1:], wanted, nearest)


def _fitting(reference: Reference, where: Place) -> Iterator[Remark]:
    """Say whether a path that leads somewhere leads to the right kind of thing."""
    name, kind = reference.name, _field_type(reference)
    if reference.kind == "list" and not (kind.is_list and kind.record):
        found = f"{name!r} is not a list of objects"
        yield broken(where, found, f"Lists of the case file: {', '.join(_lists())}", near(name, _lists()))
    elif reference.kind == "time" and not kind.is_time:
        yield broken(where, f"{name!r} is not a time", "Name a field that holds a date or a time, such as reported_at")
    elif reference.kind == "single" and "[]" in name:
        yield broken(where, f"{name!r} reads a whole list", "Name one field; inside `each` use `item.`")
    elif reference.kind == "values":
        allowed = allowed_values(name, reference.bound)
        folded = {normal(value) for value in allowed or ()}
        for value in reference.values if allowed else ():
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            if normal(shown) not in folded:
                field = compile_path(name).steps[-1][0]
                wanted = f"Values of {field}: {', '.join(allowed or ())}"
                yield broken(where, f"{field!r} can never be {shown!r}", wanted, near(shown, allowed or ()))


def _field_type(reference: Reference) -> FieldType:
    """Return what the last step of a good path leads to."""
    compiled = compile_path(reference.name)
    model: type[Record] = reference.bound[compiled.root] if compiled.root != "case" else CaseFile
    for name, _ in compiled.steps[:-1]:
        model = fields_of(model)[name].record or model
    return fields_of(model)[compiled.steps[-1][0]]


def _lists() -> list[str]:
    return sorted(name for name, kind in fields_of(CaseFile).items() if kind.is_list and kind.record is not None)
