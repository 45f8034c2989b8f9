"""The guide for analysts, command by command, as written: what it shows is what they will see."""

from __future__ import annotations

import re
import shlex
import shutil
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from caseaudit.reading.mappings import load_mapping
from cli.conftest import Ran, json_of

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "from-your-export.md").read_text(encoding="utf-8")
FIRST_PART, _, SECOND_PART = GUIDE.partition("# When your export is different")
DRAFT = "mappings/our-records.yaml"
NOTE = re.compile(r"\s{2,}# (?:sure|likely|guess|\?).*$")


@pytest.fixture(autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile the lexicons once, as a user's cache does."""
    monkeypatch.setenv("CASEAUDIT_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "guide-cache"))


def blocks() -> Iterator[tuple[str, str, str]]:
    """Give the blocks of the first part in order: language, text, and the file that a comment before it names."""
    for found in re.finditer(r"(?:<!-- in (\S+) -->\s+)?^```(\w+)\n(.*?)^```", FIRST_PART, re.DOTALL | re.MULTILINE):
        yield found[2], found[3], found[1] or DRAFT


def change(path: Path, diff: str) -> None:
    """Do by program what the reader does in an editor: the `-` lines must stand there once, notes aside."""
    lines = diff.splitlines()
    old = [line[1:].rstrip() for line in lines if line[0] in " -"]
    new = [line[1:] for line in lines if line[0] in " +"]
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".yaml":
        assert text.count(old[0]) == 1
        path.write_text(text.replace(old[0], new[0]), encoding="utf-8")
        return
    have = [NOTE.sub("", line).rstrip() for line in text.splitlines()]
    at = [number for number in range(len(have)) if have[number : number + len(old)] == old]
    assert len(at) == 1, diff
    changed = text.splitlines()
    changed[at[0] : at[0] + len(old)] = new
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")


def obey(line: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run one line of a shell block, and give what it says."""
    command, _, comment = line.partition("#")
    name, *arguments = shlex.split(command)
    if name == "caseaudit":
        wanted = re.search(r"exit code (\d)", comment)
        ran: Ran = run(*arguments)
        assert ran.code == int(wanted[1] if wanted else 0), (line, ran.err)
        return ran.out + ran.err
    if name == "mkdir":
        Path(arguments[0]).mkdir()
    elif name == "cd":
        monkeypatch.chdir(arguments[0])
    elif name == "cp" and arguments[0] == "-r":
        source = ROOT / arguments[1]
        shutil.copytree(source, Path(arguments[2]) / source.name)
    else:
        assert name == "cp"
        shutil.copyfile(*arguments)
    return ""


def plain(text: str) -> str:
    return " ".join(text.split())


def outcomes(path: Path) -> Any:
    kept = ("met", "partly_met", "not_met", "not_applicable", "cannot_assess")
    return {each["criterion"]: {name: each[name] for name in kept} for each in json_of(path)["summary"]["criteria"]}


def test_the_guide_works_from_the_first_line_to_the_last(
    run: Run, monkeypatch: pytest.MonkeyPatch, in_folder: Path
) -> None:
    said = ""
    for language, text, file in blocks():
        if language == "sh":
            said = "".join(obey(line, run, monkeypatch) for line in text.splitlines())
        elif language == "diff":
            change(Path(file), text)
        elif language == "text":
            told = plain(said) + "".join(plain(path.read_text(encoding="utf-8")) for path in Path().glob("*.json"))
            for line in text.splitlines():
                assert line == "..." or plain(line) in told, line
        else:
            draft = [NOTE.sub("", line) for line in Path(DRAFT).read_text(encoding="utf-8").splitlines()]
            assert NOTE.sub("", text.rstrip()) in draft
    assert Path.cwd().name == "May audit"
    # The corrected draft audits as the mapping does that comes with the sample.
    shipped = str(ROOT / "mappings" / "records-system.yaml")
    audit = ["--as-of", "2025-05-23", "--allow-rejects", "--quiet"]
    assert run("run", "export", "-m", shipped, *audit, "-o", "shipped.json").code == 0
    assert outcomes(Path("audit-final.json")) == outcomes(Path("shipped.json"))


def test_the_pieces_of_yaml_for_other_exports_are_sound(in_folder: Path) -> None:
    case_type, narrative = re.findall(r"^```yaml\n(.*?)^```", SECOND_PART, re.DOTALL | re.MULTILINE)
    head = "mapping: own\ntables:\n  - name: cases\n    from: a.csv\n    into: case\n    key: REF\n    fields:\n      case_id: REF\n"
    log = "  - name: log\n    from: a.csv\n    into: narrative[]\n    key: REF\n"
    text = head + textwrap.indent(case_type, "      ") + log + textwrap.indent(narrative, "    ")
    Path("own.yaml").write_text(text, encoding="utf-8")
    mapping = load_mapping("own.yaml")
    assert "case_type" in mapping.main.fields
    assert [part.entries for part in mapping.table("log").narrative] == ["whole", "dated"]
