from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from caseaudit.errors import DefinitionError, UsageError
from caseaudit.reading.mappings import find_mapping, known_mappings, load_mapping, load_mapping_file

GOOD = """\
mapping: records-system
title: Our records system
system: Records
time_zone: Europe/London
dates: {day_first: true, formats: ["%d/%m/%Y %H:%M", excel]}
blanks: ["NULL", "-", "."]
booleans: {true_words: [Y, Yes, 1], false_words: [N, No, 0]}
encoding: cp1252
delimiter: "|"
picklists:
  case-types:
    values: {"DA - DOMESTIC": domestic_abuse, MISPER: missing}
    unlisted: set_aside
tables:
  - name: cases
    from: "occ*.csv"
    header_row: 4
    into: case
    key: [OCC_REF]
    fields:
      case_id: OCC_REF
      case_type: {column: TYPE, picklist: case-types}
      reported_at: {columns: [DATE, TIME], join: " ", as: datetime}
  - name: meetings
    from: [meetings.csv, "meet*.xlsx"]
    sheet: "Meet*"
    into: meetings[]
    key: REF
    id: ID
    where: {any: [{column: KIND, is: [Strategy]}, {column: KIND, matches: "*discussion"}]}
    constants: {kind: strategy_meeting}
    fields: {held_at: HELD}
  - name: actions
    from: actions.csv
    into: meetings[].actions[]
    parent: {table: meetings, key: [MEETING], of: [ID]}
    fields: {owner: OWNER}
  - name: narratives
    from: "occ*.csv"
    into: narrative[]
    key: OCC_REF
    narrative:
      - {column: SUMMARY, kind: crime_report, recorded_at: DATE}
      - {column: LOG, kind: log, entries: dated}
"""


