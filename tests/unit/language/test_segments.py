from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.language.fold import prepare
from caseaudit.language.patterns import BREAK
from caseaudit.language.segments import MAX_SENTENCE, Segmented, quotations, segment


def segmented(text: str) -> Segmented:
    prepared = prepare(text)
    return segment(prepared.raw, prepared.text)


def sentences(text: str) -> list[str]:
    found = segmented(text)
    spans = [found.span(index) for index in range(len(found))]
    return [text[start:end] for start, end in spans if end > start]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("No concerns. She is well.", ["No concerns.", "She is well."]),
        ("No concerns.She is well.", ["No concerns.", "She is well."]),
        ("NO CONCERNS.SHE IS WELL", ["NO CONCERNS.", "SHE IS WELL"]),
        ("Seen by PC. Hall and Dr. Reid at St. Annes.", ["Seen by PC. Hall and Dr. Reid at St. Annes."]),
        ("Missing approx. 3 hrs. She returned.", ["Missing approx. 3 hrs.", "She returned."]),
        ("Out for 3 hrs. then home.", ["Out for 3 hrs. then home."]),
        ("Spoke to J. Dunn by phone.", ["Spoke to J. Dunn by phone."]),
        ("Spoke to T. He was calm.", ["Spoke to T.", "He was calm."]),
        ("Any injuries? No. She is well", ["Any injuries?", "No.", "She is well"]),
        ("Lives at No. 5 with nan.", ["Lives at No. 5 with nan."]),
        ("Left at 22.41 and 2241hrs. Found.", ["Left at 22.41 and 2241hrs.", "Found."]),
        (
            "a long line that has been wrapped by the system at\nsome column and goes on",
            ["a long line that has been wrapped by the system at\nsome column and goes on"],
        ),
        ("Seen today\n\nwell", ["Seen today", "well"]),
        ("Actions:\r\n- ppn\r\n- flag", ["Actions:", "- ppn", "- flag"]),
        ("1. Do this\n2. Do that", ["1. Do this", "2. Do that"]),
        ("a) one\nb) two", ["a) one", "b) two"]),
        ("22:41 Attended\n22:50 Left", ["22:41 Attended", "22:50 Left"]),
        (
            "seen at home address with mum who said all\nVOC: N/A",
            ["seen at home address with mum who said all", "VOC: N/A"],
        ),
        ("Child safe\nMum happy", ["Child safe", "Mum happy"]),
        ("Stop!Now", ["Stop!", "Now"]),
        ("", []),
        ("  \n ", []),
        ("...", ["..."]),
    ],
)
def test_where_sentences_of_log_text_end(text: str, wanted: list[str]) -> None:
    assert sentences(text) == wanted


@given(st.text(st.sampled_from(list("ab AB.?!\n\r\t:;-1) '\"\u201d\U0001f600")), max_size=200))
def test_sentences_cover_the_text_and_only_their_ends_are_marked(text: str) -> None:
    found = segmented(text)
    assert found.bounds[0] == 0
    assert found.bounds[-1] == len(found.raw)
    assert list(found.bounds) == sorted(found.bounds)
    marked = found.marked.decode("ascii")
    assert len(marked) == len(found.folded)
    for index, (was, now) in enumerate(zip(found.folded, marked, strict=True)):
        assert now == was or (now == BREAK and index + 1 in found.bounds)
    for offset in range(len(found.raw)):
        sentence = found.sentence(offset)
        assert found.bounds[sentence] <= offset < found.bounds[sentence + 1]


@pytest.mark.parametrize("text", ["word " * 5000, "word," * 5000, "x" * 20_000])
def test_a_text_without_any_end_is_cut_so_that_context_stays_small(text: str) -> None:
    bounds = segmented(text).bounds
    assert max(end - start for start, end in pairwise(bounds)) <= 2 * MAX_SENTENCE


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('She said "I am cold" and left', ["I am cold"]),
        ("She said \u201cI am cold\u201d and \u2018so is he\u2019.", ["I am cold", "so is he"]),
        ("Mum said 'she isn't safe'.", ["she isn't safe"]),
        ("She\u2019s fine and isn\u2019t hurt, the boys\u2019 room is cold", []),
        ("the boys' room and the girls' room", []),
        ("He said 'the boys' room is cold' today", ["the boys' room is cold"]),
        ("he went 'cos she asked", []),
        ('five foot 6" tall', []),
        ('an open " mark', []),
        ('"one" and "two"', ["one", "two"]),
        ('"open\n\nnew paragraph" here', []),
        ("('in brackets')", ["in brackets"]),
    ],
)
def test_which_words_stand_between_quotation_marks(text: str, wanted: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == wanted


@given(st.text(st.sampled_from(list("ab '\"\u201c\u201d\u2018\u2019\n.")), max_size=120))
def test_quotations_lie_in_order_and_never_overlap(text: str) -> None:
    last = 0
    for start, end in quotations(text):
        assert last <= start < end <= len(text)
        last = end
