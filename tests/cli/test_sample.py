"""`caseaudit sample` and `caseaudit ledger` as their users rely on them: files, exit codes, messages, repeatability."""

from __future__ import annotations

import gzip
import io
import json
import random
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import a_case_file
from caseaudit.reading.draws import draw_beside, draw_for

Run = Callable[..., Any]
SEED = ("--seed", "2025-06")
DAY = ("--as-of", "2025-06-02", "--who", "QA")
RECORDS = Path(__file__).parents[2] / "samples" / "records-system" / "export"

KINDS = ("domestic_abuse", "domestic_abuse", "missing", "ppn")


def a_month(count: int = 20) -> list[dict[str, Any]]:
    return [
        a_case_file(
            case_id=f"C-{number:03}",
            case_type=KINDS[number % 4],
            area=("North", "South")[number % 2],
            reported_at=f"2025-05-{number:02}T10:00",
            children=[{"child_id": "K1", "person_ref": f"P{number // 2}", "names": ["Cerys"]}],
        )
        for number in range(1, count + 1)
    ]


def ids_in(name: str) -> list[str]:
    return [json.loads(line)["case_id"] for line in Path(name).read_text(encoding="utf-8").splitlines()]


def draw_of(name: str) -> Any:
    return json.loads(Path(name).read_text(encoding="utf-8"))


def events_in(name: str = "ledger.jsonl") -> list[tuple[str, str]]:
    lines = Path(name).read_text(encoding="utf-8").splitlines()
    return [(one["event"], one["case_id"]) for one in map(json.loads, lines)]


@pytest.fixture
def may(export: Run) -> str:
    name: str = export(*a_month())
    return name


