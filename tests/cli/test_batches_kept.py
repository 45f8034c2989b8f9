"""The cache beside everything that may change between two runs: names, exceptions, places, the disk itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import a_case_file, some_case_files
from caseaudit.batch import cache as caches

Run = Callable[..., Any]
DAY = ("--as-of", "2025-05-23")


def findings(path: str) -> dict[str, list[Any]]:
    lines = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
    return {line["case_id"]: line["findings"] for line in lines[1:-1]}


def write_exceptions(*cases: str) -> None:
    entries = [
        f"  - case: {case}\n    criterion: child-seen\n    reason: agreed at the strategy meeting\n"
        "    author: DCI A.B.\n    expires: 2025-12-31\n"
        for case in cases
    ]
    Path("exceptions.yaml").write_text("exceptions:\n" + "".join(entries), encoding="utf-8")


class TestPseudonyms:
    def test_no_file_name_comes_back_from_the_cache(self, run: Run, export: Run, rubric: str) -> None:
        run("key", "new", "force.key")
        cases = some_case_files(3)
        asked = ("run", export(*cases, name="Smith family.jsonl"), "-r", rubric, *DAY, "-j", "1")
        run(*asked, "--pseudonymise", "force.key", "-o", "plain.jsonl")
        for name in ("first.jsonl", "again.jsonl"):
            run(*asked, "--pseudonymise", "force.key", "--cache", "kept", "-o", name)
            assert Path(name).read_bytes() == Path("plain.jsonl").read_bytes()
            assert "Smith" not in Path(name).read_text("utf-8")

    def test_results_with_names_and_without_do_not_mix(self, run: Run, export: Run, rubric: str) -> None:
        run("key", "new", "force.key")
        asked = ("run", export(*some_case_files(3)), "-r", rubric, *DAY, "-j", "1", "--cache", "kept")
        run(*asked, "-o", "named.jsonl")
        run(*asked, "--pseudonymise", "force.key", "-o", "keyed.jsonl")
        run(*asked, "-o", "again.jsonl")
        assert Path("named.jsonl").read_bytes() == Path("again.jsonl").read_bytes()
        assert not set(findings("named.jsonl")) & set(findings("keyed.jsonl"))


class TestExceptions:
    @pytest.mark.parametrize("keyed", [False, True])
    def test_an_acceptance_is_in_force_only_while_it_is_on_file(
        self, run: Run, export: Run, rubric: str, *, keyed: bool
    ) -> None:
        run("key", "new", "force.key")
        more = ("--pseudonymise", "force.key") if keyed else ()
        cases = some_case_files(4, investigation={"started_at": "2025-05-01T12:00", "victim_seen_at": None})
        asked = ("run", export(*cases), "-r", rubric, *DAY, "-j", "1", *more)
        seen = []
        for names in ((), ("C-002",), ("C-003", "C-002"), ("C-004",), ()):
            write_exceptions(*names)
            words = (*asked, "--exceptions", "exceptions.yaml") if names else asked
            fresh = run(*words, "-o", "fresh.jsonl")
            cached = run(*words, "--cache", "kept", "-o", "cached.jsonl")
            assert (cached.code, cached.out) == (fresh.code, fresh.out)
            assert Path("cached.jsonl").read_bytes() == Path("fresh.jsonl").read_bytes()
            accepted = [
                case_id
                for case_id, found in findings("cached.jsonl").items()
                if any(finding.get("accepted") for finding in found)
            ]
            seen.append(len(accepted))
        assert seen == [0, 1, 2, 1, 0]


class TestPlaces:
    def test_a_mapped_export_whose_rows_moved(self, run: Run, in_folder: Path) -> None:
        source = Path(__file__).parents[2] / "samples" / "records-system" / "export"
        copy = in_folder / "export"
        copy.mkdir()
        for path in source.iterdir():
            (copy / path.name).write_bytes(path.read_bytes())
        words = ("run", "export", "-m", "records-system", "--select", "ethnicity-recorded", *DAY, "-j", "1", "--quick")
        run(*words, "--cache", "kept", "-o", "a.jsonl")
        log = copy / "Log Entries.csv"
        head, first, *rest = log.read_bytes().splitlines(keepends=True)
        log.write_bytes(b"".join([head, first, first, *rest]))
        fresh = run(*words, "-o", "fresh.jsonl")
        assert run(*words, "--cache", "kept", "-o", "cached.jsonl").out == fresh.out
        assert Path("cached.jsonl").read_bytes() == Path("fresh.jsonl").read_bytes()


class TestDisk:
    @pytest.mark.parametrize(
        ("number", "what"), [(sqlite3.SQLITE_FULL, "disk is full"), (sqlite3.SQLITE_IOERR, "disk I/O error")]
    )
    def test_a_disk_that_does_not_take_it_costs_no_audit_and_no_cache(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch, number: int, what: str
    ) -> None:
        asked = ("run", export(*some_case_files(3)), "-r", rubric, *DAY, "-j", "1", "--cache", "kept")
        run(*asked)
        before = Path("kept/audits.sqlite").read_bytes()

        def opened(path: Path) -> Any:
            error = sqlite3.OperationalError(what)
            error.sqlite_errorcode = number
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(caches, "_opened", opened)
            ran = run(*asked)
        assert (ran.code, what in ran.err, "damaged" in ran.err) == (0, True, False)
        assert Path("kept/audits.sqlite").read_bytes() == before

    @pytest.mark.parametrize("left", [100, 4_096, 6_000, 9_000])
    def test_one_that_was_cut_off(self, run: Run, export: Run, rubric: str, left: int) -> None:
        cases = some_case_files(60)
        asked = ("run", export(*cases), "-r", rubric, *DAY, "-j", "1", "--cache", "kept")
        run(*asked, "-o", "a.jsonl")
        path = Path("kept/audits.sqlite")
        assert path.stat().st_size > left
        path.write_bytes(path.read_bytes()[:left])
        ran = run(*asked, "-o", "b.jsonl")
        assert (ran.code, "damaged" in ran.err) == (0, True)
        assert Path("a.jsonl").read_bytes() == Path("b.jsonl").read_bytes()
        assert run(*asked).err == ""

    def test_another_programs_audits_are_not_used(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = ("run", export(a_case_file()), "-r", rubric, *DAY, "-j", "1", "--cache", "kept")
        with monkeypatch.context() as patch:
            patch.setattr(caches, "program_digest", lambda: "another")
            run(*asked)
        run(*asked)
        base = sqlite3.connect("kept/audits.sqlite")
        assert base.execute("SELECT count(*) FROM audits_1").fetchone() == (2,)
        base.close()
