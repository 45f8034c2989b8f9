"""Reading a force's own lexicons: what is refused, and where it says so; what the cache may answer for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from caseaudit.errors import DefinitionError, UsageError
from caseaudit.language.fold import prepare
from caseaudit.language.lexicon import Lexicon
from caseaudit.language.segments import segment
from caseaudit.reading import lexicons
from caseaudit.reading.lexicon_check import check_lexicons, is_lexicon
from caseaudit.reading.lexicons import load_lexicons
from caseaudit.reading.own_lexicons import load_own

TERMS = """
lexicon: small
kind: terms
title: t
entries:
  - {id: runner, concept: victim-blaming.missing, tier: red, phrases: [absconder], examples: {match: [Absconder.]}}
"""
HEAD = "lexicon: ours\nkind: changes\ntitle: Our wording\n"
SHIPPED = Path(__file__).parents[3] / "rubrics" / "language"


def put(folder: Path, text: str, name: str = "ours.yaml", head: str = HEAD) -> Path:
    path = folder / name
    path.write_text(head + text, encoding="utf-8", newline="\n")
    return path


def found(lexicon: Lexicon, text: str) -> list[str]:
    prepared = prepare(text)
    return [one.term.entry.id for one in lexicon.find(segment(prepared.raw, prepared.text))]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("silence:\n  - entry: a\n", "ours.yaml:5:5: The key 'reason' is missing. Say why in a sentence"),
        ("silence:\n  - {entry: a, reason: ' '}\n", "ours.yaml:5:16: The reason is blank. Say why"),
        ("silence:\n  - {entry: a, reason: }\n", "ours.yaml:5:16: 'reason' is blank"),
        ("change:\n  - {entry: a, reason: r}\n", "ours.yaml:5:5: The change of 'a' changes nothing. Give at least one"),
        ("change:\n  - {entry: a, reason: r, phrases: [b]}\n", "Did you mean 'more_phrases'?"),
        ("change:\n  - {entry: a, reason: r, tier: pink}\n", "'pink' is not one of the allowed values"),
        ("", "ours.yaml:1:1: The lexicon changes nothing. Write entries under `add`, `change` or `silence`"),
        ("add: []\n", "The lexicon changes nothing"),
        ("remove: [a]\n", "The key 'remove' is not known here"),
    ],
)
def test_what_is_wrong_is_said_at_its_line(in_folder: Path, text: str, says: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        load_own([put(in_folder, text)])
    assert any(says in str(problem) for problem in caught.value.problems), str(caught.value)


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (
            "lexicon: q\nkind: context\ntitle: t\n",
            "q.yaml:2:1: 'context' is not a kind of lexicon that a force may add",
        ),
        ("lexicon: q\ntitle: t\n", "The lexicon does not say its kind. Allowed: changes, terms"),
        ("rubric: q\n", "q.yaml:1:1: This is not a lexicon"),
        ("- a\n", "q.yaml:1:1: This is not a lexicon"),
        ("", "q.yaml:1:1: This is not a lexicon"),
    ],
)
def test_only_terms_and_changes_may_be_own(in_folder: Path, head: str, says: str) -> None:
    with pytest.raises(DefinitionError, match="problem") as caught:
        load_own([put(in_folder, "", "q.yaml", head)])
    assert says in str(caught.value)


def test_the_problems_of_all_files_come_at_once(in_folder: Path) -> None:
    paths = [put(in_folder, "silence: [{entry: a}]\n", name) for name in ("a.yaml", "b.yaml")]
    with pytest.raises(DefinitionError) as caught:
        load_own(paths)
    assert [problem.where.file for problem in caught.value.problems] == ["a.yaml", "b.yaml"]


def test_a_missing_file_is_wrong_usage(in_folder: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no file nowhere\.yaml"):
        load_own(["nowhere.yaml"])


def test_a_file_named_twice_is_read_once_and_known_by_its_digest(in_folder: Path) -> None:
    path = put(in_folder, "silence: [{entry: a, reason: r}]\n")
    (own,) = load_own(["ours.yaml", path])
    assert (own.used.file, own.used.sha256) == ("ours.yaml", hashlib.sha256(path.read_bytes()).hexdigest())


def test_changes_are_no_shipped_lexicon(in_folder: Path) -> None:
    put(in_folder, "silence: [{entry: a, reason: r}]\n")
    with pytest.raises(DefinitionError, match="give it with `--lexicon`"):
        load_lexicons(in_folder)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "language"
    folder.mkdir()
    (folder / "small.yaml").write_text(TERMS, encoding="utf-8")
    return folder


def test_every_problem_of_a_file_comes_at_once(in_folder: Path, small: Path) -> None:
    text = (
        "add:\n  - {id: runner, concept: x.y, phrases: [b]}\n  - {id: other, concept: x.y, phrases: ['{no}']}\n"
        "silence:\n  - {entry: runer, reason: r}\n"
    )
    with pytest.raises(DefinitionError) as caught:
        load_lexicons(small, own=load_own([put(in_folder, text)]))
    told = {problem.where.line: str(problem) for problem in caught.value.problems}
    assert sorted(told) == [5, 6, 8]
    assert "first in small.yaml:6" in told[5]
    assert "Did you mean 'runner'?" in told[8]


def test_an_example_that_does_not_behave_stops_a_load(in_folder: Path, small: Path) -> None:
    put(in_folder, "change: [{entry: runner, reason: r, more_phrases: [bolter], more_examples: {match: [A colt.]}}]\n")
    with pytest.raises(DefinitionError, match=r"'runner' does not find its example 'A colt\.'"):
        load_lexicons(small, own=load_own(["ours.yaml"]))


def test_the_cache_keeps_apart_what_differs_in_an_own_file(
    in_folder: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[int] = []
    original = lexicons.compile_sources

    def counted(*args: object, **options: object) -> object:
        compiled.append(1)
        return original(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(lexicons, "compile_sources", counted)
    cache = in_folder / "cache"

    def load(*names: str) -> Lexicon:
        return load_lexicons(small, cache=cache, own=load_own(names))

    text = "An absconder bolted."
    assert found(load(), text) == ["runner"]
    put(in_folder, "silence: [{entry: runner, reason: r}]\n")
    for _ in range(2):
        silent = load("ours.yaml")
        assert found(silent, text) == []
        assert [used.id for used in silent.own] == ["ours"]
    put(in_folder, "change: [{entry: runner, reason: r, more_phrases: [bolted]}]\n")
    assert found(load("ours.yaml"), text) == ["runner", "runner"]
    put(in_folder, "silence: [{entry: runner, reason: r}]\n", "two.yaml", HEAD.replace("ours", "two"))
    assert found(load("ours.yaml", "two.yaml"), text) == []
    with pytest.raises(DefinitionError, match="'runner' is off"):  # the other way round it is another lexicon
        load("two.yaml", "ours.yaml")
    plain = load()
    assert (found(plain, text), plain.own) == (["runner"], ())
    assert len(compiled) == 5


def test_the_shipped_lexicons_keep_every_promise_of_their_examples() -> None:
    files = sorted(SHIPPED.glob("*.yaml"))
    report = check_lexicons(files)
    assert report.problems == ()
    assert [one.path for one in report.sound] == files
    assert sum(one.examples for one in report.sound) > 1000


def test_a_shipped_file_may_be_edited_elsewhere_and_checked_in_its_place(in_folder: Path) -> None:
    text = (SHIPPED / "needs.yaml").read_text(encoding="utf-8")
    put(
        in_folder,
        text + "  - {id: new-one, concept: need.new, phrases: [a b], examples: {match: [c]}}\n",
        "needs.yaml",
        "",
    )
    report = check_lexicons([Path("needs.yaml")])
    assert [(one.where.file, one.found) for one in report.problems] == [
        ("needs.yaml", "The entry 'new-one' does not find its example 'c'")
    ]


def test_entries_and_phrases_without_an_example_are_noticed(in_folder: Path) -> None:
    text = (
        "add:\n  - {id: new-one, concept: victim-blaming.missing, tier: red, default: off, phrases: [a b]}\n"
        "change:\n  - {entry: streetwise, reason: r, more_phrases: [knows it all]}\n"
    )
    report = check_lexicons([put(in_folder, text)])
    assert report.problems == ()
    assert [(one.where.line, one.found) for one in report.notices] == [
        (5, "The entry 'new-one' has no example"),
        (7, "No example shows the phrases that 'streetwise' gets"),
    ]


def test_wording_that_is_found_though_its_entry_is_silenced_is_noticed(in_folder: Path) -> None:
    terms = (
        "entries:\n  - {id: long, concept: victim-blaming.x, tier: red, phrases: [zzyx at risk], examples: {match: [Zzyx at risk.]}}\n"
        "  - {id: short, concept: victim-blaming.x, tier: red, phrases: [zzyx], examples: {match: [A zzyx.]}}\n"
    )
    first = put(in_folder, terms, "terms.yaml", "lexicon: first\nkind: terms\ntitle: t\n")
    assert check_lexicons([first]).notices == ()
    report = check_lexicons([put(in_folder, "silence:\n  - {entry: long, reason: r}\n")], ["terms.yaml"])
    assert [(one.where.line, one.found) for one in report.notices] == [
        (5, "Words in the examples of 'long' are still found by short")
    ]
    report = check_lexicons([put(in_folder, "silence:\n  - {entry: short, reason: r}\n")], ["terms.yaml"])
    assert report.notices == ()


def test_files_that_are_sound_are_named_beside_those_that_are_not(in_folder: Path) -> None:
    good = put(in_folder, "silence: [{entry: streetwise, reason: r}]\n", "good.yaml", HEAD.replace("ours", "good"))
    bad = put(in_folder, "add: [{id: a, concept: x.y, phrases: [b], examples: {match: [c]}}]\n")
    report = check_lexicons([good, bad, good])
    assert [(one.path.name, one.holds, one.examples) for one in report.sound] == [("good.yaml", "1 silenced", 0)]
    assert [one.where.file for one in report.problems] == ["ours.yaml"]


@pytest.mark.parametrize(
    ("name", "text", "is_one"),
    [
        ("a.yaml", "lexicon: a\n", True),
        ("a.yml", "lexicon: a\nkind: changes\n", True),
        ("a.yaml", "rubric: a\nlexicon: b\n", False),
        ("a.yaml", "- lexicon\n", False),
        ("a.yaml", "lexicon: [\n", False),
        ("a.txt", "lexicon: a\n", False),
        ("a.yaml", "", False),
    ],
)
def test_a_lexicon_is_told_from_a_rubric(in_folder: Path, name: str, text: str, is_one: bool) -> None:
    put(in_folder, text, name, "")
    assert is_lexicon(Path(name)) is is_one
    assert not is_lexicon(Path("nowhere.yaml"))
