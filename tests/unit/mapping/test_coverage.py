"""What a mapping fills, and what is told of a field that it does not."""

from __future__ import annotations

from typing import Any

from caseaudit.domain.vocabulary import CaseType
from caseaudit.mapping.coverage import case_types, field_wanted, mapped_fields
from caseaudit.mapping.model import ExportMapping


def mapping(**more: Any) -> ExportMapping:
    return ExportMapping.model_validate(
        {
            "mapping": "test",
            "tables": [
                {
                    "name": "cases",
                    "from": "a.csv",
                    "into": "case",
                    "key": ["REF"],
                    "constants": {"case_type": "ppn"},
                    "fields": {"case_id": "REF"},
                },
                {
                    "name": "log",
                    "from": "b.csv",
                    "into": "narrative[]",
                    "key": ["REF"],
                    "narrative": [{"column": "OEL", "kind": "log"}],
                },
                {
                    "name": "kids",
                    "from": "c.csv",
                    "into": "children[]",
                    "key": ["REF"],
                    "fields": {"date_of_birth": "DOB"},
                },
            ],
            **more,
        }
    )


def test_fields_are_named_from_the_case_file_down() -> None:
    fields = mapped_fields(mapping())
    assert fields["children[].date_of_birth"] == ("DOB",)
    assert fields["narrative[].text"] == ("OEL",)
    assert fields["case_type"] == ()


def test_fields_without_their_column_are_left_out() -> None:
    assert "children[].date_of_birth" not in mapped_fields(mapping(), {("kids", "date_of_birth")})


def test_the_types_that_a_mapping_can_give() -> None:
    assert case_types(mapping()) == frozenset({CaseType.PPN})


def test_a_wanted_field_says_what_its_column_holds() -> None:
    wanted = field_wanted("attendances[].body_worn_video")
    assert wanted.kind == "true or false"
    assert "bwv" in wanted.often_called
    assert "mash" in field_wanted("referrals[].to").kind
    assert field_wanted("missing.located_at").kind == "a date or time"
