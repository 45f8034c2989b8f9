"""`caseaudit key`: a key is made once, and whoever holds key and export can tell who a reference stands for."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from caseaudit.cli.boundary import guarded
from caseaudit.cli.key import HEAD, key_app
from caseaudit.privacy.key import Key, file_reference
from caseaudit.reading.key_files import read_key

CASES = [
    {
        "case_id": "MS25-1",
        "case_type": "missing",
        "children": [{"child_id": "1-A", "person_ref": "NOM-9", "names": ["Cerys"]}, {"child_id": "1-B"}],
        "people": [{"person_id": "1-S"}],
        "narrative": [{"entry_id": "1", "text": "x"}],
        "officer_in_case": {"officer_ref": "OFF-3"},
    },
    {"case_id": "MS25-2", "case_type": "other", "narrative": [{"entry_id": "1", "text": "x"}]},
]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    lines = [json.dumps(case) for case in CASES]
    Path("may.jsonl").write_text("\n".join([*lines, '{"case_id": "MS25-3", "case_type": "?"}', ""]), encoding="utf-8")

    def run_it(*arguments: str) -> tuple[int, str, str]:
        command = typer.main.get_command(key_app)
        code = guarded(lambda: command.main(args=list(arguments), prog_name="key", standalone_mode=False))
        return code, *capsys.readouterr()

    return run_it


def rows_of(path: str) -> list[list[str]]:
    text = Path(path).read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_new_key_is_made_and_named_but_not_shown(run: Run) -> None:
    code, out, err = run("new", "k.key")
    key = read_key(Path("k.key"))
    assert code == 0
    assert key.id in err
    assert key.secret.hex() not in out + err
    assert run("show", "k.key")[:2] == (0, f"{key.id}\n")


def test_a_key_is_not_made_over_another(run: Run) -> None:
    run("new", "k.key")
    before = Path("k.key").read_bytes()
    code, _, err = run("new", "k.key")
    assert code == 2
    assert "exists already" in err
    assert Path("k.key").read_bytes() == before


def test_the_table_tells_who_is_who(run: Run) -> None:
    run("new", "k.key")
    code, _, err = run("table", "k.key", "may.jsonl", "-o", "who.csv")
    key = read_key(Path("k.key"))
    head, *rows = rows_of("who.csv")
    assert code == 0
    assert tuple(head) == HEAD
    found = {reference: (kind, case, value) for reference, kind, case, value in rows}
    assert len(found) == len(rows)
    assert found[key.reference("case", "MS25-1")] == ("case", "MS25-1", "MS25-1")
    assert found[key.reference("child", "1-A")] == ("child", "MS25-1", "1-A")
    assert found[key.reference("person", "1-S")] == ("person", "MS25-1", "1-S")
    assert found[key.reference("officer", "OFF-3")] == ("officer", "MS25-1", "OFF-3")
    assert found[key.reference("case", "MS25-3")] == ("case", "MS25-3", "MS25-3")
    assert found[file_reference("may.jsonl", key)] == ("file", "", "may.jsonl")
    assert [case for kind, case, _ in found.values() if kind == "entry"] == ["MS25-1", "MS25-2"]
    assert "2 cases" in err
    assert "1 record was set aside" in err
    assert "Cerys" not in Path("who.csv").read_text(encoding="utf-8-sig")
    if os.name == "posix":
        assert stat.S_IMODE(Path("who.csv").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("k.key", "may.jsonl"), "Where does the table go"),
        (("k.key", "may.jsonl", "-o", "who.xlsx"), "written as CSV"),
        (("none.key", "may.jsonl", "-o", "who.csv"), "no key file"),
        (("k.key", "none.jsonl", "-o", "who.csv"), "none.jsonl"),
        (("k.key", "may.jsonl", "-o", "there.csv"), "exists already"),
    ],
)
def test_what_it_cannot_do_is_said_and_nothing_is_written(run: Run, arguments: tuple[str, ...], what: str) -> None:
    run("new", "k.key")
    Path("there.csv").write_text("mine", encoding="utf-8")
    code, _, err = run("table", *arguments)
    assert code == 2
    assert what in err
    assert not Path("who.csv").exists()
    assert Path("there.csv").read_text(encoding="utf-8") == "mine"


def test_an_export_without_a_case(run: Run) -> None:
    run("new", "k.key")
    Path("empty.jsonl").write_text("", encoding="utf-8")
    code, _, err = run("table", "k.key", "empty.jsonl", "-o", "who.csv")
    assert code == 4
    assert "no case" in err


def test_ids_cannot_run_as_formulas(run: Run) -> None:
    run("new", "k.key")
    Path("bad.jsonl").write_text(json.dumps({"case_id": "=1+1", "case_type": "other"}), encoding="utf-8")
    assert run("table", "k.key", "bad.jsonl", "-o", "who.csv")[0] == 0
    assert not any(cell.startswith("=") for row in rows_of("who.csv") for cell in row)


def test_keys_do_not_share_a_table(run: Run) -> None:
    run("new", "k.key")
    Path("other.key").write_text(Key(bytes(range(32))).secret.hex(), encoding="utf-8")
    run("table", "k.key", "may.jsonl", "-o", "one.csv")
    run("table", "other.key", "may.jsonl", "-o", "two.csv")
    one, two = ({row[0] for row in rows_of(name)[1:]} for name in ("one.csv", "two.csv"))
    assert one
    assert not one & two
