"""How a person's ethnicity was recorded, column by column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.ethnicity import FIELDS, Ethnicity, EthnicityState, ethnicity_of

RECORDED = EthnicityState.RECORDED
OFFICER = EthnicityState.OFFICER_DEFINED_ONLY
REASON = EthnicityState.NOT_STATED_WITH_REASON
NOT_STATED = EthnicityState.NOT_STATED
UNKNOWN = EthnicityState.UNKNOWN
NOT_RECORDED = EthnicityState.NOT_RECORDED
INVALID = EthnicityState.INVALID

SELF_DEFINED = {
    "W1": ["White - British", "White British", "White: English, Welsh, Scottish, Northern Irish or British"],
    "W2": ["White - Irish", "White Irish"],
    "W3": ["Gypsy or Irish Traveller", "White: Gypsy or Irish Traveller", "Irish Traveller"],
    "W4": ["Roma", "White - Roma"],
    "W9": ["Any other White background", "White - Any other White background", "White Other", "Other White"],
    "M1": ["White and Black Caribbean", "Mixed White and Black Caribbean", "Mixed - White & Black Caribbean"],
    "M2": ["White and Black African", "Mixed or Multiple ethnic groups: White and Black African"],
    "M3": ["White and Asian", "Mixed - White and Asian"],
    "M9": ["Any other Mixed background", "Any other mixed/multiple ethnic background", "Mixed Other"],
    "A1": ["Indian", "Asian or Asian British - Indian"],
    "A2": ["Pakistani", "Asian or Asian British - Pakistani", "Asian/Asian British: Pakistani"],
    "A3": ["Bangladeshi", "Asian - Bangladeshi"],
    "A4": ["Chinese", "Asian, Asian British or Asian Welsh: Chinese"],
    "A9": ["Any other Asian background", "Asian Other"],
    "B1": ["Caribbean", "Black Caribbean", "Black or Black British - Caribbean"],
    "B2": ["African", "Black African", "Black/African/Caribbean/Black British: African"],
    "B9": ["Any other Black background", "Any other Black/African/Caribbean background", "Black - Other"],
    "O1": ["Chinese or other ethnic group - Chinese"],
    "O2": ["Arab", "Other ethnic group: Arab"],
    "O9": ["Any other ethnic group", "Other ethnic group", "Other ethnic group - any other ethnic group"],
}
DFE = [
    *("WBRI", "WIRI", "WIRT", "WROM", "GROM", "WOTH", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH"),
    *("CHNE", "BCRB", "BAFR", "BOTH", "OOTH"),
]
OBSERVED = {
    "IC1": ["White - North European"],
    "IC2": ["White - South European"],
    "IC3": ["Black", "IC3 - Black"],
    "IC4": ["Asian", "IC4 Asian"],
    "IC5": ["Chinese, Japanese or other South-East Asian"],
    "IC6": ["Arabic or North African"],
}
UNKNOWNS = [
    *("IC0", "IC7", "IC9", "Unknown", "U/K", "Not known", "Not yet obtained", "NOBT", "Information not yet obtained"),
    *("Don't know", "Unknown / not recorded", "Not asked", "Unknown - left before asked"),
]
WITH_REASON = [
    *("REFU", "Refused", "Declined", "Prefer not to say", "N1", "N2", "N3", "NS - N3", "Not stated (N1)", "ns n2"),
    *("Not stated - declined", "Declined to state ethnicity", "NS: child too distressed to be asked"),
]
BLANKS: list[object] = [None, "", " ", "\u00a0", "-", ".", "N/A", "NULL", "TBC", "Not recorded", "none", [], {}]
INVALIDS: list[object] = [
    *("White", "Asian", "Black", "Mixed", "Other", "BRIT", "W5", "IC8", "Martian", "UK", "W1 - Pakistani", "W1 / A2"),
    *(True, ["W1"], {"code": "W1"}, "both parents are from Hull", "WBRI WIRI"),
]
NUMBERS: list[object] = [1, 14, 7, 0, 15.0, "1", " 07 ", "1.0", "-1"]

EVERYTHING: list[str] = [
    *SELF_DEFINED,
    *(label for names in SELF_DEFINED.values() for label in names),
    *DFE,
    *OBSERVED,
    *(label for names in OBSERVED.values() for label in names),
    *UNKNOWNS,
    *WITH_REASON,
    *("NS", "Not stated", "White", "BRIT", "Martian", "1", "-", "N/A", "TBC"),
]


def read(**fields: object) -> Ethnicity:
    found = ethnicity_of(fields)
    assert found is not None
    return found


@pytest.mark.parametrize("column", ["ethnicity_self", "ethnicity"])
@pytest.mark.parametrize("code", SELF_DEFINED)
def test_every_self_defined_code_is_recorded(code: str, column: str) -> None:
    found = read(**{column: code})
    assert (found.state, found.scheme, found.code) == (RECORDED, "self_defined", code)
    assert found.label
    assert found.note == ""


@pytest.mark.parametrize(("label", "code"), [(label, code) for code, names in SELF_DEFINED.items() for label in names])
def test_labels_of_forms_and_censuses_are_recorded(label: str, code: str) -> None:
    found = read(ethnicity_self=label)
    assert (found.state, found.code) == (RECORDED, code)


@pytest.mark.parametrize(("code", "names"), SELF_DEFINED.items())
def test_a_code_beside_its_label_is_recorded(code: str, names: list[str]) -> None:
    for written in (f"{code} - {names[0]}", f"{names[0]} ({code})", f"{code[0]} {code[1]}"):
        found = read(ethnicity_self=written)
        assert (found.state, found.code) == (RECORDED, code)


@pytest.mark.parametrize("code", DFE)
def test_every_social_care_code_is_recorded(code: str) -> None:
    found = read(ethnicity=code.lower())
    assert (found.state, found.scheme, found.code) == (RECORDED, "dfe", code)


def test_social_care_labels_are_recorded() -> None:
    assert read(ethnicity="Gypsy / Roma").code == "WROM"
    assert read(ethnicity="Traveller of Irish Heritage").code == "WIRT"
    assert read(ethnicity="WBRI - White British").code == "WBRI"


@pytest.mark.parametrize("code", OBSERVED)
def test_an_observed_code_is_officer_defined_wherever_it_may_stand(code: str) -> None:
    for fields in (
        {"ethnicity_observed": code},
        {"ethnicity": code},
        {"ethnicity": code.replace("IC", "ic "), "ethnicity_source": "officer_defined"},
        {"ethnicity_observed": code, "ethnicity_self": None},
    ):
        found = read(**fields)
        assert (found.state, found.scheme, found.code) == (OFFICER, "officer_defined", code)


@pytest.mark.parametrize(("label", "code"), [(label, code) for code, names in OBSERVED.items() for label in names])
def test_observed_labels_are_officer_defined(label: str, code: str) -> None:
    assert read(ethnicity_observed=label).code == code
    assert read(ethnicity=label, ethnicity_source="officer_defined").state is OFFICER


@pytest.mark.parametrize("code", OBSERVED)
@pytest.mark.parametrize("fields", [{"ethnicity_self": None}, {"ethnicity": None, "ethnicity_source": "self_defined"}])
def test_an_observed_code_cannot_stand_as_self_defined(code: str, fields: dict[str, object]) -> None:
    found = read(**{name: code if value is None else value for name, value in fields.items()})
    assert found.state is INVALID
    assert "observes" in found.note
    assert code in found.note


@pytest.mark.parametrize("column", ["ethnicity_self", "ethnicity_observed", "ethnicity"])
@pytest.mark.parametrize("value", UNKNOWNS)
def test_unknown_is_unknown_in_every_column(value: str, column: str) -> None:
    assert read(**{column: value}).state is UNKNOWN


@pytest.mark.parametrize("column", ["ethnicity_self", "ethnicity"])
@pytest.mark.parametrize("value", WITH_REASON)
def test_refusals_and_reason_codes_carry_their_reason(value: str, column: str) -> None:
    found = read(**{column: value})
    assert found.state is REASON
    assert "reason" in found.note


@pytest.mark.parametrize("value", ["NS", "ns", "Not stated", "NS - Not stated", "Not given"])
def test_not_stated_needs_a_reason(value: str) -> None:
    assert read(ethnicity_self=value).state is NOT_STATED
    for none in (None, "", "N/A", "not stated", "unknown", "3", 3, "No reason given", "not asked"):
        assert read(ethnicity_self=value, ethnicity_reason=none).state is NOT_STATED
    for reason in ("N1", "n2", "N3 - declined", "Declined", "Mother answered for him and would not say"):
        found = read(ethnicity_self=value, ethnicity_reason=reason)
        assert found.state is REASON
        assert "reason:" in found.note


@pytest.mark.parametrize("value", BLANKS)
def test_blanks_are_not_recorded(value: object) -> None:
    for column in FIELDS[:3]:
        found = read(**{column: value})
        assert (found.state, found.code, found.scheme) == (NOT_RECORDED, None, None)


@pytest.mark.parametrize("value", INVALIDS)
def test_what_is_in_no_scheme_is_invalid(value: object) -> None:
    for column in ("ethnicity_self", "ethnicity"):
        found = read(**{column: value})
        assert found.state is INVALID
        assert found.note
        assert found.raw == ((column, value),)


@pytest.mark.parametrize("column", ["ethnicity_self", "ethnicity_observed", "ethnicity"])
@pytest.mark.parametrize("value", NUMBERS)
def test_a_bare_number_is_refused_with_what_to_do(value: object, column: str) -> None:
    found = read(**{column: value})
    assert found.state is INVALID
    assert "the mapping must name its scheme" in found.note


def test_mixed_in_an_observed_column_belongs_to_the_standard_that_has_it() -> None:
    found = read(ethnicity_observed="Mixed - any other mixed")
    assert (found.state, found.scheme, found.code) == (OFFICER, "officer_defined_pole", "7")


def test_a_self_defined_code_in_an_observed_column_is_still_only_an_observation() -> None:
    found = read(ethnicity_observed="A2", ethnicity_self="")
    assert (found.state, found.code) == (OFFICER, "A2")
    assert "officer-defined column" in found.note


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (None, "blank"),
        ("Unknown", "'Unknown' (unknown)"),
        ("NS", "'NS' (not stated)"),
        ("White", "'White' (invalid)"),
        (3, "'3'"),
    ],
)
def test_an_observed_code_speaks_when_the_person_did_not(own: object, said: str) -> None:
    found = read(ethnicity_self=own, ethnicity_observed="IC4")
    assert (found.state, found.code) == (OFFICER, "IC4")
    assert "ethnicity_self" in found.note
    assert said in found.note
    assert found.raw[0] == ("ethnicity_observed", "IC4")
    assert ("ethnicity_self", own) in found.raw


def test_a_reason_is_kept_beside_an_observed_code() -> None:
    found = read(ethnicity_self="NS", ethnicity_observed="IC1", ethnicity_reason="N3")
    assert found.state is OFFICER
    assert "N3" in found.note


@pytest.mark.parametrize("observed", [None, "IC1", "IC9", "White", 7, "Unknown"])
def test_what_the_person_said_wins_over_what_was_seen(observed: object) -> None:
    found = read(ethnicity_self="A2", ethnicity_observed=observed)
    assert (found.state, found.code, found.scheme) == (RECORDED, "A2", "self_defined")


def test_two_groups_of_ones_own_are_told() -> None:
    assert "another group, 'B1'" in read(ethnicity_self="A2", ethnicity="B1").note
    assert read(ethnicity_self="A4", ethnicity="CHNE").note == ""
    assert read(ethnicity_self="W1", ethnicity="WBRI").note == ""


def test_unknown_says_more_than_a_blank() -> None:
    assert read(ethnicity_self=None, ethnicity_observed="IC9").state is UNKNOWN
    assert read(ethnicity_self="U/K", ethnicity_observed="").state is UNKNOWN
    assert read(ethnicity_self="NS", ethnicity_observed="IC7").state is NOT_STATED


def test_values_that_compare_as_equal_are_still_told_apart() -> None:
    for value in (1, True, 1.0, "1"):
        found = ethnicity_of({"ethnicity": value})
        assert found is not None
        assert [(name, type(raw), raw) for name, raw in found.raw] == [("ethnicity", type(value), value)]


def test_absent_fields_say_nothing() -> None:
    assert ethnicity_of({}) is None
    assert ethnicity_of({"ethnicity_source": "self_defined"}) is None
    assert ethnicity_of({"ethnicity_reason": None}) is None
    assert ethnicity_of({"nationality": "British"}) is None


def test_a_reason_alone_shows_that_somebody_asked() -> None:
    found = read(ethnicity_reason="N3")
    assert found.state is REASON
    assert found.raw == (("ethnicity_reason", "N3"),)
    assert read(ethnicity_self="", ethnicity_reason="Declined").state is REASON


def test_only_a_recognised_reason_turns_unknown() -> None:
    assert read(ethnicity_self="Unknown", ethnicity_reason="N1").state is REASON
    assert read(ethnicity_self="Unknown", ethnicity_reason="ran out of time").state is UNKNOWN
    assert read(ethnicity_self="White", ethnicity_reason="N3").state is INVALID


@pytest.mark.parametrize("source", ["self_defined", "Self-defined", "SELF", "person"])
def test_the_source_column_makes_a_plain_column_self_defined(source: str) -> None:
    assert read(ethnicity="IC1", ethnicity_source=source).state is INVALID


@given(
    st.sampled_from(EVERYTHING),
    st.sampled_from(["ethnicity_self", "ethnicity_observed", "ethnicity"]),
    st.lists(st.booleans(), min_size=100, max_size=100),
    st.text(" \t\n\u00a0", max_size=3),
)
def test_case_and_surrounding_space_never_change_the_state(
    value: str, column: str, upper: list[bool], space: str
) -> None:
    plain = read(**{column: value})
    cased = "".join(one.upper() if up else one.lower() for one, up in zip(value, upper, strict=False)) + value[100:]
    other = read(**{column: f"{space}{cased}{space}"})
    assert (other.state, other.scheme, other.code) == (plain.state, plain.scheme, plain.code)


VALUES = st.one_of(st.sampled_from([*EVERYTHING, *BLANKS, *NUMBERS]), st.text(), st.none(), st.integers())


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES))
def test_any_record_gives_a_state_and_keeps_what_stood(fields: dict[str, object]) -> None:
    found = ethnicity_of(fields)
    if found is None:
        assert not set(fields) & set(FIELDS[:3])
        return
    assert dict(found.raw) == fields
    assert (found.state is RECORDED) <= (found.code is not None)
    assert found.state is not INVALID or found.note
