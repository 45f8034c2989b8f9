from __future__ import annotations

from typing import Any

import pytest

from builders import a_criterion
from caseaudit.errors import Place
from caseaudit.rubric.lint import lint_areas, lint_criterion, lint_settings
from caseaudit.rubric.model import Area, Criterion
from caseaudit.rubric.remark import KeyPath, Level


def here(path: KeyPath) -> Place:
    """Name a place by its path, so that a test sees what a remark points at."""
    return Place(".".join(map(str, path)) or "criterion")


def told(concepts: frozenset[str] | None = frozenset({"voice.words"}), **overrides: Any) -> list[str]:
    criterion = Criterion.model_validate(a_criterion(**overrides))
    remarks = lint_criterion(criterion, here, areas=["recording"], concepts=concepts)
    return [f"{remark.level.value} {remark.problem}" for remark in remarks]


def test_a_sound_criterion_leaves_nothing_to_say() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("overrides", "place", "words"),
    [
        ({"area": "recordings"}, "broken area", "There is no area 'recordings'. Areas here: recording."),
        (
            {"test": {"check": "recorded", "field": "child.ethnicty"}},
            "broken test.met.field",
            "no field 'ethnicty' in Child",
        ),
        ({"test": {"check": "recorded", "field": "children.age"}}, "broken test.met.field", "'children' is a list"),
        ({"test": {"check": "recorded", "field": "item.kind"}}, "broken test.met.field", "Write `per: item`"),
        ({"test": {"check": "recorded", "field": "person.role"}}, "broken test.met.field", "Write `per: person`"),
        (
            {"test": {"check": "recorded", "field": "child.role", "is": ["victm"]}},
            "broken test.met.is.in",
            "can never be 'victm'",
        ),
        (
            {"test": {"check": "recorded", "field": "child.spoken_to", "is": ["yes"]}},
            "broken test.met.is.in",
            "true, false",
        ),
        (
            {"test": {"check": "recorded", "field": "child.ethnicity", "is": ["W1"]}},
            "broken test.met.is.in",
            "not_stated",
        ),
        (
            {"test": {"check": "recorded", "field": "child.sex", "is": ["future"]}},
            "broken test.met.is.state",
            "is not a time",
        ),
        ({"test": {"check": "exists", "of": "flag"}}, "broken test.met.of", "Did you mean 'flags'?"),
        ({"test": {"check": "exists", "of": "child.names"}}, "broken test.met.of", "is not a list of objects"),
        (
            {"test": {"check": "exists", "of": "flags", "where": {"kin": "x"}}},
            "broken test.met.where.kin",
            "Did you mean 'kind'?",
        ),
        (
            {"test": {"check": "within", "start": "reported_at", "end": "child.sex", "limit": "1d"}},
            "broken test.met.end.0",
            "'child.sex' is not a time",
        ),
        (
            {"test": {"check": "mentions", "concept": "voice.word"}},
            "broken test.met.concept.0",
            "Did you mean 'voice.words'?",
        ),
        (
            {"test": {"met": {"check": "any", "of": [{"check": "recorded", "field": "chld.sex"}]}}},
            "broken test.met.of.0.field",
            "no field 'chld'",
        ),
        (
            {"per": "case", "test": {"check": "exists", "of": "flags", "where": {"subject_id": {"subject": True}}}},
            "broken test.met.where.subject_id.subject",
            "where no child, person or item is judged",
        ),
        ({"who": {"rle": "victim"}}, "broken who.rle", "no field 'rle' in Child"),
        (
            {"applies_to": {"when": {"check": "recorded", "field": "reportd_at"}}},
            "broken applies_to.when.field",
            "reported_at",
        ),
        ({"remedy": " "}, "unfinished remedy", "no remedy"),
        (
            {"source": {"document": "", "place": "1", "checked": "2025-01-01"}},
            "unfinished source.document",
            "no document",
        ),
        (
            {"source": {"document": "D", "place": "1", "checked": "May"}},
            "unfinished source.checked",
            "'May' is not a date",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_told_at_its_key(overrides: Any, place: Any, words: Any) -> None:
    (remark,) = told(**overrides)
    assert remark.startswith(f"{place}: ")
    assert words in remark


def test_a_family_of_concepts_is_known_and_without_lexicons_nothing_is_looked_up() -> None:
    assert told(test={"check": "mentions", "concept": "voice"}) == []
    assert told(None, test={"check": "mentions", "concept": "anything.at_all"}) == []


def test_within_each_the_item_and_the_subject_are_known() -> None:
    inner = {"check": "exists", "of": "notices", "where": {"child_ids": {"subject": True}}}
    each = {
        "check": "each",
        "of": "children",
        "satisfies": {"check": "all", "of": [inner, {"check": "recorded", "field": "item.age"}]},
    }
    assert told(per="case", test=each) == []


def _example(outcome: str, **case: Any) -> dict[str, Any]:
    return {"outcome": outcome, "case": {"case_type": "ppn", **case}}


def test_a_criterion_is_shown_met_and_not_met_by_cases_that_differ() -> None:
    met, not_met = _example("met", title="a"), _example("not_met", title="b")
    assert told(examples=[met, not_met]) == []
    assert "No example shows an outcome of not_met" in told(examples=[met])[0]
    assert "No example shows an outcome of met" in told(examples=[not_met])[0]
    (twice,) = told(examples=[met, not_met, {**met, "why": "again"}])
    assert twice.startswith("unfinished examples.2: Example 3 shows the same case as example 1")


def test_an_example_is_a_case_file_that_holds_only_what_is_read() -> None:
    met = _example("met", title="a")
    (wrong,) = told(examples=[met, _example("not_met", reported_at="01/02/2025")])
    assert wrong.startswith("unfinished examples.1.case.reported_at: The example is no case file")
    (unread,) = told(examples=[met, _example("not_met", children=[{"agee": 9}])])
    assert unread.startswith("unfinished examples.1.case.children.agee: The case file has no field 'children[].agee'")
    (undated,) = told(examples=[met, {**_example("not_met"), "as_of": "soon"}])
    assert undated.startswith("unfinished examples.1.as_of: ")


AUDITOR = {"mode": "auditor", "test": {"check": "auditor", "question": "Was it right?"}}


def test_what_only_a_person_can_judge_is_shown_as_such() -> None:
    assert told(**AUDITOR, examples=[_example("cannot_assess")]) == []
    assert len(told(**AUDITOR, examples=[_example("met")])) == 2
    ledger = {"asks": "ledger"}
    assert told(**AUDITOR, applies_to=ledger, examples=[_example("not_applicable")]) == []


def _within(limit: str, **more: Any) -> dict[str, Any]:
    return {"check": "within", "start": "reported_at", "end": "closed_at", "limit": limit, **more}


@pytest.mark.parametrize(
    ("met", "partly", "dead"),
    [
        (_within("24h"), _within("72h"), False),
        (_within("24h"), _within("24h"), True),
        (_within("2h"), _within("90m"), True),
        (_within("24h"), _within("1d"), False),
        (_within("24h"), _within("12h", end="opened_at"), False),
        ({"check": "any", "of": [_within("24h"), _within("1h", end="opened_at")]}, _within("12h"), True),
        (_within("24h"), {"check": "all", "of": [_within("24h"), _within("1h", end="opened_at")]}, True),
        (_within("24h"), {"check": "any", "of": [_within("24h"), _within("1h", end="opened_at")]}, False),
        ({"check": "all", "of": [_within("24h"), _within("1h", end="opened_at")]}, _within("24h"), False),
        (
            {"check": "cadence", "events": {"of": "reviews", "field": "reviewed_at"}, "every": "28d"},
            {"check": "cadence", "events": {"of": "reviews", "field": "reviewed_at"}, "every": "27d"},
            True,
        ),
    ],
)
def test_a_partly_met_that_can_never_come_about_is_told(met: Any, partly: Any, dead: Any) -> None:
    remarks = told(per="case", test={"met": met, "partly_met": partly})
    assert any("Partly met can never come about" in remark for remark in remarks) == dead


def test_a_cap_names_a_criterion_of_the_rubric() -> None:
    cap = {"criterion": "on", "not_met_rate_above": 0.1, "cap": "good"}
    area = Area.model_validate({"id": "a", "title": "A", "caps": [cap]})
    remarks = list(lint_areas([area, area], ["one"], here))
    assert [str(remark.problem.where) for remark in remarks] == [
        "areas.0.caps.0.criterion",
        "areas.1.id",
        "areas.1.caps.0.criterion",
    ]
    assert remarks[0].problem.nearest == "one"


def test_a_setting_nobody_uses_is_only_a_notice_and_closures_must_be_days() -> None:
    places = {name: Place(name) for name in ("used", "unused", "school_closures")}
    values = {"used": 1, "unused": 2, "school_closures": ["2025-10-27", "27/10/2025"]}
    remarks = list(lint_settings(places, values, {"used"}))
    assert [(str(r.problem.where), r.level) for r in remarks] == [
        ("unused", Level.NOTICE),
        ("school_closures", Level.BROKEN),
    ]