def written(folder: Path, text: str, name: str = "records-system.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(folder: Path, text: str) -> list[str]:
    """Return each problem as `line: found. wanted. hint`."""
    path = written(folder, text)
    with pytest.raises(DefinitionError) as refused:
        load_mapping_file(path)
    return [str(problem).split("records-system.yaml:", 1)[1] for problem in refused.value.problems]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def mended(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_a_sound_mapping_is_loaded_whole(tmp_path: Path) -> None:
    mapping = load_mapping_file(written(tmp_path, GOOD))
    assert mapping.main.name == "cases"
    assert mapping.main.header_row == 4
    assert mapping.booleans.true_words == ("Y", "Yes", "1")
    assert mapping.table("meetings").from_ == ("meetings.csv", "meet*.xlsx")
    assert mapping.main.fields["case_id"].column == "OCC_REF"
    with pytest.raises(KeyError):
        mapping.table("nothing")


@pytest.mark.parametrize(
    ("old", "new", "at", "told"),
    [
        ("case_id: OCC_REF", "case_id: OCC_REF\n      reportd_at: R", "reportd_at", "There is no field 'reportd_at' in the case file"),
        ("case_id: OCC_REF", "case_id: OCC_REF\n      reportd_at: R", "reportd_at", "Did you mean 'reported_at'?"),
        ("      case_id: OCC_REF\n", "", "    fields:", "Nothing fills 'case_id'"),
        ("into: case\n", "into: cases\n", "into: cases", "Did you mean 'case'?"),
        ("into: case\n", "into: children[]\n", "tables:", "No table goes into the case itself"),
        ("into: meetings[]\n", "into: case\n", "into: case\n    key: REF", "A second table goes into the case: 'cases'"),
        ("name: meetings\n", "name: cases\n", "name: cases\n    from: [meet", "Two tables have the name 'cases'"),
        ("table: meetings", "table: meeting", "table: meeting,", "There is no table 'meeting'"),
        ("table: meetings", "table: narratives", "table: narratives", "goes into 'narrative[]'"),
        ("    parent: {table: meetings, key: [MEETING], of: [ID]}\n", "    key: R\n", "into: meetings[].actions[]", "nothing says inside which"),
        ("of: [ID]", "of: [ID, B]", "parent:", "Key and of differ in length"),
        ("picklist: case-types", "picklist: case-typs", "picklist: case-typs", "There is no picklist 'case-typs'"),
        ("MISPER: missing", "MISPER: misssing", "MISPER: misssing", "'misssing' is not a value that 'case_type' can have"),
        ("unlisted: set_aside", "unlisted: unknown", "case_type: {", "a case needs its case_type"),
        ("unlisted: set_aside", "unlisted: drop", "unlisted: drop", "Allowed: set_aside, unknown, fail"),
        ("MISPER: missing", '"da -  domestic": missing', '"da -  domestic"', "are one value"),
        ("columns: [DATE, TIME]", "columns: [DATE, date]", "columns: [DATE", "The column 'DATE' stands twice"),
        ("key: [OCC_REF]", "key: [OCC_REF, occ_ref]", "key: [OCC_REF", "stands twice"),
        ("as: datetime", "as: number", "as: number", "is a date or time and cannot be read as number"),
        ("fields: {held_at: HELD}", "fields: {held_at: {column: HELD, split: ;}}", "held_at", "nothing to split into"),
        ("constants: {kind: strategy_meeting}", "constants: {kind: strategy}", "constants:", "Did you mean 'strategy_meeting'?"),
        ("constants: {kind: strategy_meeting}", "constants: {held_at: 31/02/2025}", "constants:", "'31/02/2025' is not a value"),
        ("into: narrative[]", "into: children[]", "    narrative:", "`narrative` stands in a table that goes into 'children[]'"),
        ("kind: crime_report", "kind: crime", "kind: crime", "'crime' is not one of the allowed values"),
        ("time_zone: Europe/London", "time_zone: Europe/Lundon", "time_zone:", "'Europe/Lundon' is not a time zone"),
        ('"%d/%m/%Y %H:%M", excel', '"%d/%m %H:%M"', "dates:", "does not hold a day, a month and a year"),
        ("encoding: cp1252", "encoding: cp12521", "encoding:", "is not an encoding"),
        ("false_words: [N, No, 0]", "false_words: [N, y]", "booleans:", "'y' means both true and false"),
        ('matches: "*discussion"', 'match: "*discussion"', "match:", "The key 'match' is not known here"),
        ("name: cases\n", "name: cases\n    key2: x\n", "key2", "The key 'key2' is not known here"),
        ("mapping: records-system", "mapping: Records System", "mapping:", "lower-case words joined by hyphens"),
        ('delimiter: "|"', 'delimiter: "||"', "delimiter:", "Write one character"),
        ("    key: [OCC_REF]\n", "", "- name: cases", "The table has no key"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line_with_what_to_do(tmp_path: Path, old: str, new: str, at: str, told: str) -> None:
    text = mended(old, new)
    problems = problems_of(tmp_path, text)
    here = [problem for problem in problems if told in problem]
    assert here, problems
    assert here[0].split(":", 1)[0] == str(line_of(text, at))


def test_all_problems_are_told_at_once_even_where_some_parts_cannot_be_read(tmp_path: Path) -> None:
    text = (
        mended("unlisted: set_aside", "unlisted: drop")
        .replace("held_at: HELD", "held: HELD")
        .replace("owner: OWNER", "ownr: OWNER")
        .replace("kind: log", "kind: logs")
        .replace("Europe/London", "Europe/Lundon")
    )
    told = "\n".join(problems_of(tmp_path, text))
    for part in ("'drop'", "'held'", "'ownr'", "'logs'", "Europe/Lundon"):
        assert part in told
    assert "case-types" not in told


def test_a_mistake_is_told_once(tmp_path: Path) -> None:
    table = indent(
        dedent("""\
        - name: more
          from: more.csv
          into: children[]
          key: REF
          fields:
            role: {column: R, picklist: roles}
            sex: {column: S, picklist: roles}
        - name: others
          from: more.csv
          into: children[]
          key: REF
          fields: {role: {column: R2, picklist: roles}}
        """),
        "  ",
    )
    text = mended("picklists:\n", "picklists:\n  roles: {values: {V: victm}}\n") + table
    assert len(problems_of(tmp_path, text)) == 1


@pytest.mark.parametrize(
    "text", ["", "[]", "mapping: x", "tables: 3", "tables: [3]", "tables: []\nmapping: x", "a: &x [*x]"]
)
def test_what_is_no_mapping_at_all_is_told_without_a_fault(tmp_path: Path, text: str) -> None:
    assert problems_of(tmp_path, text)


def test_a_mapping_is_found_by_its_id_in_the_working_folder_or_by_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mappings").mkdir()
    own = written(tmp_path / "mappings", GOOD)
    elsewhere = written(tmp_path, GOOD, "a path with spaces.yml")
    monkeypatch.chdir(tmp_path)
    assert load_mapping("records-system").system == "Records"
    assert find_mapping("records-system").resolve() == own
    assert known_mappings()["records-system"].resolve() == own
    assert find_mapping(str(elsewhere)) == elsewhere


def test_a_mapping_that_is_not_there_is_told_with_the_nearest_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mappings").mkdir()
    written(tmp_path / "mappings", GOOD)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="Did you mean 'records-system'"):
        load_mapping("record-system")
    with pytest.raises(UsageError, match="There is no mapping file"):
        load_mapping("mappings/other.yaml")
