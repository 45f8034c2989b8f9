"""How a child's disability was recorded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.disability import Disability, DisabilityState, disability_of
from caseaudit.domain.disability_labels import TYPES

TYPED = DisabilityState.YES_WITH_TYPE
YES = DisabilityState.YES_WITHOUT_TYPE
NO = DisabilityState.NO
NOT_KNOWN = DisabilityState.NOT_KNOWN
DECLINED = DisabilityState.DECLINED
BLANK = DisabilityState.BLANK
UNCLEAR = DisabilityState.UNCLEAR

VALUES_OF: dict[DisabilityState, list[object]] = {
    YES: [True, "Y", "yes", "TRUE", "Disabled", "Yes - type not known", "Yes (not recorded)"],
    NO: [
        *(False, "N", "No", "false", "None", "NONE", "No disability", "Not disabled", "Nil", "No known disability"),
        *("None known", "NONE - No disability", ["NONE"]),
    ],
    NOT_KNOWN: ["Not known", "Unknown", "U/K", "I don't know", "I don\u2019t know", "Not asked"],
    DECLINED: ["Declined", "Refused", "Prefer not to say", "Declined to answer"],
    BLANK: [None, "", " ", "\u00a0", "-", ".", "N/A", "NULL", "TBC", [], [None], {}],
    UNCLEAR: [
        *(1, 0, "1", "see log", "maybe", "no autism", "? ADHD", "Autism?", {"a": 1}, ["foo"], ["Yes", "No"], "Y/N"),
        *("assessed, no diagnosis", "autism ruled out", "Yes and no", "No (not known)"),
    ],
}
ANSWERS = [(value, state) for state, values in VALUES_OF.items() for value in values]
TYPED_ANSWERS: list[tuple[object, tuple[str, ...]]] = [
    ("MOB", ("mobility",)),
    ("HAND", ("hand_function",)),
    ("PC", ("personal_care",)),
    ("INC", ("incontinence",)),
    ("COMM", ("communication",)),
    ("LD", ("learning",)),
    ("HEAR", ("hearing",)),
    ("VIS", ("vision",)),
    ("BEH", ("behaviour",)),
    ("CON", ("consciousness",)),
    ("AUT", ("autism",)),
    ("DDA", ("other",)),
    ("Learning difficulties", ("learning",)),
    ("Mental health / psychological", ("mental_health",)),
    ("Other", ("other",)),
    ("Physical", ("physical",)),
    ("Sensory", ("sensory",)),
    ("autism", ("autism",)),
    ("Has ADHD", ("adhd",)),
    ("Diagnosed with epilepsy", ("consciousness",)),
    ("AUT;LD", ("autism", "learning")),
    ("AUT, LD, AUT", ("autism", "learning")),
    ("ADHD and autism", ("adhd", "autism")),
    ("Autistic Spectrum Disorder (ASD)", ("autism",)),
    ("AUT - Autism", ("autism",)),
    ("HEAR/VIS", ("hearing", "vision")),
    ("Yes - autism", ("autism",)),
    ("Y: wheelchair user", ("mobility",)),
    ("Yes (learning disability)", ("learning",)),
    ("Yes - rare blood condition", ("rare blood condition",)),
    (["AUT", "HEAR"], ("autism", "hearing")),
    (["Yes", "AUT"], ("autism",)),
    (("LD",), ("learning",)),
]


def read(**fields: object) -> Disability:
    found = disability_of(fields)
    assert found is not None
    return found


@pytest.mark.parametrize(("value", "state"), ANSWERS)
def test_answers(value: object, state: DisabilityState) -> None:
    found = read(disability=value)
    assert (found.state, found.types) == (state, ())
    assert found.raw == (("disability", value),)
    assert bool(found.note) is (state is UNCLEAR)


@pytest.mark.parametrize(("value", "types"), TYPED_ANSWERS)
def test_a_need_in_the_answer_is_a_yes_with_its_type(value: object, types: tuple[str, ...]) -> None:
    found = read(disability=value)
    assert (found.state, found.types) == (TYPED, types)


@pytest.mark.parametrize(
    "detail",
    [None, "", "-", "N/A", "None", "Not known", "Prefer not to say", "No formal diagnosis", "see log", "?ASD", 3],
)
def test_a_yes_without_a_usable_detail_has_no_type(detail: object) -> None:
    found = read(disability="Yes", disability_detail=detail)
    assert (found.state, found.types) == (YES, ())


@pytest.mark.parametrize(
    ("detail", "types"),
    [
        ("Autism", ("autism",)),
        ("LD; hearing loss", ("learning", "hearing")),
        ("Uses a frame to walk", ("Uses a frame to walk",)),
        (["AUT"], ("autism",)),
    ],
)
def test_a_detail_names_the_type(detail: object, types: tuple[str, ...]) -> None:
    for fields in ({"disability": True}, {"disability": None}, {}):
        found = read(**fields, disability_detail=detail)
        assert (found.state, found.types) == (TYPED, types)


def test_types_of_both_fields_are_kept_once() -> None:
    assert read(disability="AUT", disability_detail="autism; ADHD").types == ("autism", "adhd")


def test_no_beside_a_need_is_unclear_and_says_so() -> None:
    found = read(disability="No", disability_detail="Autism")
    assert (found.state, found.types) == (UNCLEAR, ("autism",))
    assert "disagree" in found.note


@pytest.mark.parametrize("detail", [None, "", "N/A", "None", "no diagnosed conditions"])
def test_no_beside_an_empty_detail_is_no(detail: object) -> None:
    assert read(disability="N", disability_detail=detail).state is NO


def test_not_known_gives_way_to_a_named_need_only() -> None:
    assert read(disability="Not known", disability_detail="Autism").state is TYPED
    found = read(disability="Not known", disability_detail="awaiting an assessment")
    assert found.state is NOT_KNOWN
    assert "awaiting an assessment" in found.note


@pytest.mark.parametrize(
    ("detail", "state"),
    [("None", NO), ("Not known", NOT_KNOWN), ("Yes", YES), ("", BLANK), ("no concerns raised", UNCLEAR)],
)
def test_a_detail_alone_is_read_as_the_answer(detail: str, state: DisabilityState) -> None:
    assert read(disability_detail=detail).state is state


def test_a_list_tells_what_it_could_not_place() -> None:
    found = read(disability=["AUT", "foo"])
    assert (found.state, found.types) == (TYPED, ("autism",))
    assert "'foo'" in found.note


def test_absent_fields_say_nothing() -> None:
    assert disability_of({}) is None
    assert disability_of({"sen": "K"}) is None


@pytest.mark.parametrize("family", TYPES)
def test_every_name_of_a_need_is_read_as_it(family: str) -> None:
    for name in TYPES[family]:
        assert read(disability=name).types == (family,)


NAMED = [*ANSWERS, *((value, TYPED) for value, _ in TYPED_ANSWERS)]
WRITTEN = [(value, state) for value, state in NAMED if isinstance(value, str)]


@given(st.sampled_from(WRITTEN), st.booleans(), st.text(" \t\u00a0", max_size=3))
def test_case_and_surrounding_space_never_change_the_state(
    case: tuple[str, DisabilityState], upper: bool, space: str
) -> None:
    value, state = case
    assert read(disability=space + (value.upper() if upper else value.lower()) + space).state is state


VALUES = st.one_of(
    st.sampled_from([value for value, _ in NAMED]), st.text(), st.integers(), st.lists(st.text(), max_size=3)
)


@given(st.dictionaries(st.sampled_from(["disability", "disability_detail"]), VALUES, min_size=1))
def test_any_record_gives_a_state_and_keeps_what_stood(fields: dict[str, object]) -> None:
    found = read(**fields)
    assert dict(found.raw) == fields
    assert found.state is not TYPED or found.types
    assert found.state in {TYPED, UNCLEAR} or not found.types
