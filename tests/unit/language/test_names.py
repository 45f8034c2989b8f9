"""Names told by the text: looking only where one can stand finds what looking everywhere would."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.language import names
from caseaudit.language.automaton import Pattern
from caseaudit.language.names import is_oblique, names_in
from caseaudit.language.people import People, Role

PIECES = st.sampled_from(
    [
        *("PC ", "pc. ", "Mr. ", "mum, ", "Social Wor\u212aer ", "Dr: ", "daughter ", "step-Father  "),
        *("Kyra", "Anne-Marie", "O\u2019Neil", "TOM", "A", " Reed", " (Tom)", "\u00e9"),
        *(" said", " who told", " that she", " was", " is quietly ", "seen", " has been ", " asked", " and"),
        *(" (14)", ", aged 9", ", 15.", " 7 months", "\u0663", ': "I', " - '", "\u201cmy", "me"),
        *(" ", "\u00a0", "\n", ". ", "\t", "\x0b", "(", ")", "x"),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@given(TEXTS)
@settings(max_examples=300)
def test_every_name_that_the_text_tells_is_looked_at(raw: str) -> None:
    plain = raw.encode("ascii", "replace")
    told = [start for start, _ in names._MAY_TELL.overlapping(plain)]
    for pattern in (*names._CHILD_NAMES, names._NAMED_WITH_AGE):
        expected = [match.span() for match in pattern.finditer(raw)]
        assert [match.span() for match in names._matches(pattern, raw, told)] == expected


@given(TEXTS)
@settings(max_examples=300)
def test_every_name_behind_a_title_is_looked_at(raw: str) -> None:
    places = {end - 1 for _, end in names._MAY_ENTITLE.overlapping(raw.encode("ascii", "replace"))}
    for match in names._NAME_AFTER_WORD.finditer(raw):
        words = raw[max(0, match.start() - 16) : match.start()].split()
        word = words[-1].rstrip(",:").lower() if words else ""
        if word in names._TITLES or word in names._CHILD_WORDS or word in names._ABBREVIATED:
            assert match.start() in places


@given(st.text("abtohewi /'-", max_size=50), st.sampled_from(["with ", "w/", "the ", "toward her ", "of two\n", ""]))
@settings(max_examples=300)
def test_a_person_is_oblique_exactly_behind_a_preposition(before: str, last: str) -> None:
    folded = f"{before}{last}kyra was late"
    start = len(before) + len(last)
    found = names._PREPOSITION.search(folded, max(0, start - 40), start) is not None
    assert is_oblique(folded, start, start + 4) is found


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Tilly said she was cold.", Role.CHILD),
        ("Seen with Tilly (14) at the door.", Role.CHILD),
        ("Seen with Tilly, 34, at the door.", Role.ADULT),
        ("Handed to Mrs. Tilly at the door.", Role.ADULT),
        ("social worker Tilly rang.", Role.THIRD_PARTY),
        ("Tilly has been quiet.", Role.CHILD),
    ],
)
def test_what_stands_beside_a_name_tells_who_it_is(text: str, role: Role) -> None:
    [(start, end, named)] = names_in(text, People()).find(text, 0, len(text))
    assert (text[start:end], named[0]) == ("Tilly", role)


def test_matches_inside_another_match_are_yielded_too() -> None:
    assert list(Pattern(r"a\w+").overlapping(b"aab a-ac")) == [(0, 3), (1, 3), (6, 8)]