class TestDraw:
    def test_the_drawn_case_files_are_written_exactly_as_they_were_read(self, run: Run, in_folder: Path) -> None:
        lines = [json.dumps(case, ensure_ascii=False, separators=(", ", ":  ")) for case in a_month()]
        Path("may.jsonl").write_text("\n".join(lines), encoding="utf-8")
        ran = run("sample", "may.jsonl", "--size", "5", *SEED, "-o", "june")
        assert ran.code == 0
        assert "Drew 5 of 20 cases" in ran.out
        assert ran.err.splitlines() == ["Wrote june.draw.json", "Wrote june.jsonl"]
        drawn = Path("june.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(drawn) == 5
        assert set(drawn) < set(lines)
        # As docs/sampling.md prints them: the first of C-001 to C-020 by rank.
        assert ids_in("june.jsonl") == ["C-007", "C-004", "C-009", "C-002", "C-017"]

    def test_the_same_command_gives_the_same_bytes_and_another_order_the_same_cases(
        self, run: Run, export: Run
    ) -> None:
        cases = a_month()
        run("sample", export(*cases), "--size", "5", *SEED, "--by", "area", "-o", "june")
        first = Path("june.jsonl").read_bytes(), Path("june.draw.json").read_bytes()
        assert run("sample", "may.jsonl", "--size", "5", *SEED, "--by", "area", "-o", "june").code == 0
        assert (Path("june.jsonl").read_bytes(), Path("june.draw.json").read_bytes()) == first
        random.Random(7).shuffle(cases)
        export(*cases, name="other.jsonl")
        run("sample", "other.jsonl", "--size", "5", *SEED, "--by", "area", "-o", "again")
        assert Path("again.jsonl").read_bytes() == first[0]
        one, other = draw_of("june.draw.json"), draw_of("again.draw.json")
        assert one["inputs"] != other["inputs"]
        for draw in (one, other):
            del draw["inputs"]
            for case in draw["cases"]:
                del case["source"]
        assert one == other

    def test_the_record_holds_no_clock_no_user_and_no_path(self, run: Run, may: str, in_folder: Path) -> None:
        whole = str(in_folder / may)
        run("sample", whole, "--size", "5", *SEED, "-o", str(in_folder / "june"), "--ledger", "ledger.jsonl", *DAY)
        text = Path("june.draw.json").read_text(encoding="utf-8")
        assert str(in_folder) not in text
        assert "QA" not in text
        record = json.loads(text)
        assert record["schema"] == "caseaudit.draw/1"
        assert record["inputs"][0]["path"] == "may.jsonl"

    def test_a_json_list_compressed_and_from_standard_input(
        self, run: Run, in_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = json.dumps(a_month(), indent=2)
        Path("may.json.gz").write_bytes(gzip.compress(text.encode()))
        run("sample", "may.json.gz", "--size", "5", *SEED, "-o", "june")
        assert ids_in("june.jsonl") == ["C-007", "C-004", "C-009", "C-002", "C-017"]
        lines = "".join(json.dumps(case) + "\n" for case in a_month())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
        assert run("sample", "-", "--size", "5", *SEED, "-o", "piped").code == 0
        assert ids_in("piped.jsonl") == ids_in("june.jsonl")

    def test_quotas_reserves_and_picks_go_to_files_of_their_own(self, run: Run, may: str) -> None:
        ran = run(
            "sample", may, "--quota", "Domestic abuse=4", "--quota", "ppn=1", *SEED, "--reserve", "2", "--pick", "C-020",
            "-o", "june.jsonl",
        )  # fmt: skip
        assert ran.code == 0
        draw = draw_of("june.draw.json")
        assert (draw["method"], draw["plan"]["size"], draw["plan"]["by"]) == ("quota", 5, ["case_type"])
        assert {one["values"][0]: one["drawn"] for one in draw["strata"]} == {
            "domestic_abuse": 4,
            "missing": 0,
            "ppn": 1,
        }
        assert (len(ids_in("june.jsonl")), len(ids_in("june.reserve.jsonl"))) == (5, 4)
        if "C-020" not in ids_in("june.jsonl"):
            assert ids_in("june.picked.jsonl") == ["C-020"]
        assert "never as one rate over all cases" in ran.out.replace("\n", " ").replace("  ", " ")

    def test_filters_say_what_they_left_out(self, run: Run, may: str) -> None:
        ran = run("sample", may, "--size", "3", *SEED, "--from", "2025-05-05", "--where", "area=north", "-o", "june")
        assert ran.code == 0
        draw = draw_of("june.draw.json")
        assert {one["reason"]: one["cases"] for one in draw["exclusions"]} == {
            "outside the period": 4,
            "not area=north": 8,
        }
        assert draw["frame"]["cases"] == 8
        assert "8  not area=north" in ran.out

    def test_one_case_a_child(self, run: Run, may: str) -> None:
        assert run("sample", may, "--size", "20", *SEED, "--one-per", "child", "-o", "june").code == 0
        refs = [json.loads(line)["children"][0]["person_ref"] for line in Path("june.jsonl").read_text().splitlines()]
        assert len(refs) == len(set(refs)) == 11

    def test_no_name_of_a_child_is_printed_or_recorded(self, run: Run, may: str) -> None:
        ran = run("sample", may, "--size", "3", *SEED, "--by", "area", "--pick", "C-001", "-o", "june")
        assert "Cerys" not in ran.out + ran.err + Path("june.draw.json").read_text()

    def test_a_record_that_was_set_aside_is_told_and_not_in_the_frame(self, run: Run, export: Run) -> None:
        name = export(*a_month(5), '{"case_id": "broken"', a_case_file(case_id="C-001"))
        ran = run("sample", name, "--size", "5", *SEED, "-o", "june")
        assert ran.code == 3
        assert "2 records set aside" in ran.err
        assert "may.jsonl:6" in ran.err
        assert draw_of("june.draw.json")["frame"] | {"sha256": "", "export_sha256": ""} == {
            "read": 7,
            "set_aside": 2,
            "export_sha256": "",
            "cases": 5,
            "sha256": "",
        }
        assert run("sample", name, "--size", "5", *SEED, "-o", "june", "--allow-rejects").code == 0

    def test_a_mapped_export_gives_case_files_that_are_audited_alike(self, run: Run, rubric: str) -> None:
        day = ("--as-of", "2025-05-23", "-q", "--allow-rejects", "-r", rubric)
        drawn = run(
            "sample", str(RECORDS), "-m", "records-system", "--size", "4", *SEED, "-o", "june", "--allow-rejects"
        )
        assert drawn.code == 0
        assert draw_of("june.draw.json")["mapping"]["id"] == "records-system"
        assert run("run", "june.jsonl", "-o", "sample.json", *day).code == 0
        assert run("run", str(RECORDS), "-m", "records-system", "-o", "whole.json", *day).code == 0
        whole = {case["case_id"]: case["findings"] for case in draw_of("whole.json")["cases"]}
        for case in draw_of("sample.json")["cases"]:
            assert case["findings"] == whole[case["case_id"]]
        missing = run("sample", str(RECORDS), "--verify", "june.draw.json")
        assert missing.code == 2
        assert "made through the mapping records-system.yaml" in missing.err
        assert run("sample", str(RECORDS), "-m", "records-system", "--verify", "june.draw.json").code == 0


class TestRefused:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ("--size 3 -o x", "A draw needs a seed"),
            ("--size 3 --seed ' ' -o x", "A draw needs a seed"),
            ("--seed a -o x", "How many cases?"),
            ("--seed a --size 3", "Where does the sample go?"),
            ("--seed a --size 0 -o x", "--size"),
            ("--seed a --size 3 -o x.xlsx", "written as JSON Lines"),
            ("--seed a --size 3 -o may.jsonl", "is read and is to be written"),
            ("--seed a --size 3 -o nowhere/x", "there is no such folder"),
            ("--seed a --size 3 -o x --by aera", "Did you mean area?"),
            ("--seed a --size 3 -o x --by team", "no case file of the export has it"),
            ("--seed a --size 3 -o x --by area --by area", "names a field twice"),
            ("--seed a --size 3 -o x --allocation equal", "there is no --by"),
            ("--seed a --size 3 -o x --by area --allocation fair", "proportional or equal"),
            ("--seed a --size 3 -o x --quota ppn=6", "contradict each other"),
            ("--seed a -o x --quota ppn", "this is no quota"),
            ("--seed a -o x --quota ppn=0", "this is no quota"),
            ("--seed a -o x --quota pnp=2", "Did you mean ppn?"),
            ("--seed a -o x --quota ppn=2 --quota PPN=3", "has a quota already"),
            ("--seed a -o x --by area --quota Nort=3", "Did you mean North?"),
            ("--seed a -o x --by area --by case_type --quota ppn=3", "several"),
            ("--seed a --size 3 -o x --one-per officer", "no case file of the export has officer_in_case.officer_ref"),
            ("--seed a --size 3 -o x --one-per team", "Write child or officer"),
            ("--seed a --size 3 -o x --from 2025-06-01 --to 2025-05-01", "lies after"),
            ("--seed a --size 3 -o x --from 01/05/2025", "which figure is the day"),
            ("--seed a --size 3 -o x --dated-by closed_at", "neither is given"),
            ("--seed a --size 3 -o x --pick C-0001", "Did you mean C-001?"),
            ("--seed a --size 3 -o x --exclude-audited 6", "about the ledger, and none is given"),
            ("--seed a --size 3 -o x --ledger nowhere/l.jsonl", "There is no folder"),
            ("--seed a --size 3 -o x --ledger l.jsonl --as-of soon", "--as-of soon"),
            ("--verify none.json", "There is no draw"),
            ("--verify may.jsonl", "This is no JSON"),
            ("--verify x --size 3", "--size was given too"),
            ("--verify x --as-of 2025-06-01", "--as-of was given too"),
        ],
    )
    def test_in_words_with_exit_code_2_and_nothing_written(
        self, run: Run, may: str, in_folder: Path, arguments: str, said: str
    ) -> None:
        ran = run("sample", may, *shlex.split(arguments))
        assert ran.code == 2
        assert said in ran.err
        assert [path.name for path in in_folder.iterdir()] == ["may.jsonl"]

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ("--from 2026-01-01 --size 3", "of 20 in the export, 20 outside the period"),
            ("--quota child_death=3", "20 without a quota"),
        ],
    )
    def test_nothing_to_draw_is_exit_code_4(self, run: Run, may: str, arguments: str, said: str) -> None:
        ran = run("sample", may, "--seed", "a", "-o", "x", *arguments.split())
        assert (ran.code, Path("x.jsonl").exists()) == (4, False)
        assert said in ran.err

    def test_an_empty_export_is_exit_code_4(self, run: Run, export: Run) -> None:
        assert run("sample", export(), "--seed", "a", "--size", "3", "-o", "x").code == 4

    def test_another_draw_is_never_written_over(self, run: Run, may: str) -> None:
        run("sample", may, "--size", "3", *SEED, "-o", "june")
        before = Path("june.jsonl").read_bytes()
        ran = run("sample", may, "--size", "3", "--seed", "other", "-o", "june")
        assert ran.code == 2
        assert "june.draw.json holds another draw" in ran.err
        assert Path("june.jsonl").read_bytes() == before


