from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.errors import DefinitionError, Problem, UsageError
from caseaudit.reading.located_yaml import MAX_ALIASES, MAX_DEPTH, load_file, load_text

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.text(st.characters(exclude_categories=("Cs",), max_codepoint=0xFFFF), max_size=20)
)
DATA = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc_", min_size=1), inner, max_size=4),
    max_leaves=20,
)


def problems(text: str) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        load_text(text, file="r.yaml")
    return [str(problem) for problem in caught.value.problems]


@given(DATA)
def test_json_is_read_as_it_is(data: Any) -> None:
    # Escaped to ASCII: YAML folds the line breaks that JSON leaves as they are.
    assert load_text(json.dumps(data), file="r.yaml").data == data


@given(DATA)
def test_what_is_written_in_blocks_is_read_back(data: Any) -> None:
    text = yaml.safe_dump(data, default_flow_style=False)
    read = load_text(text, file="r.yaml").data
    assert read == data


@given(DATA)
def test_every_value_has_a_place_inside_the_file(data: Any) -> None:
    text = json.dumps(data, indent=1)
    located = load_text(text, file="r.yaml")
    lines = text.split("\n")

    def walk(value: Any, path: Any) -> None:
        place = located.places[path]
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        for key, inner in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            walk(inner, (*path, key))

    walk(located.data, ())


@given(st.text("ab:-[]{}#&*!|>'\"%@`\n ,?0\t", max_size=60))
def test_whatever_is_typed_gives_data_or_a_problem_with_its_place(text: Any) -> None:
    told: tuple[Problem, ...] = ()
    try:
        load_text(text, file="r.yaml")
    except DefinitionError as error:
        told = error.problems
    assert all(problem.where.file == "r.yaml" for problem in told)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2025-12", "2025-12"),
        ("2025-12-31", "2025-12-31"),
        ("017", 17),
        ("0o17", 15),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("'1'", "1"),
        ("~", None),
        ("True", True),
        ("tRUE", "tRUE"),
        ("=", "="),
    ],
)
def test_words_stay_words_and_numbers_are_numbers(text: Any, value: Any) -> None:
    read = load_text(f"v: {text}", file="r.yaml").data["v"]
    assert (read, type(read)) == (value, type(value))


def test_a_key_that_stands_twice_is_told_with_both_lines() -> None:
    (told,) = problems("a: 1\nb: 2\na: 3\n")
    assert told.startswith("r.yaml:3:1: The key 'a' stands twice (first on line 1).")


def test_all_problems_come_at_once() -> None:
    told = problems("a: 1\na: 2\nb: !!python/name:os.system\nc: !env HOME\n? [x]\n: 1\n")
    assert [line.split(": ", 1)[0] for line in told] == ["r.yaml:2:1", "r.yaml:3:4", "r.yaml:4:4", "r.yaml:5:3"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "{a: " * 50_000,
        "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
        "- &a x\n" + "- *a\n" * (MAX_ALIASES + 1),
        "- a\n" * 200_000,
        "a: " + "9" * 5000,
        "a: 1e999",
        "x" * 4_000_001,
        "a: &a {b: *a}",
        "a: \ud800",
        "a: \x00",
        "--- a\n--- b\n",
    ],
    ids=[
        "deep",
        "deep unclosed",
        "one too deep",
        "aliases",
        "many",
        "figures",
        "infinite",
        "large",
        "itself",
        "half",
        "nul",
        "two",
    ],
)
def test_what_would_take_long_or_mean_nothing_is_refused(text: Any) -> None:
    (told,) = problems(text)
    assert len(told) < 250


def test_aliases_within_bounds_are_read() -> None:
    assert load_text("a: &x [1, 2]\nb: *x\n", file="r.yaml").data == {"a": [1, 2], "b": [1, 2]}


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert load_text("<<: {a: 1}", file="r.yaml").data == {"<<": {"a": 1}}


def test_a_place_that_is_not_in_the_file_falls_back_to_what_is_above(tmp_path: Path) -> None:
    located = load_text("a:\n  b: [1]\n", file="r.yaml")
    assert str(located.place(("a", "b", 0))) == "r.yaml:2:7"
    assert str(located.place(("a", "z", "y"))) == "r.yaml:1:1"
    assert located.known(("a", "union-tag", "b", 0)) == ("a", "b", 0)


def test_a_byte_order_mark_is_taken_off_and_what_is_not_utf8_told(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert load_file(path).data == {"a": 1}
    path.write_bytes(b"a: 1\nb: caf\xe9\n")
    with pytest.raises(DefinitionError, match=r"r\.yaml:2: A character is not UTF-8"):
        load_file(path, shown_as="r.yaml")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no file r\.yaml"):
        load_file(tmp_path / "r.yaml", shown_as="r.yaml")
