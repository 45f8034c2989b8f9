"""What an auditor may type for --by and --where, and how it is read from a case file."""

from __future__ import annotations

from typing import Any

import pytest

from builders import a_case_file
from caseaudit.domain.case_file import CaseFile
from caseaudit.engine.sampling_fields import ABSENT, BLANK, condition, date_field, stratum_field
from caseaudit.errors import UsageError


def a_case(**overrides: Any) -> CaseFile:
    return CaseFile.read(a_case_file(**overrides))


class TestStrata:
    @pytest.mark.parametrize(
        ("field", "case", "value"),
        [
            ("case_type", {"case_type": "Child abuse-or neglect"}, "child_abuse_or_neglect"),
            ("area", {"area": "  North \u00a0 West "}, "North West"),
            ("area", {"area": "N/A"}, BLANK),
            ("area", {"area": None}, BLANK),
            ("area", {}, ABSENT),
            ("children_present", {"children_present": True}, "true"),
            ("officer_in_case.team", {"officer_in_case": {"team": "CAIT"}}, "CAIT"),
            ("officer_in_case.team", {"officer_in_case": {"role": "sergeant"}}, ABSENT),
            ("officer_in_case.team", {"officer_in_case": None}, BLANK),
            ("missing.risk_grade", {}, ABSENT),
        ],
    )
    def test_absent_blank_and_recorded_are_three_strata(self, field: str, case: dict[str, Any], value: str) -> None:
        assert stratum_field(field).value(a_case(**case)) == value

    @pytest.mark.parametrize(
        ("field", "said"),
        [
            ("cas_type", "Did you mean case_type?"),
            ("officer_in_case.tem", "Did you mean team?"),
            ("reported_at", "this is a time"),
            ("title", "may name people"),
            ("children[].age", "may have several"),
            ("children.age", "Did you mean children[]?"),
            ("officer_in_case.accreditations", "may have several"),
            ("officer_in_case", "an object"),
            ("children", "an object"),
            ("case_type.x", "no fields of its own"),
            ("child.age", "names no field"),
            ("", "names no field"),
            ("..", "names no field"),
        ],
    )
    def test_what_makes_no_strata_is_refused_in_words(self, field: str, said: str) -> None:
        with pytest.raises(UsageError) as error:
            stratum_field(field)
        assert said in str(error.value)
        assert "CaseFile" not in str(error.value)

    def test_a_period_is_of_a_time(self) -> None:
        assert date_field("closed_at").day(a_case(closed_at="2025-05-31T23:30Z")).isoformat() == "2025-06-01"  # type: ignore[union-attr]
        assert date_field("closed_at").day(a_case()) is None
        with pytest.raises(UsageError, match="this is no time"):
            date_field("area")


class TestConditions:
    @pytest.mark.parametrize(
        ("text", "holds"),
        [
            ("case_type=child_abuse_or_neglect", True),
            ("case_type = Child abuse or neglect", True),
            ("case_type=safeguarding", True),
            ("case_type=exploitation", False),
            ("case_type!=exploitation,missing", True),
            ("area=north , south", True),
            ("area!=north", False),
            ("team=", True),
            ("team!=", False),
            ("area!=", True),
            ("closed_at=", True),
            ("reported_at>=2025-05-01", True),
            ("reported_at>2025-05-01", False),
            ("reported_at<=2025-05-01", True),
            ("closed_at<2030-01-01", False),
            ("children[].age<10", True),
            ("children[].age>10", True),
            ("children[].age>16", False),
            ("children[].age!=9", False),
            ("children[].ethnicity=not_recorded", True),
            ("children[].ethnicity_self=W1", True),
            ("flags[].kind=", True),
        ],
    )
    def test_each_form(self, text: str, holds: bool) -> None:
        children = [{"age": 9, "ethnicity_self": "W1"}, {"age": 14, "ethnicity_self": None}]
        assert condition(text).holds(a_case(area="North", team=None, closed_at="-", children=children)) is holds

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("area", "this is no condition"),
            ("=North", "this is no condition"),
            ("aera=North", "Did you mean area?"),
            ("case_type=mising", "Did you mean missing?"),
            ("children[].age<ten", "'ten' is no number"),
            ("reported_at>=01/05/2025", "date format"),
            ("children=3", "an object"),
        ],
    )
    def test_what_is_no_condition_is_refused_in_words(self, text: str, said: str) -> None:
        with pytest.raises(UsageError) as error:
            condition(text)
        assert said in str(error.value)
