"""Suggested mappings: they load, they join what belongs together, they translate what is known and quote nobody."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from caseaudit.mapping.model import ExportMapping
from caseaudit.mapping.samples import TableSample
from caseaudit.mapping.suggesting import suggest
from caseaudit.mapping.suggestion import Sure
from caseaudit.reading.mappings import load_mapping_file
from caseaudit.reporting.mapping_draft import draft_yaml


def table(file: str, rows: list[dict[str, Any]], name: str = "", *, loose: bool = False) -> TableSample:
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    return TableSample((file,), name, columns, rows, loose)


CASES = [
    {"URN": f"{n:06d}", "CLASS": kind, "CRE_DT": f"202505{n + 10}"}
    for n, kind in enumerate(["DA", "MISPER", "ADMIN", "DA", "CP", "DA"], 1)
]
PEOPLE = [
    {
        "URN": str(1 + n % 6),
        "NOM_ID": f"N{n}",
        "LINK": role,
        "DOB": f"{13 + n % 9}/02/2012",
        "ETH_SD": "W1",
        "Full Name": f"Zelda{n} Quorn",
    }
    for n, role in enumerate(["VICTIM (CHILD)", "MOTHER", "SUSPECT"] * 4)
]
LOG = [
    {
        "URN": n % 6 + 1.0,
        "ENT_DTTM": f"{n + 10}/05/2025 10:00",
        "ENT_TYPE": "OEL",
        "ENT_TXT": f"Zelda{n} was seen by me and told me about her week at school today.",
    }
    for n in range(12)
]
EXPORT = [table("a.csv", CASES), table("b.csv", PEOPLE), table("c.csv", LOG)]


def written(samples: list[TableSample], folder: Path) -> tuple[str, ExportMapping]:
    text = draft_yaml(suggest(samples, "test"), export="export")
    path = folder / "test.yaml"
    path.write_text(text, encoding="utf-8")
    return text, load_mapping_file(path)


def specs(mapping: ExportMapping) -> Mapping[str, Any]:
    return {spec.name: spec for spec in mapping.tables}


def test_related_tables_are_joined_by_their_values_and_split_by_role(tmp_path: Path) -> None:
    _, mapping = written(EXPORT, tmp_path)
    tables = specs(mapping)
    assert mapping.main.key == ("URN",)
    assert {name: spec.into for name, spec in tables.items()} == {
        "cases": "case",
        "children": "children[]",
        "people": "people[]",
        "narrative": "narrative[]",
    }
    assert tables["children"].where.is_ == ("VICTIM (CHILD)",)
    assert tables["people"].where.is_ == ("MOTHER", "SUSPECT")
    assert tables["children"].fields["ethnicity_self"].column == "ETH_SD"
    assert tables["narrative"].fields["text"].column == "ENT_TXT"


def test_known_values_are_translated_and_others_left_for_the_user(tmp_path: Path) -> None:
    text, mapping = written(EXPORT, tmp_path)
    assert mapping.picklists["case-types"].values == {
        "DA": "domestic_abuse",
        "MISPER": "missing",
        "CP": "child_abuse_or_neglect",
    }
    assert mapping.picklists["case-types"].unlisted == "set_aside"
    assert any("ADMIN" in line and "# ? stands 1 time" in line for line in text.splitlines())


def test_dates_without_separators_carry_their_format(tmp_path: Path) -> None:
    _, mapping = written(EXPORT, tmp_path)
    dates = mapping.main.fields["opened_at"].dates
    assert dates is not None
    assert dates.formats == ("%Y%m%d",)
    assert mapping.dates.day_first is True


def test_names_and_narrative_are_never_quoted(tmp_path: Path) -> None:
    text, _ = written(EXPORT, tmp_path)
    assert "Zelda" not in text
    assert "Quorn" not in text


def test_the_same_export_gives_the_same_mapping() -> None:
    assert draft_yaml(suggest(EXPORT, "test"), export="x") == draft_yaml(suggest(list(EXPORT), "test"), export="x")


def test_a_wide_sheet_gives_children_events_and_narrative(tmp_path: Path) -> None:
    rows = [
        {
            "Crime No": f"42/{1000 + n}/25",
            "Offence": "CSE",
            "Vic 1 D.O.B": "13/02/2012",
            "Vic 1 SDE": "W1",
            "Vic 2 D.O.B": "14/02/2012" if n % 2 else "",
            "Vic 2 SDE": "B2",
            "Strat Disc Date": f"{n + 10}/05/2025" if n % 3 else "",
            "CSC Referral Date": f"{n + 10}/05/2025",
            "PPN Ref": f"PPN-{n:05d}",
            "PPN Submitted": f"{n + 10}/05/2025 10:00",
            "BWV Used?": "YN"[n % 2],
            "M.O.": f"Caller reports that she was collected from outside the arcade once more on night {n}.",
        }
        for n in range(10)
    ]
    _, mapping = written([table("crimes_20250523.csv", rows)], tmp_path)
    into = [(spec.into, dict(spec.constants)) for spec in mapping.tables]
    assert [each for each, _ in into].count("children[]") == 2
    assert ("meetings[]", {"kind": "strategy_meeting"}) in into
    assert ("referrals[]", {"to": "children_social_care"}) in into
    assert ("notices[]", {"kind": "ppn"}) in into
    assert specs(mapping)["narrative"].narrative[0].kind == "crime_report"
    assert mapping.main.from_ == ("crimes_*.csv",)


def test_rows_inside_rows_find_the_object_they_belong_to(tmp_path: Path) -> None:
    meetings = [
        {
            "Occ No": n % 6 + 1,
            "Meeting ID": f"{n:04d}",
            "Type": "Strategy mtg",
            "Date": f"{n + 10}/05/2025",
            "Police Attended": "Y",
        }
        for n in range(1, 9)
    ]
    actions = [{"Meeting": float(n), "Owner": "police", "Due": f"{n + 12}/05/2025", "Done": ""} for n in (1, 3, 5)]
    _, mapping = written(
        [table("Actions.csv", actions), table("Cases.csv", CASES), table("Meetings.csv", meetings)], tmp_path
    )
    parent = specs(mapping)["actions"].parent
    assert (parent.table, parent.key, parent.of) == ("meetings", ("Meeting",), ("Meeting ID",))


def test_without_a_type_the_case_is_other_and_that_is_said(tmp_path: Path) -> None:
    rows = [{"Ref No": f"AB{n:05d}", "DOB": "13/02/2012"} for n in range(5)]
    text, mapping = written([table("list.csv", rows)], tmp_path)
    assert mapping.main.constants == {"case_type": "other"}
    assert "# ? nothing in the export says what kind of case this is" in text


def test_what_is_only_guessed_stays_a_comment() -> None:
    rows = [
        {"misperid": f"MP{n:06d}", "sde_code": n % 18 + 1, "dob": "2012-02-13", "date_reported_missing": "2025-05-13"}
        for n in range(20)
    ]
    suggestion = suggest([table("misper.csv", rows)], "test")
    guessed = [line.path for draft in suggestion.tables for line in draft.fields if line.sure is Sure.GUESS]
    assert guessed == ["ethnicity_self"]
    assert "# ethnicity_self: {column: sde_code" in draft_yaml(suggestion, export="x")


def test_no_reference_no_mapping() -> None:
    with pytest.raises(ValueError, match="No table has a column with references"):
        suggest([table("x.csv", [{"Colour": "red"}, {"Colour": "blue"}])], "test")
