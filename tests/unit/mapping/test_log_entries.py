from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.mapping.dates import DateRules, date_rules
from caseaudit.mapping.log_entries import LogEntry, split_log
from caseaudit.mapping.model import Dates

RULES = date_rules("Europe/London", Dates(day_first=True))


def told(text: str, rules: DateRules = RULES) -> list[tuple[str | None, str | None, str]]:
    return [(entry.recorded_at, entry.author_role, entry.text) for entry in split_log(text, rules)]


def test_one_entry_for_each_date_and_one_for_the_text_before_the_first() -> None:
    log = (
        "Report of a missing child.\n12/05/2025 14:33 PC 1234 - Attended the address.\nSpoke with mum.\n\n"
        "12/05/2025 16:05 A/PS 88: Reviewed. To be seen again on 13/05/2025 at 09:00.\n"
    )
    assert told(log) == [
        (None, None, "Report of a missing child."),
        ("2025-05-12T14:33", "PC 1234", "Attended the address.\nSpoke with mum."),
        ("2025-05-12T16:05", "A/PS 88", "Reviewed. To be seen again on 13/05/2025 at 09:00."),
    ]


@pytest.mark.parametrize(
    "log",
    [
        "[12/05/2025 14:33] one\n[13/05/2025 09:10] two",
        "12/05/2025 14:33 - one\r\n13/05/2025 09:10 - two",
        "12/05/25 1433hrs: one\n13/05/25 0910hrs: two",
        "*** 12 May 2025 14:33 *** PC 1 - one\n*** 13 May 2025 09:10 *** PC 1 - two".replace(" *** PC", " PC"),
        "14:33 12/05/2025 - one\n09:10 13/05/2025 - two",
        "2025-05-12 14:33:00 | one\n2025-05-13 09:10:00 | two",
        "Date: 12/05/2025 14:33 > one\nDate: 13/05/2025 09:10 > two",
        "12/05/2025 14:33\none\n\n13/05/2025 09:10\ntwo",
        "12/05/2025 14:33 PC 12 - one. 13/05/2025 09:10 PC 12 - two",
    ],
)
def test_the_ways_in_which_systems_begin_an_entry(log: str) -> None:
    found = told(log)
    assert [(at, text.rstrip(".")) for at, _, text in found] == [
        ("2025-05-12T14:33", "one"),
        ("2025-05-13T09:10", "two"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "He was last seen on\n12/05/2025 at 14:33 and has not been seen since.",
        "She said that on 12/05/2025 14:33 she rang. Then nothing.",
        "Between\n12/05/2025 - 14/05/2025 he stayed with his aunt",
        "Version 12/05/20251 - draft",
        "31/02/2025 14:33 PC 12 - no such day",
    ],
)
def test_a_date_inside_a_sentence_begins_no_entry(text: str) -> None:
    assert told(text) == [(None, None, text)]


def test_bare_dates_begin_entries_only_where_no_entry_has_a_time() -> None:
    assert len(told("12/05/2025 - one\n13/05/2025 - two")) == 2
    history = "12/05/2025 14:33 PC 12 - Earlier reports:\n01/02/2025 - domestic\n03/03/2025 - theft"
    assert told(history) == [
        ("2025-05-12T14:33", "PC 12", "Earlier reports:\n01/02/2025 - domestic\n03/03/2025 - theft")
    ]


def test_a_name_never_becomes_the_author_role() -> None:
    assert told("12/05/2025 14:33 DC 88 QUILL - Called.") == [("2025-05-12T14:33", "DC 88", "QUILL - Called.")]


def test_a_number_of_an_entry_stays_in_its_text() -> None:
    assert told("Entry 3: 12/05/2025 14:33 PC 12 - Called.") == [("2025-05-12T14:33", "PC 12", "Entry 3: Called.")]


def test_a_head_with_nothing_after_it_stays_text() -> None:
    assert told("12/05/2025 14:33 PC 12 - Called.\n13/05/2025 09:00") == [
        ("2025-05-12T14:33", "PC 12", "Called.\n13/05/2025 09:00")
    ]


def test_a_guessed_order_of_day_and_month_is_told() -> None:
    entries = split_log("03/04/2025 10:00 - a\n23/04/2025 10:00 - b", DateRules())
    assert [entry.ambiguous_date for entry in entries] == [True, False]


def test_blank_text_gives_no_entry() -> None:
    assert split_log(" \n\t", RULES) == []


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(st.text(max_size=200))
def test_text_without_dates_is_kept_whole(text: str) -> None:
    assert "".join(squeezed(entry.text) for entry in split_log(text, RULES)) == squeezed(text)


STAMPS = st.datetimes().map(
    lambda at: at.replace(year=2000 + at.year % 100).strftime("%d/%m/%Y %H:%M"),
)
WORDS = st.text(alphabet=st.characters(blacklist_characters="0123456789", blacklist_categories=["Cs"]), max_size=60)
HEADS = ["{} PC 1234 - ", "[{}] ", "{} - ", "{} DS 9: "]


@given(before=WORDS, entries=st.lists(st.tuples(st.sampled_from(HEADS), STAMPS, WORDS), max_size=5))
def test_no_text_is_lost_beside_the_heads_that_became_fields(before: str, entries: list[tuple[str, str, str]]) -> None:
    log = before + "".join(f"\n{head.format(stamp)}x{body}" for head, stamp, body in entries)
    found = split_log(log, RULES)
    assert squeezed("".join(entry.text for entry in found)) == squeezed(
        before + "".join(f"x{body}" for _, _, body in entries)
    )
    assert len([entry for entry in found if entry.recorded_at]) == len(entries)


PIECES = st.sampled_from(
    ["12/05/2025", "14:33", "1433", " ", "\n", "\r\n", "PC 1234", "DS", "QUILL", " - ", ": ", "[", "]", "Entry 3", "at",
     "He left.", "12 May 2025", "2025-05-12T14:33:00Z", ">", ".", "13/05/2025 09:10 PC 12 - ", "text", "\n\n"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_every_letter_of_any_log_is_in_a_text_a_time_or_an_author(log: str) -> None:
    found = split_log(log, RULES)
    kept = squeezed("".join(entry.text + (entry.author_role or "") for entry in found))
    for name in ("QUILL", "Entry", "Heleft", "text"):
        assert kept.count(name) == squeezed(log).count(name)
    assert kept.count("1234") == log.count("1234")


def test_an_entry_is_frozen_data() -> None:
    assert split_log("Called.", RULES) == [LogEntry("Called.")]
