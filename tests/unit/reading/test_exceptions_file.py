"""A file of accepted exceptions: what it may hold, and what its author is told of mistakes."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseaudit.domain.audit import Accepted, ExpiredException
from caseaudit.domain.moment import parse_as_of
from caseaudit.engine.exceptions import CaseException, Exceptions
from caseaudit.errors import DefinitionError, UsageError
from caseaudit.reading.exceptions import read_exceptions

WHOLE = """\
# Agreed at the quality board.
exceptions:
  - case: DA-0012
    criterion: ethnicity-recorded
    subject: C1
    reason: >
      The family asked for it not to be
      recorded here; it is held by social care.
    author: DCI  A.B.
    expires: 2026-03-31
  - {case: "0077", criterion: referral-made, reason: "Referred on paper, held in the file", author: Lead, expires: "2025-01-31"}
"""
KEYS = "case, criterion, subject, reason, author, expires"
START = "`exceptions:`, then each after `-`: case, criterion, reason, author, expires"
LISTS = "`caseaudit rubric show` lists them"
ONE = "  - {case: A-1, criterion: x, reason: Held on paper there, author: AB, expires: 2026-01-01}\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(content: str | bytes, as_of: str = "2025-05-23") -> Exceptions:
    path = Path("exceptions.yaml")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_exceptions(path, parse_as_of(as_of))


def told(content: str | bytes) -> list[str]:
    with pytest.raises(DefinitionError) as raised:
        read(content)
    return [str(problem) for problem in raised.value.problems]


def test_what_is_read() -> None:
    found = read(WHOLE)
    reason = "The family asked for it not to be recorded here; it is held by social care."
    assert found.entries == (
        CaseException("DA-0012", "ethnicity-recorded", "C1", Accepted(reason, "DCI A.B.", "2026-03-31"), 3),
        CaseException(
            "0077", "referral-made", None, Accepted("Referred on paper, held in the file", "Lead", "2025-01-31"), 11
        ),
    )
    assert found.used.file == "exceptions.yaml"
    assert found.used.sha256 == hashlib.sha256(WHOLE.encode()).hexdigest()
    assert found.used.entries == 2
    assert found.used.expired == (ExpiredException("0077", "referral-made", None, "Lead", "2025-01-31"),)
    assert [one.case_id for one in found.for_case("DA-0012")] == ["DA-0012"]
    assert found.for_case("0077") == ()


@pytest.mark.parametrize(
    "content", ["", "\n\n", "# none yet\n", "---\n", "exceptions:\n", "exceptions: []\n", "exceptions: ~\n", "\ufeff"]
)
def test_a_file_without_exceptions_is_fine(content: str) -> None:
    found = read(content)
    assert found.entries == ()
    assert found.used.entries == 0


def test_windows_files_are_read() -> None:
    assert read(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()).used.entries == 2


def test_every_mistake_is_told_at_its_line_and_at_once() -> None:
    content = (
        "exceptions:\n"
        "  - case: 12345\n"
        "    criterion: x\n"
        "    raeson: Held on paper there\n"
        "    author: AB\n"
        "    expires: 2026-02-30\n"
        "  - case: A-1\n"
        "    criterion: x\n"
        "    reason: ok\n"
        "    author: ' '\n"
        "    expires: next spring\n"
        "    expires: 2026-01-01\n"
        "  - A-2\n"
        "  - {case: A-3}\n"
    )
    assert told(content) == [
        "exceptions.yaml:2:5: 'case' is 12345. Put the reference in quotes, so that no figure of it is lost.",
        f"exceptions.yaml:4:5: The key 'raeson' is not known here. Known keys here: {KEYS}. Did you mean 'reason'?",
        "exceptions.yaml:6:5: '2026-02-30' is no day. Write the last day on which it holds, such as 2026-03-31.",
        "exceptions.yaml:12:5: The key 'expires' stands twice (first on line 11). Keep one of them.",
        f"exceptions.yaml:13:5: 'A-2' stands where an exception is wanted. Write {START}.",
        "exceptions.yaml:14:5: The key 'author' is missing. Name who answers for it: a role, or rank and initials.",
        f"exceptions.yaml:14:5: The key 'criterion' is missing. Add the criterion's id; {LISTS}.",
        "exceptions.yaml:14:5: The key 'expires' is missing. Add the last day on which it holds, such as 2026-03-31.",
        "exceptions.yaml:14:5: The key 'reason' is missing. Say in a sentence why this may stand.",
    ]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ("reason: Held on paper there", "reason: '  '"),
        ("reason: Held on paper there", "reason: two words"),
        ("reason: Held on paper there", "reason: null"),
        ("author: AB", "author: ''"),
        ("author: AB", "author: [AB]"),
        ("case: A-1", "case: ''"),
        ("case: A-1", "case: 0012"),
        ("criterion: x", "criterion: 3"),
        ("expires: 2026-01-01", "expires: 20260101"),
        ("expires: 2026-01-01", "expires: 2026-W01"),
        ("expires: 2026-01-01", "expires: '2026-01-01T10:00'"),
        ("expires: 2026-01-01", "expires: 01/01/2026"),
        ("expires: 2026-01-01", "expires: never"),
        ("author: AB", "author: AB, subject: ''"),
        ("author: AB", "author: AB, subject: 7"),
    ],
)
def test_what_is_refused(changed: str, says: str) -> None:
    assert changed in ONE
    (problem,) = told("exceptions:\n" + ONE.replace(changed, says))
    assert problem.startswith("exceptions.yaml:2:")


def test_the_same_twice_is_refused_with_both_lines() -> None:
    other = ONE.replace("criterion: x", "criterion: y")
    whose = ONE.replace("criterion: x", "criterion: x, subject: K1")
    content = "exceptions:\n" + ONE + other + whose + ONE.replace("AB", "CD") + whose
    assert told(content) == [
        "exceptions.yaml:5:5: A second exception for A-1, x (the first is on line 2). Keep one of them.",
        "exceptions.yaml:6:5: A second exception for A-1, x and K1 (the first is on line 4). Keep one of them.",
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("exception:\n" + ONE, "exceptions.yaml:1:1: The key 'exception' is not known here"),
        ("exceptions: all\n", "exceptions.yaml:1:13: 'exceptions' is not a list"),
        ("exceptions: {case: A}\n", "exceptions.yaml:1:13: 'exceptions' is not a list"),
        (ONE, "exceptions.yaml:1:3: The file does not start with `exceptions:`"),
        ("all of them\n", "exceptions.yaml:1:1: The file does not start with `exceptions:`"),
        ("? [a]\n: b\n", "exceptions.yaml:1:3: A key is a list or a mapping"),
        ("exceptions:\n" + ONE + "---\nexceptions:\n", "exceptions.yaml:3:1: A second document starts here"),
        (
            "exceptions: []\nexceptions: []\n",
            "exceptions.yaml:2:1: The key 'exceptions' stands twice (first on line 1)",
        ),
        ("exceptions:\n  - &a {case: A}\n  - *a\n", "exceptions.yaml:3:5: An alias"),
        ("exceptions:\n" + ONE + "  - {case: [}\n", "exceptions.yaml:3:13: This is not valid YAML"),
        ("exceptions:\n  - !!python/object:os.system {}\n", "exceptions.yaml:2:5: The tag"),
        ("exceptions:\n  - {case: " + "[" * 50 + "]" * 50 + "}\n", "exceptions.yaml:2:"),
        ("exceptions:\n  - [" + "1," * 2000 + "]\n", "exceptions.yaml:2:"),
        ("exceptions: \x00\n", "exceptions.yaml"),
        (b"exceptions:\n- \xff\n", "exceptions.yaml:2: A character is not UTF-8"),
    ],
)
def test_files_that_are_something_else(content: str | bytes, says: str) -> None:
    assert any(problem.startswith(says) for problem in told(content))


def test_a_file_full_of_mistakes_is_not_told_for_ever() -> None:
    problems = told("exceptions:\n" + "  - {case: A, criterion: x}\n" * 5_000)
    assert len(problems) < 110
    assert problems[-1].endswith("Mend these first; from here on the file was not read.")


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no file nowhere\.yaml"):
        read_exceptions(tmp_path / "nowhere.yaml", parse_as_of("2025-05-23"))
    with pytest.raises(UsageError, match="cannot be read"):
        read_exceptions(tmp_path, parse_as_of("2025-05-23"))


def test_many_are_read_whole() -> None:
    rows = "".join(
        f"  - {{case: A-{number}, criterion: x, reason: Held on paper there, author: AB, expires: 2026-01-01}}\n"
        for number in range(9_000)
    )
    assert read("exceptions:\n" + rows).used.entries == 9_000


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1).filter(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS, WORDS, WORDS)
def test_a_quoted_reference_comes_back_as_it_was_written(case: str, criterion: str, subject: str) -> None:
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    content = (
        f"exceptions:\n  - case: {quoted(case)}\n    criterion: {quoted(criterion)}\n    subject: {quoted(subject)}\n"
        "    reason: Held on paper there\n    author: AB\n    expires: 2026-01-01\n"
    )
    (entry,) = read(content).entries
    assert (entry.case_id, entry.criterion, entry.subject) == (case, criterion, subject)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("exceptions: -[]{}\n&*!'\"|>#,?case x0"), max_size=60))
def test_anything_else_is_refused_in_words(text: str) -> None:
    with suppress(DefinitionError):
        assert read(text).entries == ()
