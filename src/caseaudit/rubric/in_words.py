"""A criterion's test in words, for people who decide whether it is right without reading YAML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch

from caseaudit.checks.auditor import Auditor
from caseaudit.checks.avoids import Avoids
from caseaudit.checks.base import Check
from caseaudit.checks.cadence import Cadence
from caseaudit.checks.combine import All, Any, AtLeast, NoneOf
from caseaudit.checks.compare import Compare
from caseaudit.checks.conditions import Condition
from caseaudit.checks.consistent import Consistent
from caseaudit.checks.each import Each
from caseaudit.checks.endpoints import Point, Selected
from caseaudit.checks.exists import Exists, Where
from caseaudit.checks.mentions import Mentions
from caseaudit.checks.open_past import OpenPast
from caseaudit.checks.recorded import Recorded
from caseaudit.checks.text import OrText, concept_words
from caseaudit.checks.within import Within
from caseaudit.checks.words import field_words, listed, value_words
from caseaudit.domain.vocabulary import CASE_TYPE_GROUPS, CaseType
from caseaudit.rubric.model import AppliesTo, Criterion

Line = tuple[int, str]
"""How deep, and what."""
MANY = 8
"""Longer lists are cut in a sentence; the rubric's settings hold them whole."""


def test_words(criterion: Criterion) -> list[tuple[str, list[Line]]]:
    """Return each rung of the test with its clauses: ("met", [(0, "all of these:"), (1, "the risk ..."), ...])."""
    rungs = [
        ("met", criterion.test.met),
        ("partly met", criterion.test.partly_met),
        ("not met", criterion.test.not_met),
    ]
    told = [(name, list(clause_words(clause))) for name, clause in rungs if clause is not None]
    if criterion.mode == "auditor":
        return [("for a person", told[0][1])]
    rest = "anything else" if criterion.test.not_met is None else None
    return [*told, ("not met", [(0, rest)])] if rest else [*told, ("cannot assess", [(0, "anything else")])]


def applies_words(rule: AppliesTo) -> list[Line]:
    """Say which case files a criterion is about."""
    if rule.asks == "ledger":
        return [(0, "no case file: a question to the record of audits")]
    lines: list[Line] = [(0, types_words(rule.case_types))]
    if rule.has:
        lines.append((0, f"with {rule.has.replace('_', ' ')} in the file"))
    if rule.when is not None:
        lines.append((0, "and only when"))
        lines.extend((depth + 1, text) for depth, text in clause_words(rule.when))
    return lines


def types_words(types: tuple[CaseType, ...]) -> str:
    """Say case types, by the name of their group where they are one."""
    for name, group in CASE_TYPE_GROUPS.items():
        if frozenset(types) == group:
            return "every case" if name == "all" else f"{name.replace('_', ' ')} cases"
    return f"cases of {listed(kind.value for kind in types)}"


def clause_words(clause: Check, depth: int = 0) -> Iterator[Line]:
    """Yield a clause as lines, those it is made of one deeper."""
    said = _said(clause)
    parts: tuple[Check, ...] = ()
    if isinstance(clause, All | Any | NoneOf | AtLeast):
        if len(clause.of) == 1 and not isinstance(clause, NoneOf):
            yield from clause_words(clause.of[0], depth)
            return
        parts = clause.of
    elif isinstance(clause, Each):
        parts = (clause.satisfies,)
    elif isinstance(clause, Consistent):
        parts = (clause.agrees,)
    yield depth, said
    for part in parts:
        yield from clause_words(part, depth + 1)


@singledispatch
def _said(clause: Check) -> str:
    raise TypeError(f"no words for {type(clause).__name__}")


@_said.register
def _(_clause: All) -> str:
    return "all of these:"


@_said.register
def _(_clause: Any) -> str:
    return "any of these:"


@_said.register
def _(_clause: NoneOf) -> str:
    return "none of these:"


@_said.register
def _(clause: AtLeast) -> str:
    return f"at least {clause.n} of these:"


@_said.register
def _(clause: Recorded) -> str:
    wanted = condition_words(clause.is_) if clause.is_ else "is recorded"
    return f"{field_words(clause.field)} (`{clause.field}`) {wanted}{_or_text(clause.or_text)}"


@_said.register
def _(clause: Exists) -> str:
    count = "" if clause.at_least == 1 else f"at least {clause.at_least} "
    most = f" (no more than {clause.at_most})" if clause.at_most is not None else ""
    what = clause.named or "an entry"
    return f"{count}{what}{most} in `{clause.of}`{_where(clause.where)}{_or_text(clause.or_text)}"


