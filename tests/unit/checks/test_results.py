"""A clause's result: its truth is there at once, its words and evidence when somebody asks, and then only once."""

from __future__ import annotations

from check_builder import judged

from caseaudit.checks.base import Result, Truth, joined
from caseaudit.domain.audit import Evidence

SEEN, LEFT = Evidence("children[0].seen_at", value="2025-05-01"), Evidence("missing.located_at")


class Asked:
    """Counts how often words or evidence were made."""

    def __init__(self) -> None:
        self.words = self.evidence = 0

    def say(self) -> str:
        self.words += 1
        return f"said {self.words} times"

    def show(self) -> tuple[Evidence, ...]:
        self.evidence += 1
        return (SEEN,)


def test_words_and_evidence_are_made_when_asked_for_and_once() -> None:
    asked = Asked()
    result = Result(Truth.TRUE, asked.say, asked.show)
    assert result.truth is Truth.TRUE
    assert (asked.words, asked.evidence) == (0, 0)
    assert [result.because, result.because] == ["said 1 times"] * 2
    assert [result.evidence, result.evidence] == [(SEEN,)] * 2
    assert (asked.words, asked.evidence) == (1, 1)


def test_a_result_shown_for_debugging_asks_for_nothing() -> None:
    asked = Asked()
    assert "FALSE" in repr(Result(Truth.FALSE, asked.say, asked.show))
    assert asked.words == 0


def test_a_changed_result_keeps_the_rest_and_asks_for_nothing() -> None:
    asked = Asked()
    first = Result(Truth.FALSE, asked.say, asked.show, label="a", scope="b", from_text=True, firm=True)
    second = first.changed(scope="c", evidence=(LEFT,))
    assert asked.words == 0
    assert (second.truth, second.label, second.scope) == (Truth.FALSE, "a", "c")
    assert second.from_text
    assert second.firm
    assert second.because == "said 1 times"
    assert second.evidence == (LEFT,)
    assert (first.scope, first.evidence) == ("b", (SEEN,))


def test_several_are_explained_by_those_that_came_to_the_same() -> None:
    false, true = Result(Truth.FALSE, "not so", (SEEN,), scope="here"), Result(Truth.TRUE, "so", (LEFT,))
    again = Result(Truth.FALSE, "not so", (SEEN, LEFT), from_text=True)
    result = joined(Truth.FALSE, [true, false, again], "all of")
    assert result.because == "not so"
    assert result.evidence == (SEEN, LEFT)
    assert (result.scope, result.from_text, result.label) == ("here", True, "all of")
    assert result.clauses == (true, false, again)


def test_where_none_came_to_the_same_all_explain_it() -> None:
    parts = [Result(Truth.UNKNOWN, word) for word in ("one", "two", "three", "four", "five")]
    assert joined(Truth.NOT_DUE, parts, "any of").because == "one; two; three; and 2 more"


def test_what_was_read_of_one_child_is_not_what_was_read_of_the_next() -> None:
    seen = {"check": "recorded", "field": "child.seen_at"}
    case = {"children": [{"seen_at": "2025-05-01"}, {"seen_at": ""}, {}]}
    every = judged({"check": "each", "of": "children", "satisfies": {**seen, "field": "item.seen_at"}}, case)
    assert [part.truth.value for part in every.clauses] == ["true", "false", "unknown"]
    assert [judged(seen, case, child=number).truth.value for number in range(3)] == ["true", "false", "unknown"]


def test_a_list_read_for_the_case_and_for_one_object_of_it_are_two() -> None:
    closed = {"check": "each", "of": "item.actions", "satisfies": {"check": "recorded", "field": "item.closed_at"}}
    meetings = [{"actions": [{"closed_at": "2025-05-01"}]}, {"actions": [{"closed_at": "2025-05-02"}, {"owner": "x"}]}]
    everywhere = {"check": "exists", "of": "meetings[].actions", "at_least": 3}
    each = {"check": "each", "of": "meetings", "satisfies": closed}
    for clauses in ([everywhere, each], [each, everywhere]):
        result = judged({"check": "all", "of": clauses}, {"meetings": meetings})
        found = {part.label: part.truth.value for part in result.clauses}
        assert sorted(found.values()) == ["true", "unknown"]
