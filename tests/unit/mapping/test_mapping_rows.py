# ruff: noqa: DTZ001 - cells of an export are wall clocks without a zone
from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from caseaudit.domain.case_file import CaseFile
from caseaudit.mapping.cells import Cell
from caseaudit.mapping.lint import lint
from caseaudit.mapping.model import ExportMapping
from caseaudit.mapping.rows import Converter, Fragment, LeftOut, Note, RowProblem, blanked, needs

CASES: dict[str, Any] = {
    "name": "cases",
    "from": "occ*.csv",
    "into": "case",
    "key": ["OCC_REF"],
    "fields": {"case_id": "OCC_REF", "case_type": {"column": "TYPE", "picklist": "types"}},
}
HEAD: dict[str, Any] = {
    "mapping": "records-system",
    "dates": {"day_first": True},
    "blanks": ["None entered"],
    "picklists": {"types": {"values": {"DA - DOMESTIC": "domestic_abuse", "MISPER": "missing"}}},
}


def mapping_of(*tables: dict[str, Any], **head: Any) -> ExportMapping:
    mapping = ExportMapping.model_validate({**HEAD, **head, "tables": [CASES, *tables]})
    assert lint(mapping) == ()
    return mapping


def with_fields(fields: dict[str, Any], **head: Any) -> ExportMapping:
    main = {**CASES, "fields": {**CASES["fields"], **fields}}
    mapping = ExportMapping.model_validate({**HEAD, **head, "tables": [main]})
    assert lint(mapping) == ()
    return mapping


def value(field: str, spec: Any, /, *, head: dict[str, Any] | None = None, **cells: Cell) -> Any:
    """Convert one field of the case; the problem's reason where it cannot be read."""
    mapping = with_fields({field: spec}, **(head or {}))
    row = {"OCC_REF": "1", "TYPE": "MISPER", **cells}
    result = Converter(mapping, mapping.main).convert(row)
    if isinstance(result, RowProblem):
        return result
    item = result.items[0]
    CaseFile.read(item)
    return item.get(field, "(absent)")


def test_column_names_compare_by_case_and_single_spaces() -> None:
    mapping = with_fields({"reported_at": {"columns": ["Date  Reported", "TIME"]}, "closed_at": "CLOSED"})
    row = {
        "occ_ref": " Cr/001 ",
        "Type": "da -  domestic",
        "DATE REPORTED": "12/05/2025",
        " time ": "14:33",
        "closed": "NULL",
    }
    result = Converter(mapping, mapping.main).convert(row)
    assert isinstance(result, Fragment)
    assert result.keys.case == "cr/001"
    assert result.keys.shown == "Cr/001"
    assert result.items == (
        {"case_id": "Cr/001", "case_type": "domestic_abuse", "reported_at": "2025-05-12T14:33", "closed_at": None},
    )


def test_a_column_that_the_export_lacks_leaves_the_field_absent_and_can_be_made_blank() -> None:
    mapping = with_fields({"team": "TEAM", "officer_in_case.rank": "OIC"})
    result = Converter(mapping, mapping.main).convert({"OCC_REF": "1", "TYPE": "MISPER"})
    assert isinstance(result, Fragment)
    assert result.absent == ("team", "officer_in_case.rank")
    assert "team" not in result.items[0]
    assert "officer_in_case" not in result.items[0]
    later = blanked(result.items[0], result.absent)
    assert (later["team"], later["officer_in_case"]) == (None, None)
    assert "team" not in result.items[0]


def test_blanks_of_the_export_and_the_known_placeholders_are_null() -> None:
    for blank in ("", " ", None, "N/A", "-", "none ENTERED", "#N/A"):
        assert value("team", "TEAM", TEAM=blank) is None


