"""Whether every name that a criterion uses leads somewhere: fields, lists, values of picklists, concepts."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from caseaudit.checks.base import Reference
from caseaudit.checks.conditions import normal
from caseaudit.checks.exists import where_references
from caseaudit.domain.case_file import CaseFile, Child, Person, Record
from caseaudit.domain.facts import FieldType, compile_path, fields_of, problem_with
from caseaudit.errors import Place
from caseaudit.rubric.field_values import allowed_values
from caseaudit.rubric.model import Criterion
from caseaudit.rubric.remark import PlaceOf, Remark, broken, near


def known_concept(name: str, concepts: Collection[str]) -> bool:
    """Say whether a name is a concept of the lexicons, or a whole family of them."""
    return name in concepts or any(concept.startswith(f"{name}.") for concept in concepts)


def lint_names(criterion: Criterion, place: PlaceOf, concepts: Collection[str] | None) -> Iterator[Remark]:
    """Say which fields, lists, concepts and values that a criterion names do not exist, or not where it names them."""
    bound: dict[str, type[Record]] = {}
    if criterion.per != "case":
        bound[criterion.per] = Child if criterion.per == "child" else Person
        for reference in where_references(criterion.who, bound[criterion.per], {}, "who"):
            yield from _reference(reference, place, concepts)
    clauses = {
        ("applies_to", "when"): criterion.applies_to.when,
        ("test", "met"): criterion.test.met,
        ("test", "partly_met"): criterion.test.partly_met,
        ("test", "not_met"): criterion.test.not_met,
    }
    for at, clause in clauses.items():
        for reference in clause.references(bound) if clause is not None else ():
            yield from _reference(reference.below(*at), place, concepts)


def _reference(reference: Reference, place: PlaceOf, concepts: Collection[str] | None) -> Iterator[Remark]:
    where, name = place(reference.at), reference.name
    if reference.kind == "concept":
        if concepts is not None and not known_concept(name, concepts):
            wanted = "The lexicons in rubrics/language say which concepts there are"
            yield broken(where, f"No lexicon knows the concept {name!r}", wanted, near(name, concepts))
        return
    if reference.kind == "subject":
        if not reference.bound:
            found = "`subject` is asked where no child, person or item is judged"
            yield broken(where, found, "Judge the criterion `per: child`, or put this inside `each`")
        return
    bad = problem_with(name, bound=reference.bound)
    if bad is not None:
        found, names = bad
        wanted = f"Known here: {', '.join(names)}" if names else "Name one of the fields of the case file"
        if compile_path(name).root not in ("case", *reference.bound):
            wanted = f"Write `per: {compile_path(name).root}`, or put this inside `each` and start with `item.`"
        nearest = next((best for step, _ in compile_path(name).steps if (best := near(step, names))), None)
        yield broken(where, found[:1].upper() + found[1:], wanted, nearest)
        return
    yield from _fitting(reference, where)


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
