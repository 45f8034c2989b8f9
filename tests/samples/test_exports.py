"""The four sample exports, each through its mapping and the command line: what their READMEs and `expected.json` promise."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from caseaudit.__main__ import main
from caseaudit.reading.mappings import load_mapping
from caseaudit.reading.tables.opening import find_handles, tables_of
from caseaudit.reading.tables.rows import TEXT
from caseaudit.reading.tables.settings import ReadSettings

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
EXPORTS = {
    "records-system": "export",
    "workbook": "safeguarding review.xlsx",
    "xml-return": "return.xml",
    "notices": "forms",
}
OUTCOMES = ("met", "partly_met", "not_met", "not_applicable", "cannot_assess")
WORST = ("not_met", "partly_met", "cannot_assess", "met", "not_applicable")
SECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00")

# The one finding that tables cannot give in the words of the JSON: there this case has no key for its lines of enquiry, and a
# table of lines is there for every case or for none. Its one row has a status of no picklist, and the outcome is the same.
WORDED_OTHERWISE = ("MS25-003488", "lines-of-enquiry-complete")


def expected_of(sample: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / sample / "expected.json").read_text(encoding="utf-8"))
    return found


@cache
def results_of(sample: str, folder: Path, rubric: str = "") -> dict[str, Any]:
    wanted = expected_of(sample)
    rubric = rubric or wanted["rubric"]
    out = folder / f"{sample} {rubric}.json"
    export = str(SAMPLES / sample / EXPORTS[sample])
    arguments = ["-m", wanted["mapping"], "-r", rubric, "--as-of", wanted["as_of"], "--allow-rejects"]
    assert main(["run", export, *arguments, "--quiet", "-o", str(out)]) == 0
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


@cache
def results_of_the_json(folder: Path, rubric: str) -> dict[str, Any]:
    out = folder / f"inspection-2025 {rubric}.json"
    export = str(SAMPLES / "inspection-2025" / "case-files.jsonl")
    assert main(["run", export, "-r", rubric, "--as-of", "2025-05-23", "--quiet", "-o", str(out)]) == 0
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


def outcome_of(case: dict[str, Any], criterion: str) -> str:
    outcomes = {finding["outcome"] for finding in case["findings"] if finding["criterion"] == criterion}
    return next(outcome for outcome in WORST if outcome in outcomes)


@pytest.mark.parametrize("sample", EXPORTS)
def test_every_count_is_the_one_that_the_sample_intends(folder: Path, sample: str) -> None:
    results, expected = results_of(sample, folder), expected_of(sample)
    found = {c["criterion"]: {o: c[o] for o in OUTCOMES} for c in results["summary"]["criteria"]}
    wanted = {criterion: {o: counts.get(o, 0) for o in OUTCOMES} for criterion, counts in expected["criteria"].items()}
    assert found == wanted
    assert results["summary"]["cases"] == expected["cases"]
    assert results["summary"]["faults"] == 0


@pytest.mark.parametrize("sample", EXPORTS)
def test_the_sample_brings_its_mapping(sample: str) -> None:
    mapping = load_mapping(expected_of(sample)["mapping"])
    assert mapping.mapping == sample
    assert mapping.title
    assert mapping.system


def alike(value: Any) -> Any:
    """Leave out where things stand, seconds of nought, and in which way a box is empty."""
    if isinstance(value, dict):
        return {key: alike(item) for key, item in value.items() if key != "source"}
    if isinstance(value, list):
        return [alike(item) for item in value]
    if value == "":
        return None
    return value[:-3] if isinstance(value, str) and SECONDS.fullmatch(value) else value


def findings_of(results: dict[str, Any]) -> dict[tuple[str, str, str | None], Any]:
    return {
        (case["case_id"], finding["criterion"], finding["subject"]): alike(finding)
        for case in results["cases"]
        for finding in case["findings"]
    }


@pytest.mark.parametrize("rubric", ["dip-sample", "arthur"])
def test_the_48_case_files_give_the_same_findings_as_the_json(folder: Path, rubric: str) -> None:
    found = findings_of(results_of("records-system", folder, rubric))
    wanted = findings_of(results_of_the_json(folder, rubric))
    assert found.keys() == wanted.keys()
    for key, finding in wanted.items():
        if key[:2] == WORDED_OTHERWISE:
            assert {**found[key], "reason": ""} == {**finding, "reason": ""}
        else:
            assert found[key] == finding, key


@pytest.mark.parametrize("rubric", ["dip-sample", "arthur", "ncpi"])
def test_the_48_case_files_give_the_same_outcomes_counts_and_scores_as_the_json(folder: Path, rubric: str) -> None:
    # Of all 113 criteria some reasons are worded otherwise: a case that was never missing has no row in the file of missing
    # episodes, which is an empty place, where the JSON has no key. No outcome depends on it.
    csv, json_ = results_of("records-system", folder, rubric), results_of_the_json(folder, rubric)
    found = {key: finding["outcome"] for key, finding in findings_of(csv).items()}
    wanted = {key: finding["outcome"] for key, finding in findings_of(json_).items()}
    assert found == wanted
    assert [(case["case_id"], case["score"]) for case in csv["cases"]] == [
        (case["case_id"], case["score"]) for case in json_["cases"]
    ]
    assert csv["summary"] == json_["summary"]


def test_every_row_of_the_records_system_is_accounted_for(folder: Path) -> None:
    inputs = results_of("records-system", folder)["run"]["inputs"]
    wanted = expected_of("records-system")["rows"]
    assert {item["path"]: {name: item[name] for name in wanted[item["path"]]} for item in inputs} == wanted
    for item in inputs:
        became = item["audited"] + item["rejected"] + item["repeated"] + item["left_out"] + item["blank"]
        assert became == item["read"], item["path"]


def test_the_orphan_is_set_aside_with_its_place_and_reason(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    export, rejects = str(SAMPLES / "records-system" / "export"), tmp_path / "rejects.jsonl"
    arguments = ["-m", "records-system", "--as-of", "2025-05-23", "--rejects", str(rejects)]
    assert main(["run", export, *arguments]) == 3
    (line,) = rejects.read_text(encoding="utf-8").splitlines()
    reject = json.loads(line)
    assert reject["_rejected"]["file"] == "Warning Markers.csv"
    assert reject["_rejected"]["row"] == 15
    assert reject["_rejected"]["column"] == "Occ No"
    assert reject["_rejected"]["value"] == "19999"
    (row,) = reject["_rows"]
    assert row["values"]["Marker No"] == "WM0999"
    assert "1 record set aside" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("sample", "file", "table"),
    [
        ("records-system", "Occurrences.csv", None),
        ("workbook", "safeguarding review.xlsx", "Cases"),
        ("xml-return", "return.xml", "SafeguardingReturn/Cases/Case"),
    ],
)
def test_each_case_says_where_it_stands(folder: Path, sample: str, file: str, table: str | None) -> None:
    sources = [case["source"] for case in results_of(sample, folder)["cases"]]
    assert {source["file"] for source in sources} == {file}
    assert {source["table"] or None for source in sources} == {table}
    rows = [source["row"] for source in sources]
    assert rows == sorted(set(rows))
    assert all(source["system"] for source in sources)
    if sample == "workbook":
        assert rows == list(range(6, 18))  # the rows that Excel shows, below titles, group names and header


def test_each_notice_comes_to_what_its_author_intended(folder: Path) -> None:
    intended = expected_of("notices")["by_case"]
    cases = results_of("notices", folder)["cases"]
    found = {
        case["case_id"]: {criterion: outcome_of(case, criterion) for criterion in intended[case["case_id"]]}
        for case in cases
    }
    assert found == intended


def notices_written() -> Any:
    """Load what the notices were made from; the module has a common name, so it gets one of its own here."""
    spec = spec_from_file_location("samples_notices_content", SAMPLES / "notices" / "content.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.NOTICES


def test_no_word_of_a_notice_is_lost() -> None:
    notices = notices_written()
    settings = ReadSettings()
    texts: dict[str, str] = {}
    for handle in find_handles([str(SAMPLES / "notices" / "forms")], settings)[0]:
        rows = [row for table in tables_of(handle, settings) for row in table.rows if table.name == ""]
        texts[handle.name.rpartition(".")[0]] = " ".join(str(rows[0].values[TEXT]).split())
    assert len(texts) == len(notices) == 10
    for notice in notices:
        told = (
            notice.ref,
            notice.submitted,
            notice.happened,
            notice.said,
            notice.seemed,
            notice.looked,
            notice.home,
            notice.decision,
        )
        for said in (*told, *notice.more.values()):
            assert " ".join(said.split()) in texts[notice.ref], (notice.ref, said)


@pytest.mark.parametrize("sample", EXPORTS)
def test_making_it_again_gives_the_same_files(tmp_path: Path, sample: str) -> None:
    shutil.copytree(SAMPLES / "inspection-2025", tmp_path / "inspection-2025")
    made = [EXPORTS[sample], "expected.json"]
    shutil.copytree(SAMPLES / sample, tmp_path / sample, ignore=shutil.ignore_patterns(*made, "__pycache__"))
    subprocess.run([sys.executable, str(tmp_path / sample / "make.py")], check=True, cwd=tmp_path)
    for name in made:
        path = SAMPLES / sample / name
        files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        for file in files:
            again = tmp_path / sample / file.relative_to(SAMPLES / sample)
            if file.suffix == ".xlsx":
                # The bytes depend on the version of openpyxl; what is in the cells does not.
                assert cells_of(again) == cells_of(file)
            else:
                assert again.read_bytes() == file.read_bytes(), file.name


def cells_of(path: Path) -> dict[str, Any]:
    book = load_workbook(path)
    return {
        sheet.title: (sheet.sheet_state, sorted(map(str, sheet.merged_cells.ranges)), list(sheet.values))
        for sheet in book
    }


def test_the_records_system_is_as_awkward_as_its_readme_says() -> None:
    files = {path.name: path.read_bytes() for path in (SAMPLES / "records-system" / "export").iterdir()}
    assert len(files) == 12
    for name, data in files.items():
        assert b"\r\n" in data, name
    marked = [name for name, data in files.items() if data.startswith(b"\xef\xbb\xbf")]
    assert marked == ["Warning Markers.csv"]
    assert files["Referrals.csv"].splitlines()[0].count(b";") == 5
    everything = b"".join(data for name, data in files.items() if name not in marked)
    with pytest.raises(UnicodeDecodeError):
        everything.decode("utf-8")
    text = everything.decode("windows-1252")
    for character in "\u00a3\u2018\u2019\u201c\u201d\u2013\u00a0".replace("\u2018", ""):
        assert character in text, hex(ord(character))
    for spelling in ("00000934", "934.0", "'000934", " 000934\u00a0"):
        assert spelling in text


def test_nobody_in_the_notices_lives_in_a_real_place() -> None:
    text = (SAMPLES / "notices" / "content.py").read_text(encoding="utf-8")
    assert not re.search(r"Stafford|Stoke|London|Birmingham|Manchester|Liverpool|Leeds|Sheffield|Bristol", text)