def test_a_single_object_of_blanks_only_is_null() -> None:
    mapping = with_fields({"officer_in_case.rank": "OIC", "officer_in_case.team": "TEAM"})
    converter = Converter(mapping, mapping.main)
    base = {"OCC_REF": "1", "TYPE": "MISPER"}
    assert converter.convert({**base, "OIC": "", "TEAM": None}).items[0]["officer_in_case"] is None  # type: ignore[union-attr]
    filled = converter.convert({**base, "OIC": "PC", "TEAM": None})
    assert isinstance(filled, Fragment)
    assert filled.items[0]["officer_in_case"] == {"rank": "PC", "team": None}


@pytest.mark.parametrize(
    ("field", "spec", "cells", "wanted"),
    [
        ("title", {"columns": ["A", "B"], "join": " - "}, {"A": "Theft", "B": "Shop"}, "Theft - Shop"),
        ("title", {"columns": ["A", "B"], "join": " - "}, {"A": "Theft", "B": "N/A"}, "Theft"),
        ("title", "A", {"A": 123.0}, "123"),
        ("title", "A", {"A": "  two \n lines "}, "two \n lines"),
        ("children_present", "A", {"A": "Yes"}, True),
        ("children_present", "A", {"A": 0}, False),
        ("children_present", "A", {"A": "☒"}, True),
        ("children_present", {"column": "A", "booleans": {"true_words": ["Present"]}}, {"A": "PRESENT"}, True),
        ("children_present", "A", {"A": "U/K"}, None),
        ("reported_at", {"column": "A", "as": "date"}, {"A": "12/05/2025 14:33"}, "2025-05-12"),
        ("reported_at", {"column": "A", "dates": {"formats": ["%Y%m%d"]}}, {"A": "20250512"}, "2025-05-12"),
        ("reported_at", "A", {"A": datetime(2025, 5, 12, 14, 33)}, "2025-05-12T14:33"),
        ("reported_at", "A", {"A": "01/01/1900"}, None),
    ],
)
def test_cells_are_read_as_the_field_wants(field: str, spec: Any, cells: dict[str, Cell], wanted: object) -> None:
    assert value(field, spec, **cells) == wanted


def test_yes_and_no_words_of_the_mapping_go_before_the_usual_ones() -> None:
    head = {"booleans": {"false_words": ["Y"]}}
    assert value("children_present", "A", head=head, A="y") is False


def test_a_list_of_text_is_split_and_its_blanks_dropped() -> None:
    mapping = with_fields({"officer_in_case.accreditations": {"column": "T", "split": [";", ","]}})
    result = Converter(mapping, mapping.main).convert({"OCC_REF": "1", "TYPE": "MISPER", "T": "PIP2; SCAIDP, ;N/A"})
    assert isinstance(result, Fragment)
    assert result.items[0]["officer_in_case"]["accreditations"] == ["PIP2", "SCAIDP"]


def child_table(fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "kids", "from": "kids.csv", "into": "children[]", "key": "REF", "fields": fields, **more}


def child(fields: dict[str, Any], row: dict[str, Cell], **head: Any) -> Any:
    mapping = mapping_of(child_table(fields), **head)
    result = Converter(mapping, mapping.tables[1]).convert({"REF": "1", **row})
    if isinstance(result, Fragment):
        CaseFile.read({"case_id": "1", "case_type": "other", "children": list(result.items)})
    return result


def test_ages_are_whole_years_and_names_are_lists() -> None:
    fields = {"age": "AGE", "names": {"columns": ["FORENAME", "ALIAS"]}}
    for age, wanted in (("14", 14), (14.0, 14), ("14 yrs", 14), ("8 months", 0), ("", None), ("14.0", 14)):
        result = child(fields, {"AGE": age, "FORENAME": "Cerys", "ALIAS": "N.A."})
        assert result.items[0] == {"age": wanted, "names": ["Cerys", "N.A."]}
    joined = child({"names": {"columns": ["FORENAME", "ALIAS"], "join": " "}}, {"FORENAME": "Cerys", "ALIAS": "Q."})
    assert joined.items[0]["names"] == ["Cerys Q."]


