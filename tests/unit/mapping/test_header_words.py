"""How headers as police systems write them compare with the names of fields."""

from __future__ import annotations

import pytest

from caseaudit.mapping.field_words import FIELDS, key_names, wanted
from caseaudit.mapping.header_words import header_words, similarity
from caseaudit.mapping.paths import field_at, target
from caseaudit.mapping.shapes import column_look
from caseaudit.mapping.suggest_fields import assigned


@pytest.mark.parametrize(
    ("header", "same"),
    [
        ("D.O.B", "Date of Birth"),
        ("dateOfBirth", "DOB"),
        ("Self Defined Ethnicity", "ETH_SD"),
        ("Rptd Dt/Tm", "Date Reported"),
        ("Strat Disc Date", "strategy meeting"),
        ("BWV Used?", "bodyWornVideo used"),
        ("@Ref", "Reference"),
        ("M.O.", "MO"),
        ("PP DO Rank", "s46 designated officer rank"),
    ],
)
def test_two_ways_to_write_a_header_are_one(header: str, same: str) -> None:
    assert header_words(header) == header_words(same)


@pytest.mark.parametrize(
    "header", ["OCC_REF", "URN", "Crime No", "CASE ID", "Incident Number", "Occurrence Number", "caseReference"]
)
def test_references_of_cases_are_known(header: str) -> None:
    assert max(similarity(header_words(header), name) for name in key_names()) == 1


def test_every_field_named_exists_in_the_case_file() -> None:
    for into, fields in FIELDS.items():
        for path in fields:
            field_at(target(into).record, path)
        assert wanted(into)


CELLS = {
    "date": ["12/05/2025", "13/05/2025"],
    "yes": ["Y", "N"],
    "words": ["CSE risk", "CSE risk", "Weapons", "Weapons"],
    "sde": ["W1", "B2"],
}


@pytest.mark.parametrize(
    ("into", "header", "cells", "field"),
    [
        ("flags[]", "Flag Type", "words", "kind"),
        ("flags[]", "Warning Marker", "words", "kind"),
        ("flags[]", "FLG_TYP", "words", "kind"),
        ("children[]", "SDE", "sde", "ethnicity_self"),
        ("children[]", "16+1", "sde", "ethnicity_self"),
        ("children[]", "D.O.B", "date", "date_of_birth"),
        ("attendances[]", "BWV", "yes", "body_worn_video"),
        ("meetings[]", "Date Held", "date", "held_at"),
        ("investigation", "Allocation Date", "date", "allocated_at"),
    ],
)
def test_a_header_finds_its_field(into: str, header: str, cells: str, field: str) -> None:
    found = assigned(into, [column_look(header, CELLS[cells])], {"flag"})
    assert [(match.field.path, match.look.name) for match in found] == [(field, header)]


def test_a_header_alone_does_not_make_a_date_of_what_is_none() -> None:
    assert not assigned("children[]", [column_look("Date of birth", ["Y", "N"])], only=("date_of_birth",))
