"""The command line over exports that only a mapping makes case files of."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "reading"))
from mapped_builder import CASES, PEOPLE, write_export, write_mapping

from cli.conftest import Ran, json_of

Run = Callable[..., Ran]


@pytest.fixture
def mapped(in_folder: Path, rubric: str) -> list[str]:
    """Write export, mapping and rubric; give the arguments that audit it."""
    write_mapping(in_folder)
    write_export(in_folder)
    return ["the export", "-m", "small.yaml", "-r", rubric, "--as-of", "2025-06-30"]


class TestRun:
    def test_an_export_is_audited_by_its_mapping(self, run: Run, mapped: list[str], in_folder: Path) -> None:
        ran = run("run", *mapped, "-o", "out.json", "-o", "out.jsonl", "-o", "out.xlsx")
        assert ran.code == 0
        assert "A small export (small)" in ran.out
        results = json_of(in_folder / "out.json")
        assert [case["case_id"] for case in results["cases"]] == ["C-1", "C-2"]
        assert results["cases"][1]["source"] == {
            "system": "Test records", "file": "cases.csv", "table": None, "row": 3
        }  # fmt: skip
        assert results["run"]["mapping"]["id"] == "small"
        people = next(used for used in results["run"]["inputs"] if used["path"] == "people.csv")
        assert (people["read"], people["audited"], people["rejected"], people["left_out"]) == (4, 3, 0, 1)
        notice = results["run"]["notices"][0]
        assert "13 rows in 6 files" in notice
        assert "12 in 2 cases audited" in notice
        assert run("report", "out.json", "-o", "again.json").code == 0
        assert (in_folder / "again.json").read_bytes() == (in_folder / "out.json").read_bytes()

    def test_several_processes_give_the_same_bytes(self, run: Run, mapped: list[str], in_folder: Path) -> None:
        cases = "REF,TYPE,REPORTED,AREA\n" + "".join(f"C-{at},DA,0{at % 9 + 1}/05/2025,\n" for at in range(130))
        people = "CASE,PERSON,ROLE,AGE,DOB,ETH\n" + "".join(
            f"C-{at % 140},K{at},CHILD,{at % 20 or 'x'},,W1\n" for at in range(300)
        )
        write_export(in_folder, cases=cases, people=people)
        for jobs in ("1", "2"):
            outputs = ["-o", f"{jobs}.json", "-o", f"{jobs}.jsonl", "--rejects", f"{jobs}.rejects"]
            assert run("run", *mapped, "--jobs", jobs, *outputs).code == 3
        for kind in ("json", "jsonl", "rejects"):
            assert (in_folder / f"1.{kind}").read_bytes() == (in_folder / f"2.{kind}").read_bytes()

    def test_what_is_set_aside_is_told_by_place_everywhere(self, run: Run, mapped: list[str], in_folder: Path) -> None:
        write_export(in_folder, people=PEOPLE.replace("03/04/2011", "soon"))
        ran = run("run", *mapped, "-o", "out.json", "-o", "out.xlsx", "--rejects", "rejects.jsonl")
        assert ran.code == 3
        assert "people.csv, row 4, column DOB, case C-2" in ran.out
        (aside,) = json_of(in_folder / "out.json")["set_aside"]
        assert (aside["row"], aside["column"], aside["value"]) == (4, "DOB", "soon")
        cells = [cell.value for cell in openpyxl.load_workbook(in_folder / "out.xlsx")["Set aside"][4]]
        assert cells[:3] == ["people.csv", 4, "C-2"]
        assert cells[-1] == "DOB"
        text = (in_folder / "rejects.jsonl").read_text(encoding="utf-8").replace('"soon"', '"03/04/2011"')
        (in_folder / "mended.jsonl").write_text(text, encoding="utf-8")
        again = run("run", "mended.jsonl", *mapped[1:], "-o", "again.json")
        assert again.code == 0
        (case,) = json_of(in_folder / "again.json")["cases"]
        assert case["case_id"] == "C-2"
        assert case["source"]["file"] == "cases.csv"

    def test_the_mapping_may_stand_in_the_settings(
        self, run: Run, mapped: list[str], in_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rest = mapped[3:]
        (in_folder / "mappings").mkdir()
        (in_folder / "small.yaml").rename(in_folder / "mappings" / "small.yaml")
        monkeypatch.setenv("CASEAUDIT_MAPPING", "small")
        assert run("run", "the export", *rest).code == 0
        monkeypatch.delenv("CASEAUDIT_MAPPING")
        (in_folder / "caseaudit.toml").write_text('mapping = "small"\n', encoding="utf-8")
        assert run("run", "the export", *rest).code == 0

    def test_the_encoding_that_is_said_wins(self, run: Run, mapped: list[str], in_folder: Path) -> None:
        export = write_export(in_folder)
        (export / "cases.csv").write_bytes(CASES.replace("North", "Tre\u2019r").encode("mac_roman"))
        assert run("run", *mapped, "--encoding", "mac_roman", "-o", "out.json").code == 0
        assert json_of(in_folder / "out.json")["run"]["settings"]["encoding"] == "mac_roman"
        assert run("run", *mapped, "--encoding", "nonsense").code == 2

    def test_a_value_that_must_be_on_the_picklist_stops_the_run(
        self, run: Run, mapped: list[str], in_folder: Path
    ) -> None:
        mapping = json.loads((in_folder / "small.yaml").read_text(encoding="utf-8"))
        mapping["picklists"]["types"]["unlisted"] = "fail"
        write_mapping(in_folder, mapping)
        write_export(in_folder, cases=CASES.replace("NEGLECT", "NOVEL"))
        ran = run("run", *mapped, "-o", "out.json")
        assert ran.code == 2
        assert "cases.csv:3" in ran.err
        assert "NOVEL" in ran.err
        assert not (in_folder / "out.json").exists()

    def test_a_condition_on_a_column_that_is_not_there_stops_the_run(
        self, run: Run, mapped: list[str], in_folder: Path
    ) -> None:
        write_export(in_folder, people=PEOPLE.replace("ROLE", "Role in case"))
        ran = run("run", *mapped, "-o", "out.json")
        assert ran.code == 2
        assert "people.csv:1: There is no column 'ROLE'" in ran.err
        assert "table 'children'" in ran.err
        assert "Role in case" in ran.err
        assert not (in_folder / "out.json").exists()

    def test_a_file_that_cannot_be_read_is_set_aside(self, run: Run, mapped: list[str], in_folder: Path) -> None:
        export = write_export(in_folder)
        (export / "flags.csv").write_bytes(b"")
        ran = run("run", *mapped, "-o", "out.json")
        assert ran.code == 3
        (aside,) = json_of(in_folder / "out.json")["set_aside"]
        assert aside["file"] == "flags.csv"
        assert len(json_of(in_folder / "out.json")["cases"]) == 2

    @pytest.mark.parametrize("name", ["may.csv", "may.xlsx", "a folder"])
    def test_without_a_mapping_the_way_to_one_is_told(self, run: Run, in_folder: Path, name: str) -> None:
        if name == "a folder":
            (in_folder / name).mkdir()
            (in_folder / name / "may.csv").write_text("REF,TYPE\n1,DA\n", encoding="utf-8")
        else:
            (in_folder / name).write_bytes(b"PK\x03\x04" if name.endswith("x") else b"REF,TYPE\n1,DA\n")
        ran = run("run", name)
        shown = f'"{name}"' if " " in name else name
        assert ran.code == 2
        assert f"caseaudit mapping suggest {shown}" in ran.err
        assert "-m" in ran.err

    def test_what_is_read_is_not_written(self, run: Run, mapped: list[str], in_folder: Path) -> None:
        ran = run("run", *mapped, "--rejects", "the export/cases.csv")
        assert ran.code == 2
        assert "is read and is to be written" in ran.err


class TestOthers:
    def test_explain_reads_by_the_mapping(self, run: Run, mapped: list[str]) -> None:
        ran = run("explain", *mapped, "--case", "C-1")
        assert ran.code == 0
        assert "Each child's ethnicity is recorded" in ran.out

    def test_explain_says_where_a_case_is_wrong(self, run: Run, mapped: list[str], in_folder: Path) -> None:
        write_export(in_folder, people=PEOPLE.replace("03/04/2011", "soon"))
        ran = run("explain", *mapped, "--case", "C-2")
        assert ran.code == 2
        assert "people.csv:4" in ran.err
        assert "column DOB" in ran.err

    def test_scan_reads_by_the_mapping(self, run: Run, mapped: list[str]) -> None:
        ran = run("scan", *mapped[:3], "--format", "jsonl", "--all")
        assert ran.code == 0
        (line,) = ran.out.splitlines()
        assert json.loads(line)["document"].startswith("C-1")