def test_a_name_is_never_shown_in_a_problem() -> None:
    lists = {"names": {"values": {"X": "Cerys"}}}
    result = child(
        {"names": {"column": "N", "picklist": "names"}}, {"N": "Seren"}, picklists={**HEAD["picklists"], **lists}
    )
    assert isinstance(result, RowProblem)
    assert "Seren" not in f"{result.value} {result.reason}"


def test_answers_that_look_like_placeholders_stay_in_ethnicity_and_disability() -> None:
    result = child({"ethnicity_self": "E", "disability": "D"}, {"E": "Unknown", "D": "None"})
    assert result.items[0] == {"ethnicity_self": "Unknown", "disability": "None"}
    blank = child({"ethnicity_self": "E", "disability": "D"}, {"E": " ", "D": "None entered"})
    assert blank.items[0] == {"ethnicity_self": None, "disability": None}


def test_a_picklist_translates_even_what_looks_blank() -> None:
    lists = {"eth": {"values": {"1": "W1", "-": "NS", "Not asked": None}, "unlisted": "unknown"}}
    head = {"picklists": {**HEAD["picklists"], **lists}}
    spec = {"ethnicity_self": {"column": "E", "picklist": "eth"}}
    for cell, wanted in ((1, "W1"), (1.0, "W1"), ("-", "NS"), ("not  asked", None), ("", None)):
        assert child(spec, {"E": cell}, **head).items[0] == {"ethnicity_self": wanted}
    unlisted = child(spec, {"E": "7"}, **head)
    assert unlisted.items[0] == {"ethnicity_self": "7"}
    assert unlisted.notes == (Note("unlisted_value", "E", "7"),)


def test_an_unlisted_value_of_a_closed_list_is_set_aside_left_out_or_stops_the_run() -> None:
    for unlisted in ("set_aside", "unknown", "fail"):
        lists = {"roles": {"values": {"VIC": "victim"}, "unlisted": unlisted}}
        head = {"picklists": {**HEAD["picklists"], **lists}}
        result = child({"role": {"column": "R", "picklist": "roles"}, "sex": "S"}, {"R": "IP", "S": "F"}, **head)
        if unlisted == "unknown":
            assert result.items == ({"sex": "F"},)
        else:
            assert isinstance(result, RowProblem)
            assert (result.column, result.field, result.value) == ("R", "role", "IP")
            assert result.fatal is (unlisted == "fail")
            assert "'roles'" in result.reason


def test_a_closed_list_without_picklist_reads_what_the_format_reads_and_suggests_the_rest() -> None:
    assert child({"role": "R"}, {"R": "Victim "}).items[0] == {"role": "victim"}
    result = child({"role": "R"}, {"R": "victm"})
    assert "Did you mean 'victim'?" in result.reason


def test_the_first_choice_that_holds_gives_the_value() -> None:
    spec = {
        "first": [
            {"when": {"column": "MISPER", "is": ["Y", True]}, "value": "missing"},
            {"when": {"all": [{"column": "MO", "matches": "*online*"}, {"column": "CSE", "blank": False}]},
             "value": "online_child_sexual_exploitation"},
            {"column": "TYPED"},
        ],
        "otherwise": "other",
    }  # fmt: skip
    main = {**CASES, "fields": {"case_id": "OCC_REF", "case_type": spec}}
    mapping = ExportMapping.model_validate({**HEAD, "tables": [main]})
    converter = Converter(mapping, mapping.main)

    def case_type(**row: Cell) -> Any:
        result = converter.convert({"OCC_REF": "1", "MISPER": None, "MO": None, "CSE": None, "TYPED": None, **row})
        return result.items[0]["case_type"]  # type: ignore[union-attr]

    assert case_type(MISPER="y") == "missing"
    assert case_type(MISPER=True) == "missing"
    assert case_type(MO="Met ONLINE first", CSE="x") == "online_child_sexual_exploitation"
    assert case_type(MO="Met ONLINE first", TYPED="Child death") == "child_death"
    assert case_type(MO="Met ONLINE first") == "other"


