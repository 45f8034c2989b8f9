from __future__ import annotations

from typing import Any

import pytest

from builders import a_criterion, a_rubric
from caseaudit.domain.vocabulary import Outcome
from caseaudit.engine.examples import run_example, run_examples
from caseaudit.reading.judgements import shipped_lexicon
from caseaudit.rubric.example_case import ExampleError, case_of, example_data
from caseaudit.rubric.model import Criterion, Example, Judgement, Rubric


def judgement(**overrides: object) -> Judgement:
    rubric = Rubric.model_validate(a_rubric(criteria=[a_criterion(**overrides)]))
    return Judgement((rubric,), shipped_lexicon())


def test_the_case_outcome_is_the_worst_of_its_subjects() -> None:
    both = {"children": [{"ethnicity_self": "W1"}, {"ethnicity_self": ""}]}
    bench = judgement()
    result = run_example(bench, bench.criteria[0], Example(outcome="met", case=both))
    assert (result.expected, result.got, result.holds) == (Outcome.MET, Outcome.NOT_MET, False)
    assert result.finding.subject == "children[1]"
    assert [rung for _, rung, _ in result.clauses] == ["met"]


def test_examples_run_in_order_and_are_numbered() -> None:
    results = list(run_examples(judgement()))
    assert [(result.number, result.holds) for result in results] == [(1, True), (2, True)]


def test_what_an_example_leaves_out_is_filled_in() -> None:
    criterion = Criterion.model_validate(a_criterion(applies_to={"case_types": ["missing", "ppn"]}))
    data = example_data(criterion, Example(outcome="met", case={"narrative": [{"text": "one"}]}, text="two"))
    assert (data["case_id"], data["case_type"]) == ("EXAMPLE", "missing")
    assert data["narrative"] == [{"text": "one"}, {"entry_id": "E1", "kind": "log", "text": "two"}]


@pytest.mark.parametrize(
    ("example", "path"),
    [
        ({"case": {"children": [{"age": "nine"}]}}, ("case", "children", 0, "age")),
        ({"case": {"case_type": "burglary"}}, ("case", "case_type")),
        ({"as_of": "yesterday"}, ("as_of",)),
    ],
)
def test_an_example_that_is_no_case_file_has_no_outcome_and_says_why(example: Any, path: Any) -> None:
    bench = judgement()
    one = Example(outcome="met", **example)
    with pytest.raises(ExampleError) as caught:
        case_of(bench.criteria[0], one)
    assert caught.value.path == path
    result = run_example(bench, bench.criteria[0], one)
    assert (result.got, result.holds) == (None, False)
    assert result.reason == str(caught.value)


def test_a_check_that_fails_is_told_as_such() -> None:
    bench = judgement(per="case", test={"check": "recorded", "field": "child.age"})
    result = run_example(bench, bench.criteria[0], Example(outcome="met"))
    assert result.got is None
    assert result.reason.startswith("the check failed: ethnicity-recorded LookupError")
