"""From an unknown export to a mapping, as it is typed."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer

from caseaudit.cli.boundary import guarded
from caseaudit.cli.mapping import mapping_app
from caseaudit.reading.mappings import load_mapping_file

COMMAND = typer.main.get_command(mapping_app)
SAMPLES = Path(__file__).parents[2] / "samples"


def mapping(*arguments: object) -> int:
    words = [str(argument) for argument in arguments]
    return guarded(lambda: COMMAND.main(args=words, prog_name="caseaudit mapping", standalone_mode=False))


def write_csv(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def export(in_folder: Path) -> str:
    """Write an export of two tables with headers of their own."""
    folder = in_folder / "my export"
    write_csv(
        folder / "Occurrences.csv",
        [
            {"OCC_REF": f"{n:05d}", "OCC_TYPE": ("DA", "MISPER")[n % 2], "RPTD": f"{n + 12}/05/2025 10:00"}
            for n in range(1, 9)
        ],
    )
    write_csv(
        folder / "Victims.csv",
        [
            {"Occ Ref": n, "Name": f"Zelda{n} Quorn", "D.O.B": "13/02/2012", "SDE": "W1", "Disabled": "N"}
            for n in range(1, 9)
        ],
    )
    return "my export"


MAPPING = """\
mapping: mine
tables:
  - name: cases
    from: Occurrences.csv
    into: case
    key: OCC_REF
    fields:
      case_id: OCC_REF
      case_type: {column: OCC_TYPE, picklist: types}
      closed_at: CLOSED
picklists:
  types: {values: {DA: domestic_abuse}, unlisted: set_aside}
"""


def test_suggest_writes_a_mapping_that_loads(
    export: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert mapping("suggest", export, "-o", "mappings/mine.yaml") == 0
    out, err = capsys.readouterr()
    assert "children[]" in out
    assert 'caseaudit mapping check mappings/mine.yaml "my export"' in err
    assert max(map(len, out.splitlines())) <= 80
    loaded = load_mapping_file(Path("mappings/mine.yaml"))
    assert loaded.mapping == "mine"
    text = Path("mappings/mine.yaml").read_text(encoding="utf-8")
    assert "Zelda" not in text
    assert "Quorn" not in text


def test_suggest_without_a_file_prints_the_mapping_alone(export: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert mapping("suggest", export) == 0
    out = capsys.readouterr().out
    Path("again.yaml").write_text(out, encoding="utf-8")
    assert load_mapping_file(Path("again.yaml")).main.key == ("OCC_REF",)


def test_suggest_never_overwrites(export: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.yaml").write_text("kept", encoding="utf-8")
    assert mapping("suggest", export, "-o", "mine.yaml") == 2
    assert "is there already" in capsys.readouterr().err
    assert Path("mine.yaml").read_text(encoding="utf-8") == "kept"


def test_an_export_without_references_says_what_to_do(in_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(in_folder / "x.csv", [{"Colour": "red", "Mood": "calm"}, {"Colour": "blue", "Mood": "glad"}])
    assert mapping("suggest", "x.csv") == 2
    assert "No table has a column with references" in capsys.readouterr().err


def test_check_says_what_a_rubric_can_assess(export: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert mapping("suggest", export, "-o", "mine.yaml") == 0
    capsys.readouterr()
    assert mapping("check", "mine.yaml", "-r", "dip-sample", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    by_id = {each["id"]: each for each in found["criteria"]}
    assert found["export"] is None
    assert sum(found["summary"].values()) == len(by_id) == 39
    assert by_id["ethnicity-recorded"]["assessed_from"] == "fields"
    assert {"field": "children[].ethnicity_self", "columns": ["SDE"], "mapped": True} in by_id["ethnicity-recorded"][
        "fields"
    ]
    assert by_id["no-victim-blaming-language"]["assessed_from"] == "none"
    assert [each["field"] for each in by_id["body-worn-video-used"]["would_settle"]] == [
        "attendances[].body_worn_video"
    ]
    assert by_id["images-on-caid"]["arises"] is False


def test_check_fails_for_columns_and_values_that_do_not_fit(export: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.yaml").write_text(MAPPING, encoding="utf-8")
    assert mapping("check", "mine.yaml", export, "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)["export"]
    assert told["missing"] == [
        {
            "table": "cases",
            "place": "Occurrences.csv",
            "columns": ["CLOSED"],
            "fields": ["closed_at"],
            "elsewhere": False,
        }
    ]
    unlisted = {key: told["unlisted"][0][key] for key in ("column", "value", "unlisted", "count")}
    assert unlisted == {"column": "OCC_TYPE", "value": "MISPER", "unlisted": "set_aside", "count": 4}


def test_check_takes_values_that_are_kept_as_unknown_for_no_fault(
    export: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        MAPPING.replace("      closed_at: CLOSED\n", "      title: {column: OCC_TYPE, picklist: titles}\n")
        + "  titles: {values: {DA: a}, unlisted: unknown}\n"
    )
    Path("mine.yaml").write_text(
        text.replace("{DA: domestic_abuse}", "{DA: domestic_abuse, MISPER: missing}"), encoding="utf-8"
    )
    assert mapping("check", "mine.yaml", export) == 0
    assert "kept as unknown" in capsys.readouterr().out


def test_check_tells_rows_that_would_be_set_aside(export: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = MAPPING.replace("closed_at: CLOSED", "closed_at: OCC_TYPE").replace(
        "{DA: domestic_abuse}", "{DA: domestic_abuse, MISPER: missing}"
    )
    Path("mine.yaml").write_text(text, encoding="utf-8")
    assert mapping("check", "mine.yaml", export) == 1
    assert "Rows that a run would set aside" in capsys.readouterr().out


def test_check_of_an_export_alone_uses_what_would_be_suggested(
    export: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert mapping("check", export, "-r", "dip-sample") == 0
    out = capsys.readouterr().out
    assert "Mapping suggested, rubric dip-sample" in out
    assert "Columns to ask for" in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_wrong_name_is_told(in_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mapping("check", "nothing-here") == 2
    assert "nothing-here" in capsys.readouterr().err
    assert mapping("check", "a.yaml", "b.yaml") == 2
    assert "Two mappings are given" in capsys.readouterr().err


def test_list_and_show(export: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert mapping("suggest", export, "-o", "mappings/mine.yaml") == 0
    capsys.readouterr()
    assert mapping("list", "--format", "json") == 0
    assert "mine" in [each["id"] for each in json.loads(capsys.readouterr().out)]
    assert mapping("show", "mine") == 0
    assert "D.O.B" in capsys.readouterr().out


def test_schema_is_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert mapping("schema") == 0
    assert json.loads(capsys.readouterr().out)["properties"]["tables"]["minItems"] == 1


@pytest.mark.parametrize(
    "sample", ["records-system/export", "workbook/safeguarding review.xlsx", "xml-return/return.xml", "notices/forms"]
)
def test_the_samples_own_exports_get_a_mapping_that_loads(sample: str, in_folder: Path) -> None:
    assert mapping("suggest", SAMPLES / sample, "-o", "mine.yaml") == 0
    loaded = load_mapping_file(in_folder / "mine.yaml")
    into = {spec.into for spec in loaded.tables}
    assert {"case", "children[]", "narrative[]", "notices[]"} - into <= ({"notices[]"} if "xml" in sample else set())