def test_two_wrong_cells_are_both_told() -> None:
    mapping = with_fields({"reported_at": "R"})
    result = Converter(mapping, mapping.main).convert({"OCC_REF": "1", "TYPE": "XYZ", "R": "31/02/2025"})
    assert isinstance(result, RowProblem)
    assert result.keys.case == "1"
    assert (result.column, result.value) == ("TYPE", "XYZ")
    assert result.reason.endswith("Also wrong: R")


def test_a_row_without_its_key_cannot_be_placed() -> None:
    for row in ({"OCC_REF": " - ", "TYPE": "MISPER"}, {"OCC_REF": "None entered", "TYPE": "MISPER"}):
        result = Converter(mapping_of(), mapping_of().main).convert(row)
        assert isinstance(result, RowProblem)
        assert result.keys.case is None
        assert "blank" in result.reason
    result = Converter(mapping_of(), mapping_of().main).convert({"TYPE": "MISPER"})
    assert isinstance(result, RowProblem)
    assert "no column 'OCC_REF'" in result.reason


def test_rows_are_left_out_by_where_and_when_they_are_empty() -> None:
    table = child_table({"child_id": "ID"}, where={"none": [{"column": "ROLE", "is_not": ["Victim", "Subject"]}]})
    mapping = mapping_of(table)
    converter = Converter(mapping, mapping.tables[1])
    assert isinstance(converter.convert({"REF": "1", "ID": "a", "ROLE": " VICTIM"}), Fragment)
    assert converter.convert({"REF": "1", "ID": "a", "ROLE": "Driver"}) == LeftOut("where")
    assert converter.convert({"REF": "1", "ID": "a", "ROLE": None}) == LeftOut("where")
    assert converter.convert({"REF": "", "ID": " ", "ROLE": None, "(file)": "kids.csv", "(row)": 4}) == LeftOut("blank")


def test_spare_columns_of_the_cases_own_table_make_no_child_but_a_row_of_a_childrens_table_does() -> None:
    spare = {**child_table({"names": "CHILD 2"}, constants={"role": "victim"}), "from": "occ*.csv", "key": "OCC_REF"}
    mapping = mapping_of(spare)
    converter = Converter(mapping, mapping.tables[1])
    assert converter.convert({"OCC_REF": "1", "CHILD 2": None}).items == ()  # type: ignore[union-attr]
    assert converter.convert({"OCC_REF": "1", "CHILD 2": "C."}).items == ({"role": "victim", "names": ["C."]},)  # type: ignore[union-attr]
    own = mapping_of(child_table({"sex": "SEX"}))
    assert Converter(own, own.tables[1]).convert({"REF": "1", "SEX": None}).items == ({"sex": None},)  # type: ignore[union-attr]


def test_ids_and_parents_tie_rows_together_across_tables() -> None:
    meetings = {
        "name": "meetings",
        "from": "m.csv",
        "into": "meetings[]",
        "key": "REF",
        "id": "ID",
        "fields": {"held_at": "H"},
    }
    actions = {
        "name": "actions", "from": "a.csv", "into": "meetings[].actions[]", "fields": {"owner": "O"},
        "parent": {"table": "meetings", "key": ["MEETING"], "of": ["ID"]},
    }  # fmt: skip
    mapping = mapping_of(meetings, actions)
    meeting = Converter(mapping, mapping.tables[1]).convert({"REF": "00012", "ID": 7.0, "H": "12/05/2025"})
    action = Converter(mapping, mapping.tables[2]).convert({"MEETING": "007", "O": "Police"})
    assert isinstance(meeting, Fragment)
    assert isinstance(action, Fragment)
    assert (meeting.keys.case, meeting.keys.own) == ("12", "7")
    assert meeting.keys.known_as == {"actions": action.keys.parent}
    assert action.keys.case is None


