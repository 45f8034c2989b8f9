"""What counts as a box that was left empty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.blank import is_blank, words

PLACEHOLDERS = [
    "-",
    "--",
    "\u2013",
    "\u2014",
    ".",
    "..",
    "...",
    "_",
    "?",
    "???",
    "N/A",
    "NA",
    "n.a.",
    "N.A",
    "#N/A",
    "#REF!",
    "NULL",
    "<null>",
    "[NULL]",
    "None",
    "nil",
    "NaN",
    "U/K",
    "u/k",
    "Unknown",
    "Not known",
    "TBC",
    "tbc",
    "To be confirmed",
    "XX",
    "xxxx",
    "(Blank)",
    "Not recorded",
    "not  entered",
    "Please select...",
    "-- Select --",
    "-" * 60,
]


@pytest.mark.parametrize(
    "value", [None, "", " ", "\u00a0", "\u200b", "\ufeff", "\r\n\t", [], {}, (), [None, ""], float("nan")]
)
def test_nothing_at_all_is_blank(value: object) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", PLACEHOLDERS)
def test_placeholders_are_blank_whatever_stands_around_them(value: str) -> None:
    assert is_blank(value)
    assert is_blank(f"\u00a0 {value}\t")
    assert is_blank(value.upper())
    assert is_blank(value.lower())


@pytest.mark.parametrize(
    "value",
    [
        *(
            "no",
            "N",
            "0",
            "UK",
            "Wales",
            "X",
            "missing",
            "pending",
            "Not recorded on the first visit",
            "Unknown male seen",
        ),
        *(
            0,
            False,
            True,
            0.0,
            -1,
            [0],
            ["-", "marac"],
            {"source": None},
            "-5",
            "W1",
            "Nil return from the school",
            "None seen",
        ),
    ],
)
def test_an_answer_is_not_blank(value: object) -> None:
    assert not is_blank(value)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=40))
def test_long_text_is_never_a_placeholder(text: str) -> None:
    assert is_blank(text) is (set(text.casefold()) == {"x"})


@given(st.text())
def test_blankness_does_not_depend_on_space_around_a_value(text: str) -> None:
    assert is_blank(text) is is_blank(f" \u00a0{text}\n")


@pytest.mark.parametrize(
    ("label", "folded"),
    [
        ("White \u2013 British", "white british"),
        ("Don\u2019t know", "dont know"),
        ("I don't know", "i dont know"),
        ("A & B", "a and b"),
        (" Mental health / psychological ", "mental health psychological"),
        ("detective_inspector", "detective inspector"),
        ("-", ""),
    ],
)
def test_labels_fold_to_words(label: str, folded: str) -> None:
    assert words(label) == folded