class TestVerify:
    @pytest.mark.parametrize(
        "arguments",
        [
            "--size 5",
            "--size 7 --by case_type --by area --reserve 2",
            "--size 7 --by area --allocation equal --one-per child",
            "--quota domestic_abuse=3 --quota missing=9 --pick C-001",
            "--size 4 --from 2025-05-03 --to 2025-05-17 --where case_type!=ppn --where children[].age=",
        ],
    )
    def test_every_kind_of_draw_verifies(self, run: Run, may: str, arguments: str) -> None:
        assert run("sample", may, *SEED, *arguments.split(), "-o", "june").code == 0
        ran = run("sample", may, "--verify", "june.draw.json")
        assert (ran.code, ran.err) == (0, "")
        assert "is the same when it is made again" in ran.out

    def test_a_frame_that_changed_is_told(self, run: Run, export: Run) -> None:
        run("sample", export(*a_month()), "--size", "5", *SEED, "-o", "june")
        export(*[case for case in a_month(22) if case["case_id"] != "C-007"])
        ran = run("sample", "may.jsonl", "--verify", "june.draw.json")
        assert ran.code == 1
        assert "The export holds 21 cases; the draw was made from 20." in ran.out
        assert "Case C-007, drawn, is not among the case files of the export." in ran.out
        assert "june.draw.json does not verify" in ran.err

    def test_a_case_file_that_changed_is_told(self, run: Run, export: Run) -> None:
        run("sample", export(*a_month()), "--size", "5", *SEED, "-o", "june")
        export(*(case | {"team": "mended"} if case["case_id"] == "C-004" else case for case in a_month()))
        ran = run("sample", "may.jsonl", "--verify", "june.draw.json")
        assert ran.code == 1
        assert "Case C-004: the export says something else of it than when it was drawn." in ran.out

    def test_a_sample_that_changed_is_told(self, run: Run, may: str) -> None:
        run("sample", may, "--size", "5", *SEED, "-o", "june")
        lines = Path("june.jsonl").read_text().splitlines(keepends=True)
        Path("june.jsonl").write_text("".join(lines[1:]))
        ran = run("sample", may, "--verify", "june.draw.json")
        assert ran.code == 1
        assert "june.jsonl does not hold the case files as they were drawn" in ran.out

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"schema": "caseaudit.results/1"}, "format caseaudit.results/1"),
            ({}, "no record of a draw"),
            ({"schema": "caseaudit.draw/1", "algorithm": "dice"}, "'dice'"),
            ({"schema": "caseaudit.draw/1", "algorithm": "caseaudit-rank/1"}, "wrong values"),
        ],
    )
    def test_what_is_no_draw_is_refused(self, run: Run, may: str, data: Any, said: str) -> None:
        Path("x.draw.json").write_text(json.dumps(data))
        ran = run("sample", may, "--verify", "x.draw.json")
        assert ran.code == 2
        assert said in ran.err