NARRATIVE: dict[str, Any] = {
    "name": "narratives",
    "from": "occ*.csv",
    "into": "narrative[]",
    "key": "OCC_REF",
    "constants": {"author_role": "response_constable"},
    "narrative": [
        {"column": "SUMMARY", "kind": "crime_report", "recorded_at": "DATE"},
        {"columns": ["LOG1", "LOG2"], "join": "", "kind": "log", "entries": "dated", "recorded_at": "DATE"},
    ],
}


def test_columns_become_entries_with_their_kinds_and_a_log_one_entry_a_date() -> None:
    mapping = mapping_of(NARRATIVE)
    row = {
        "OCC_REF": "1", "DATE": "11/05/2025", "SUMMARY": " Kept as it stands. ",
        "LOG1": "Opened.\n12/05/2025 14:33 PC 12 - Att", "LOG2": "ended.\n13/05/2025 09:00 - Called.",
    }  # fmt: skip
    result = Converter(mapping, mapping.tables[1]).convert(row)
    assert isinstance(result, Fragment)
    told = [(e["kind"], e["recorded_at"], e.get("author_role"), e["text"]) for e in result.items]
    assert told == [
        ("crime_report", "2025-05-11", "response_constable", " Kept as it stands. "),
        ("log", "2025-05-11", "response_constable", "Opened."),
        ("log", "2025-05-12T14:33", "PC 12", "Attended."),
        ("log", "2025-05-13T09:00", None, "Called."),
    ]
    CaseFile.read({"case_id": "1", "case_type": "other", "narrative": list(result.items)})


def test_a_blank_narrative_gives_no_entry() -> None:
    mapping = mapping_of(NARRATIVE)
    row = {"OCC_REF": "1", "DATE": "11/05/2025", "SUMMARY": " . ", "LOG1": None, "LOG2": ""}
    assert Converter(mapping, mapping.tables[1]).convert(row).items == ()  # type: ignore[union-attr]


def test_one_row_a_log_entry_goes_through_fields_untouched() -> None:
    table = {
        "name": "oel", "from": "oel.csv", "into": "narrative[]", "key": "REF",
        "constants": {"kind": "log"}, "fields": {"recorded_at": "AT", "text": "TEXT"},
    }  # fmt: skip
    mapping = mapping_of(table)
    converter = Converter(mapping, mapping.tables[1])
    kept = converter.convert({"REF": "1", "AT": "12/05/2025 14:33", "TEXT": "\tLine one\r\nline two  "})
    assert kept.items[0]["text"] == "\tLine one\r\nline two  "  # type: ignore[union-attr]
    assert converter.convert({"REF": "1", "AT": "12/05/2025 14:33", "TEXT": "N/A"}).items == ()  # type: ignore[union-attr]


def test_a_guessed_date_is_noted_with_its_column() -> None:
    mapping = with_fields({"reported_at": "Reported"}, dates={})
    result = Converter(mapping, mapping.main).convert({"OCC_REF": "1", "TYPE": "MISPER", "REPORTED": "03/04/2025"})
    assert isinstance(result, Fragment)
    assert result.notes == (Note("ambiguous_date", "REPORTED", "03/04/2025"),)


def test_needs_name_every_column_by_its_use() -> None:
    mapping = mapping_of(NARRATIVE)
    wanted = needs(mapping, mapping.tables[1])
    assert wanted.keys == ("OCC_REF",)
    assert wanted.fields["narrative part 2: text"] == ("LOG1", "LOG2")
    assert set(wanted.all) == {"OCC_REF", "SUMMARY", "DATE", "LOG1", "LOG2"}


def test_rows_of_one_table_may_differ_in_their_columns() -> None:
    mapping = with_fields({"team": "TEAM"})
    converter = Converter(mapping, mapping.main)
    for number in range(600):
        result = converter.convert({"OCC_REF": number, "TYPE": "MISPER", f"EXTRA {number}": "x", "Team": "A"})
        assert result.items[0]["team"] == "A"  # type: ignore[union-attr]
