"""Results, workbook and pages name a force's own lexicons with every reason; where there is none they say nothing."""

from __future__ import annotations

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from results_builder import a_case, a_finding, some_results

from caseaudit.domain.audit import EntryChanged, LexiconUsed, Results
from caseaudit.language.lexicon_models import Change, ChangesFile, Entry, Examples, Silence, TermsFile
from caseaudit.reporting.json_v1 import run_id, write_json, write_jsonl
from caseaudit.reporting.lexicon_pages import lexicon_page, own_page, told_of
from caseaudit.reporting.own_lexicons import in_short, notices
from caseaudit.reporting.stored import read_results
from caseaudit.reporting.workbook import write_workbook

OURS = LexiconUsed(
    "our-force",
    "our-force.yaml",
    "ef" * 32,
    "Our wording",
    (
        EntryChanged("dodger", "added"),
        EntryChanged("runner", "changed", "We asked [our] children."),
        EntryChanged("troubled", "changed", "=1+1"),
        EntryChanged("naughty", "silenced", "Forms\nhave it."),
    ),
)


def results(*lexicons: LexiconUsed) -> Results:
    return some_results(a_case(a_finding()), lexicons=lexicons)


@pytest.mark.parametrize(("suffix", "write"), [(".json", write_json), (".jsonl", write_jsonl)])
def test_results_carry_own_lexicons_there_and_back(suffix: str, write: Any, tmp_path: Path) -> None:
    stream = StringIO()
    write(results(OURS), stream)
    text = stream.getvalue()
    head = json.loads(text.splitlines()[0]) if suffix == ".jsonl" else json.loads(text)["run"]
    (used,) = head["lexicons"]
    assert list(used) == ["id", "file", "sha256", "title", "changes"]
    assert used["changes"][3] == {"entry": "naughty", "what": "silenced", "reason": "Forms\nhave it."}
    path = tmp_path / f"results{suffix}"
    path.write_text(text, encoding="utf-8", newline="")
    assert read_results(path) == results(OURS)


@pytest.mark.parametrize("write", [write_json, write_jsonl])
def test_without_any_nothing_is_said_of_them(write: Any) -> None:
    stream = StringIO()
    write(results(), stream)
    assert "lexicons" not in stream.getvalue()


def test_another_lexicon_is_another_run() -> None:
    other = LexiconUsed("our-force", "our-force.yaml", "00" * 32, "Our wording", OURS.changes)
    assert len({run_id(results(*used).run) for used in ((), (OURS,), (other,), (OURS, other))}) == 4


def test_in_short_and_as_a_notice() -> None:
    assert in_short(OURS) == "Our wording (our-force.yaml): 1 added, 2 changed, 1 silenced"
    assert in_short(LexiconUsed("a", "a.yaml", "")) == "a (a.yaml): word classes only"
    assert notices([OURS]) == [f"Own lexicon {in_short(OURS)}."]
    assert notices([]) == []


def readme(*lexicons: LexiconUsed) -> dict[Any, Any]:
    stream = BytesIO()
    write_workbook(results(*lexicons), stream)
    sheet = openpyxl.load_workbook(BytesIO(stream.getvalue()))["ReadMe"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    return {row[0]: row[1] for row in sheet.iter_rows(max_col=2, values_only=True)}


def test_the_workbook_says_what_was_in_force_and_why() -> None:
    told = readme(OURS)
    assert told["Own lexicon"] == f"{in_short(OURS)}."
    assert told["Lexicon our-force"] == f"our-force.yaml, SHA-256 {'ef' * 32}"
    assert told["runner changed"] == "We asked [our] children."
    assert told["troubled changed"] == "=1+1"
    assert told["naughty silenced"] == "Forms have it."
    assert "dodger added" not in told
    assert not [label for label in readme() if label and "exicon" in label]


def test_the_workbook_names_only_so_many_reasons() -> None:
    many = tuple(EntryChanged(f"e-{number}", "silenced", "r") for number in range(100))
    told = readme(LexiconUsed("a", "a.yaml", "", "A", many))
    assert told["And"] == "40 more, which the .json lists."
    assert "e-59 silenced" in told
    assert "e-60 silenced" not in told


def entry(name: str, **keys: Any) -> Entry:
    return Entry(id=name, concept="victim-blaming.missing", phrases=("a b",), **keys)


FILE = ChangesFile(
    lexicon="our-force",
    kind="changes",
    title="Our *wording*",
    add=(entry("dodger", why="It mocks."),),
    change=(
        Change(
            entry="runner",
            reason="We asked <our> children.",
            default="advisory",
            more_phrases=("c `d`",),
            more_examples=Examples(match=("C d.",)),
        ),
    ),
    silence=(Silence(entry="naughty", reason="Forms have it."),),
)


def test_the_page_of_an_own_lexicon_lists_every_reason_and_leads_to_the_entry() -> None:
    page = own_page(FILE, {"runner": "missing", "naughty": "labels", "dodger": "our-force"})
    assert "# Our \\*wording\\*" in page
    assert "- [naughty](labels.md): Forms have it." in page
    at = page.index("### [runner](missing.md)")
    assert page[at + 2 : at + 6] == [
        "- **Reason:** We asked \\<our\\> children.",
        "- **Read:** as a note",
        "- **More phrases:** `` c `d` ``",
        "- Found in: C d.",
    ]
    at = page.index("### dodger")
    assert page[at + 2] == "- **Concept:** victim-blaming.missing"


def test_the_page_of_a_shipped_lexicon_says_at_the_entry_what_was_done_and_why() -> None:
    shipped = TermsFile(lexicon="missing", kind="terms", title="t", entries=(entry("runner"), entry("naughty")))
    page = lexicon_page(shipped, told_of([FILE]))
    assert page[page.index("### runner") + 2].startswith("- **Changed by [our-force](our-force.md):** We asked")
    assert page[page.index("### naughty") + 2] == "- **Silenced by [our-force](our-force.md):** Forms have it."
    assert not [line for line in lexicon_page(shipped, told_of([])) if "our-force" in line]