class TestLedger:
    def draw(self, run: Run, may: str, name: str, *more: str, size: str = "8") -> Any:
        return run("sample", may, "--size", size, *SEED, "--ledger", "ledger.jsonl", *DAY, "-o", name, *more)

    def test_two_draws_never_take_the_same_case(self, run: Run, may: str) -> None:
        assert self.draw(run, may, "one", "--reserve", "2").code == 0
        second = self.draw(run, may, "two", size="9")
        assert second.code == 0
        assert "10  drawn already and not yet audited or released (ledger)" in second.out
        taken = [*ids_in("one.jsonl"), *ids_in("one.reserve.jsonl"), *ids_in("two.jsonl")]
        assert len(taken) == len(set(taken)) == 19
        assert sorted(events_in()) == sorted(("drawn", case_id) for case_id in taken)

    def test_the_same_draw_again_is_the_same_and_enters_nothing_new(self, run: Run, may: str) -> None:
        self.draw(run, may, "one")
        files = {path.name: path.read_bytes() for path in Path().iterdir()}
        # On a later day, too: the ledger knows the day of the draw.
        again = run("sample", may, "--size", "8", *SEED, "--ledger", "ledger.jsonl", "--who", "QA", "-o", "one")
        assert again.code == 0
        assert "the ledger has this draw already" in again.err
        assert {path.name: path.read_bytes() for path in Path().iterdir()} == files

    def test_a_draw_verifies_when_the_ledger_has_grown_and_not_when_it_was_changed(self, run: Run, may: str) -> None:
        self.draw(run, may, "one", size="3")
        self.draw(run, may, "two", size="4")
        run("ledger", "audited", "ledger.jsonl", "one.draw.json")
        verify = ("sample", may, "--verify", "two.draw.json")
        without = run(*verify)
        assert without.code == 0
        assert "What the ledger left out (3 cases) was taken from the draw" in without.out
        assert run(*verify, "--ledger", "ledger.jsonl").code == 0
        text = Path("ledger.jsonl").read_text()
        Path("ledger.jsonl").write_text("".join(text.splitlines(keepends=True)[1:]))
        changed = run(*verify, "--ledger", "ledger.jsonl")
        assert changed.code == 1
        assert "entries were changed or taken out" in changed.out

    def test_what_was_audited_is_left_out_for_its_months_and_reserves_become_free(self, run: Run, may: str) -> None:
        self.draw(run, may, "one", "--reserve", "4", size="4")
        ran = run("ledger", "audited", "ledger.jsonl", "one.draw.json", "--on", "2025-06-20")
        assert (ran.code, ran.err) == (0, "Entered in ledger.jsonl: 4 cases audited, 4 cases released.\n")
        assert run("ledger", "audited", "ledger.jsonl", "one.draw.json").err.endswith("nothing new.\n")
        ledger = ("--ledger", "ledger.jsonl", "--who", "QA")
        year = run("sample", may, "--size", "20", *SEED, *ledger, "--as-of", "2026-06-19", "-o", "two")
        assert "4  audited in the last 12 months (ledger)" in year.out
        assert len(ids_in("two.jsonl")) == 16
        run("ledger", "release", "ledger.jsonl", "two.draw.json")
        after = run("sample", may, "--size", "20", *SEED, *ledger, "--as-of", "2026-06-20", "-o", "three")
        assert "Drew 20 of 20 cases" in after.out
        run("ledger", "release", "ledger.jsonl", "three.draw.json")
        half = run(
            "sample",
            may,
            "--size",
            "20",
            *SEED,
            *ledger,
            "--as-of",
            "2025-12-20",
            "--exclude-audited",
            "6",
            "-o",
            "four",
        )
        assert "Drew 20 of 20 cases" in half.out

    def test_release_and_show(self, run: Run, may: str) -> None:
        self.draw(run, may, "one", "--purpose", "June dip sample", size="3")
        first = ids_in("one.jsonl")[0]
        shown = run("ledger", "show", "ledger.jsonl")
        assert "pending: 3 cases" in shown.out
        assert "June dip sample: 3 cases" in shown.out
        assert run("ledger", "release", "ledger.jsonl", "one.draw.json", "--case", first).code == 0
        assert ("released", first) in events_in()
        assert "pending: 2 cases" in run("ledger", "show", "ledger.jsonl").out
        wrong = run("ledger", "audited", "ledger.jsonl", "one.draw.json", "--case", "C-999")
        assert (wrong.code, "the draw has no such case" in wrong.err) == (2, True)
        assert run("ledger", "show", "none.jsonl").code == 2

    def test_a_ledger_that_broke_off_is_told_and_used(self, run: Run, may: str) -> None:
        self.draw(run, may, "one", size="3")
        path = Path("ledger.jsonl")
        path.write_bytes(path.read_bytes()[:-20])
        ran = self.draw(run, may, "two", size="3")
        assert ran.code == 0
        assert "ledger.jsonl: line 3 broke off and was passed over" in ran.err
        assert run("ledger", "show", "ledger.jsonl").code == 0

    def test_what_is_no_ledger_is_refused_and_left_alone(self, run: Run, may: str, export: Run) -> None:
        other = export(*a_month(2), name="other.jsonl")
        before = Path(other).read_bytes()
        ran = run("sample", may, "--size", "3", *SEED, "--ledger", other, "-o", "x")
        assert ran.code == 2
        assert "other.jsonl:1: This line is no entry of a ledger" in ran.err
        assert Path(other).read_bytes() == before
        assert not Path("x.jsonl").exists()


class TestBeside:
    def test_the_record_is_found_beside_each_file_of_the_draw(self, run: Run, may: str) -> None:
        run("sample", may, "--size", "3", *SEED, "--reserve", "1", "-o", "june")
        for name in ("june.jsonl", "june.reserve.jsonl", "june.picked.jsonl"):
            assert draw_beside(Path(name)) == Path("june.draw.json")
        assert draw_beside(Path("may.jsonl")) is None
        found = draw_for(["june.jsonl", "june.reserve.jsonl", "may.jsonl"])
        assert found is not None
        assert found.plan.seed == "2025-06"
        run("sample", may, "--size", "3", *SEED, "-o", "july")
        assert draw_for(["june.jsonl", "july.jsonl"]) is None
        assert draw_for(["may.jsonl"]) is None
