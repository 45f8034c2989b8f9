from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from caseaudit.errors import DefinitionError
from caseaudit.language.fold import prepare
from caseaudit.language.lexicon import Lexicon
from caseaudit.language.segments import segment
from caseaudit.reading import lexicons
from caseaudit.reading.kept_files import FOLDER, cache_folder
from caseaudit.reading.lexicon_cache import KEPT
from caseaudit.reading.lexicons import load_lexicons

TERMS = """
lexicon: small
kind: terms
title: t
classes:
  self: [herself, himself]
entries:
  - id: self-at-risk
    concept: victim-blaming.risk-taking
    tier: red
    phrases: ["<put> {self} [2] at risk", "risk-taking"]
    unless: ["at risk register"]
    preferred: "was placed at risk"
    examples: {match: ["puts herself at risk"]}
  - {id: rare, concept: action.x, default: off, phrases: [rare]}
"""
CUES = """
lexicon: small-context
kind: context
classes:
  role_she: [she]
cues:
  - id: not
    axis: status
    value: negated
    direction: forward
    phrases: ["not"]
    except: [need]
    terminated_by: [but]
  - {id: but, direction: terminate, phrases: ["but"]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "lexicons"
    made.mkdir()
    (made / "a.yaml").write_text(TERMS, encoding="utf-8")
    (made / "b.yaml").write_text(CUES, encoding="utf-8")
    return made


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "cache"


def found(lexicon: Lexicon, text: str) -> list[str]:
    prepared = prepare(text)
    return [one.term.entry.id for one in lexicon.find(segment(prepared.raw, prepared.text))]


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One item for each time that lexicons were compiled."""
    times: list[int] = []
    original = lexicons.compile_sources

    def counted(*args: object, **options: object) -> object:
        times.append(1)
        return original(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(lexicons, "compile_sources", counted)
    return times


def test_what_was_kept_reads_as_what_was_compiled(folder: Path, cache: Path, compiled: list[int]) -> None:
    first, second, plain = load_lexicons(folder, cache=cache), load_lexicons(folder, cache=cache), load_lexicons(folder)
    assert len(compiled) == 2
    for lexicon in (first, second, plain):
        assert found(lexicon, "Put herself at risk. At risk register. Not rare.") == ["self-at-risk"]
    assert [term.entry for term in second.terms] == [term.entry for term in plain.terms]
    assert (second.cues, second.classes, second.roles) == (plain.cues, plain.classes, plain.roles)
    assert second.terminates(0, b"word but word")
    assert not second.terminates(0, b"word")
    assert list(second.cue_book.spans(b"she did not")) == list(plain.cue_book.spans(b"she did not")) != []


def test_a_changed_file_or_switch_is_compiled_anew(folder: Path, cache: Path, compiled: list[int]) -> None:
    load_lexicons(folder, cache=cache)
    assert found(load_lexicons(folder, cache=cache, switched_on=frozenset({"rare"})), "rare") == ["rare"]
    (folder / "a.yaml").write_text(TERMS.replace("phrases: [rare]", "phrases: [risk]"), encoding="utf-8")
    assert found(load_lexicons(folder, cache=cache, switched_on=frozenset({"rare"})), "risk") == ["rare"]
    assert len(compiled) == 3


@pytest.mark.parametrize("damage", [b"", b"no lexicon", b"0" * 64 + b"\n{}", None])
def test_a_damaged_cache_is_compiled_anew_and_mended(
    folder: Path, cache: Path, compiled: list[int], damage: bytes | None
) -> None:
    load_lexicons(folder, cache=cache)
    (kept,) = cache.glob("lexicon-*.json")
    kept.write_bytes(kept.read_bytes().replace(b"risk", b"rink") if damage is None else damage)
    kept.chmod(0o600)
    assert found(load_lexicons(folder, cache=cache), "Put herself at risk.") == ["self-at-risk"]
    load_lexicons(folder, cache=cache)
    assert len(compiled) == 2


def test_the_cache_is_the_owners_alone(folder: Path, cache: Path, compiled: list[int]) -> None:
    load_lexicons(folder, cache=cache)
    (kept,) = cache.glob("lexicon-*.json")
    posix = os.name == "posix"  # Windows has no such bits: there the folder of the user is closed to others
    assert not posix or (kept.stat().st_mode & 0o777, cache.stat().st_mode & 0o777) == (0o600, 0o700)
    kept.chmod(0o666)
    load_lexicons(folder, cache=cache)
    assert len(compiled) == (2 if posix else 1)


def test_a_cache_that_cannot_be_written_is_done_without(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    assert found(load_lexicons(folder, cache=blocked / "cache"), "risk taking") == ["self-at-risk"]


def test_what_is_wrong_in_a_lexicon_is_said_each_time_and_never_kept(folder: Path, cache: Path) -> None:
    (folder / "a.yaml").write_text(TERMS.replace("{self}", "{nobody}"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(DefinitionError, match="nobody"):
            load_lexicons(folder, cache=cache)
    assert not cache.exists()


def test_only_the_newest_are_kept(folder: Path, cache: Path) -> None:
    for number in range(KEPT + 2):
        (folder / "a.yaml").write_text(f"{TERMS}# {number}\n", encoding="utf-8")
        load_lexicons(folder, cache=cache)
        for age, path in enumerate(sorted(cache.glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)):
            os.utime(path, (1_000_000 - age, 1_000_000 - age))
    assert len(list(cache.iterdir())) == KEPT


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.setenv(FOLDER, "")
    assert cache_folder() is None
    monkeypatch.delenv(FOLDER)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "caseaudit"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    assert cache_folder() == tmp_path / "home" / ".cache" / "caseaudit"

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder() is None
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert cache_folder() == tmp_path / "caseaudit" / "cache"
    monkeypatch.delenv("LOCALAPPDATA")
    assert cache_folder() is None
