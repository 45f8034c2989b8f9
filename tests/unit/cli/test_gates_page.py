"""The page on gates shows files that are read as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from caseaudit.cli.boundary import PRECEDENCE, ExitCode
from caseaudit.domain.moment import parse_as_of
from caseaudit.reading.exceptions import read_exceptions
from caseaudit.reading.judgements import load_judgement
from caseaudit.reading.rubrics import examine
from caseaudit.rubric.remark import Level
from caseaudit.settings import check_thresholds, decide

PAGE = (Path(__file__).parents[3] / "docs" / "gates.md").read_text(encoding="utf-8")


def shown(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_its_exceptions_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.yaml"
    path.write_text(shown("yaml")[1], encoding="utf-8")
    found = read_exceptions(path, parse_as_of("2025-05-23"))
    assert [(one.case_id, one.subject) for one in found.entries] == [("DA-0012", "C1"), ("0077", None)]
    assert not found.used.expired


def test_its_rubric_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "2026-01.yaml"
    head = "rubric: marlshire\nedition: 2026-01\ntitle: Ours\nextends: dip-sample@2025-12\n"
    path.write_text(head + shown("yaml")[0], encoding="utf-8")
    examined = examine(path)
    assert examined.problems(*Level) == ()
    assert examined.rubric is not None
    given = {one.id: one.threshold.in_words for one in examined.rubric.criteria if one.threshold}
    assert given == {"ethnicity-recorded": "10% not met", "voice-of-child-recorded": "5% not met, 20% short"}


@pytest.mark.parametrize("text", shown("toml"))
def test_its_settings_files_are_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "caseaudit.toml").write_text(text, encoding="utf-8")
    settings = decide({}, environment={}, folder=tmp_path)
    assert settings.thresholds
    check_thresholds(settings, load_judgement(["dip-sample"], second_reader=False))


def test_it_lists_every_exit_code_and_their_order() -> None:
    listed = re.findall(r"^\| (\d+) \| ", PAGE, re.MULTILINE)
    assert [int(code) for code in listed] == sorted(ExitCode)
    assert f"the first of {', '.join(str(int(code)) for code in PRECEDENCE)} is given" in PAGE
