"""What stands beside the cases: inputs, records set aside, expired exceptions and notices, without names and references."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.manifest import ExpiredException, InputUsed, SetAside
from caseaudit.privacy.audits import (
    Pseudonyms,
    pseudonymised_aside,
    pseudonymised_expired,
    pseudonymised_input,
    pseudonymised_notices,
)
from caseaudit.privacy.key import Key, file_reference

KEY = Key(bytes(range(32)))
KEYED = Pseudonyms(KEY)
CHILD = InputUsed("Llewellyn family.jsonl", "ab" * 32, 10, 9, 1)
ROWS = InputUsed("export/People.csv", "cd" * 32, 10, 9, 1, 0, 0, 0, 0)


def aside(reason: str, **more: str | None) -> SetAside:
    whole = {"file": CHILD.path, "line": 7, "case_id": "MS25-7", "path": "children[0].age", "value": None, **more}
    return SetAside(reason=reason, **whole)  # type: ignore[arg-type]


def reason_of(reason: str, **more: str | None) -> str:
    return pseudonymised_aside(aside(reason, **more), KEYED, [CHILD.path, ROWS.path]).reason


def test_an_input_keeps_its_digest_and_counts() -> None:
    found = pseudonymised_input(CHILD, KEYED)
    assert found.path == file_reference(CHILD.path, KEY)
    assert (found.sha256, found.read, found.audited, found.rejected) == (CHILD.sha256, 10, 9, 1)


def test_a_record_set_aside_keeps_its_place_and_loses_its_value() -> None:
    found = pseudonymised_aside(aside("A whole number is wanted, not this text", value="Cerys"), KEYED)
    assert found.file == file_reference(CHILD.path, KEY)
    assert found.case_id == KEY.reference("case", "MS25-7")
    assert (found.line, found.path, found.value) == (7, "children[0].age", "[value]")
    assert found.reason == "A whole number is wanted, not this text"


def test_a_record_without_a_case_id_or_value_still_has_none() -> None:
    found = pseudonymised_aside(aside("The case_id is blank", case_id=None), KEYED)
    assert (found.case_id, found.value) == (None, None)


@pytest.mark.parametrize(
    ("reason", "wanted"),
    [
        ("The key 'case_id' is missing", "The key 'case_id' is missing"),
        ("'Cerys' is not a time: write 2025-05-23T14:30", "[value] is not a time: write 2025-05-23T14:30"),
        ("The case files stand inside this object, under 'cerys': give that list", "The case files stand inside this object, under [value]: give that list"),
        ("Did you mean 'missing'?", "Did you mean 'missing'?"),
        ("No case has this key: it is in table 'people' but not in 'cases'", "No case has this key: it is in table 'people' but not in 'cases'"),
        ("Ring 07700 900123 about it", "Ring [phone] about it"),
    ],
)  # fmt: skip
def test_what_a_reason_quotes_of_the_record_is_left_out(reason: str, wanted: str) -> None:
    assert reason_of(reason) == wanted


def test_the_value_is_left_out_wherever_the_reason_has_it() -> None:
    assert reason_of("The value Gwyn is no date", value="Gwyn") == "The value [value] is no date"


def test_the_file_where_an_id_stood_first_is_keyed() -> None:
    keyed = file_reference(CHILD.path, KEY)
    wanted = f"The case_id stands a second time: first in {keyed}, row 3"
    assert reason_of(f"The case_id stands a second time: first in {CHILD.path}, row 3") == wanted
    other = file_reference("Cerys Jones.csv", KEY)
    reason = "The case_id stands a second time: first in Cerys Jones.csv sheet 'May' row 7"
    assert reason_of(reason) == f"The case_id stands a second time: first in {other} sheet 'May' row 7"


@pytest.mark.parametrize(("kind", "subject"), [("child", "934-A"), ("person", "934-S")])
def test_an_expired_exception_is_keyed_as_its_case_is(kind: str, subject: str) -> None:
    expired = ExpiredException("MS25-7", "ethnicity-recorded", subject, " DI J. Rowe", "2025-04-30")
    found = pseudonymised_expired(expired, KEYED, kind)  # type: ignore[arg-type]
    assert found.case_id == KEY.reference("case", "MS25-7")
    assert found.subject == KEY.reference(kind, subject)  # type: ignore[arg-type]
    assert found.author == KEY.reference("officer", "DI J. Rowe")
    assert (found.criterion, found.expires) == ("ethnicity-recorded", "2025-04-30")


@pytest.mark.parametrize("subject", [None, "children[0]"])
def test_an_expired_exception_of_a_whole_case_or_a_place_stays_so(subject: str | None) -> None:
    expired = ExpiredException("MS25-7", "a", subject, "DI J. Rowe", "2025-04-30")
    assert pseudonymised_expired(expired, KEYED).subject == subject


@pytest.mark.parametrize(
    ("notice", "wanted"),
    [
        ("Llewellyn family.jsonl holds no record.", "{child} holds no record."),
        ("export/People.csv has no column Age (table 'people' of the mapping).", "{rows} has no column Age (table 'people' of the mapping)."),
        ("Files in the folder that were not read: Cerys.docx, a, b and 3 more.", "Files in the folder that were not read: 6."),
        ("Files that the mapping does not use: Cerys Jones.csv.", "Files that the mapping does not use: 1."),
        ("Column DOB (table 'people'): 2 dates could be day or month first ('03/04/2010', '05/06/2011'); the day was taken first.",
         "Column DOB (table 'people'): 2 dates could be day or month first (values not shown); the day was taken first."),
        ("12 rows in 2 files read by the mapping niche: 10 in 4 cases audited, 2 blank.",
         "12 rows in 2 files read by the mapping niche: 10 in 4 cases audited, 2 blank."),
    ],
)  # fmt: skip
def test_notices(notice: str, wanted: str) -> None:
    names = {"child": file_reference(CHILD.path, KEY), "rows": file_reference(ROWS.path, KEY)}
    assert pseudonymised_notices([notice], [CHILD, ROWS], KEYED) == (wanted.format(**names),)


@given(st.text(max_size=200))
def test_any_notice_can_be_told(notice: str) -> None:
    [found] = pseudonymised_notices([notice], [CHILD], KEYED)
    assert CHILD.path not in found