@_said.register
def _(clause: Each) -> str:
    quantity = "every one" if clause.quantity == "all" else "at least one"
    return f"{quantity} of `{clause.of}`{_where(clause.where)}:"


@_said.register
def _(clause: Within) -> str:
    limit = f"within {clause.limit} of" if clause.limit else f"before {clause.before} on the working day after"
    return f"{_points(clause.end)} comes {limit} {_points(clause.start)}{_or_text(clause.or_text)}"


@_said.register
def _(clause: Cadence) -> str:
    until = f", up to {_points(clause.until)} or the audit date" if clause.until else ", up to the audit date"
    return f"no more than {clause.every} from one to the next of {_points((clause.events,))}{until}"


@_said.register
def _(clause: OpenPast) -> str:
    until = f"{_points(clause.until)} or the audit date"
    return f"more than {clause.limit} have passed from {_points(clause.start)} to {until}"


@_said.register
def _(clause: Compare) -> str:
    order = {"same": "is the same as", "different": "differs from"}.get(clause.order, f"is {clause.order} ")
    return f"{field_words(clause.left)} {order.replace('_', ' ').strip()} {field_words(clause.right)}"


@_said.register
def _(clause: Mentions) -> str:
    status = listed(status.value for status in clause.status)
    about = " of the child" if clause.about == "child" else ""
    kinds = f", in entries of the kind {listed(kind.value for kind in clause.kinds)}" if clause.kinds else ""
    speakers = listed(speaker.value for speaker in clause.speakers)
    return f"the text tells{about} of {_concepts(clause.concept)} ({status}; in the words of: {speakers}){kinds}"


@_said.register
def _(clause: Avoids) -> str:
    tiers = listed(tier.value for tier in clause.tiers)
    voice = " in the record's own voice" if clause.own_voice_only else ""
    return f"the text holds no wording of {_concepts(clause.concept)} ({tiers}){voice} about a child"


@_said.register
def _(clause: Consistent) -> str:
    return f"where the text tells of {_concepts(clause.concept)} of the child, this holds (else it does not apply):"


@_said.register
def _(clause: Auditor) -> str:
    fields = f"; read {', '.join(f'`{path}`' for path in clause.reads)}" if clause.reads else ""
    words = f"; read what the text tells of {_concepts(clause.concepts)}" if clause.concepts else ""
    return f"{clause.question}{fields}{words}"


def condition_words(condition: Condition) -> str:
    """Say what a field's value must be."""
    parts: list[str] = []
    if condition.state:
        parts.append(f"is {listed('not yet done' if word == 'planned' else word for word in condition.state)}")
    elif condition.in_ is not None:
        parts.append(f"is {_many(condition.in_)}")
    if condition.not_in is not None:
        parts.append(f"is none of {_many(condition.not_in)}")
    if condition.contains is not None:
        parts.append(f"names {_many(condition.contains)}")
    if condition.lacks is not None:
        parts.append(f"does not name {_many(condition.lacks)}")
    if condition.subject is not None:
        parts.append("is the one that is judged" if condition.subject else "is not the one that is judged")
    if condition.still_ahead is not None:
        parts.append("is not yet past" if condition.still_ahead else "is past")
    for text, value in (
        ("is {} or above", condition.rank_at_least),
        ("is further back than {}", condition.older_than),
        ("is not before {}", condition.on_or_after and field_words(condition.on_or_after)),
        ("is at least {:g}", condition.at_least),
        ("is at most {:g}", condition.at_most),
    ):
        if value is not None:
            parts.append(text.format(value))
    return " and ".join(parts) or "is recorded"


def _many(values: tuple[object, ...]) -> str:
    words = [value_words(value).replace("_", " ") for value in values]
    return listed(words) if len(words) <= MANY else f"one of {', '.join(words[:MANY])} and {len(words) - MANY} more"


def _where(where: Where) -> str:
    said = [f"`{name}` {condition_words(condition)}" for name, condition in where.items()]
    return f" where {', '.join(said)}" if said else ""


def _or_text(wanted: OrText | None) -> str:
    if wanted is None:
        return ""
    return f"; where the field is silent, the text may tell of it ({_concepts(wanted.concept)}, {wanted.status})"


def _concepts(names: tuple[str, ...]) -> str:
    return listed(concept_words(name) for name in names)


def _points(points: tuple[Point, ...]) -> str:
    said = []
    for point in points:
        if isinstance(point, Selected):
            said.append(f"`{point.field}` of `{point.of}`{_where(point.where)}")
        else:
            said.append(f"{field_words(point)} (`{point}`)")
    return " (else ".join(said) + ")" * (len(said) - 1)
