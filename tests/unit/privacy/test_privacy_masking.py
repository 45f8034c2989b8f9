"""Masks: whoever the case file lists and whoever its texts name is masked however it is written; other words stay."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.case_file import CaseFile
from caseaudit.privacy.key import Key
from caseaudit.privacy.masking import Masks, Pseudonyms

KEY = Key(b"a key for tests, 32 bytes long..")


def masks(*texts: str, dates: str = "keep", **more: Any) -> Masks:
    case = {"case_id": "MS25-000934", "case_type": "missing", "narrative": [{"text": text} for text in texts], **more}
    return Masks(CaseFile.read(case), Pseudonyms(KEY, dates))  # type: ignore[arg-type]


def free(text: str, **more: Any) -> str:
    return str(masks(text, **more).free(text))


def listed(*names: str) -> dict[str, Any]:
    return {"children": [{"child_id": "934-A", "names": list(names), "date_of_birth": "2010-03-12"}]}


CERYS = listed("Cerys Llewellyn-Jones")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Cerys was seen.", "[name] was seen."),
        ("seen with cerys", "seen with [name]"),
        ("CERYS LLEWELLYN-JONES SEEN", "[name] SEEN"),
        ("Cerys's mum", "[name]'s mum"),
        ("Cerys\u2019 mum", "[name]\u2019 mum"),
        ("cerys llewellyn jones", "[name]"),
        ("Llewellyn, C.", "[name], C."),
        ("Jones family", "[name] family"),
        ("(Cerys)", "([name])"),
        ("Cerys\nLlewellyn-Jones", "[name]"),
        ("cerys_2010 and xxcerys", "[username] and xxcerys"),
        ("Cerys/Jones", "[name]/[name]"),
    ],
)
def test_a_listed_name_is_masked_however_it_is_written(text: str, wanted: str) -> None:
    assert free(text, **CERYS) == wanted


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("Seán O\u2019Brien", "sean o'brien, SEÁN OBRIEN, O'Brien", "[name], [name], [name]"),
        ("Sia\u0302n", "Siân and Sian and SIA\u0302N", "[name] and [name] and [name]"),
        ("B.Q.", "B.Q. ran; B.Q's phone; B. Q. BQ", "[name] ran; [name]'s phone; [name] BQ"),
        ("Jo", "Jo said jo, JO", "[name] said jo, [name]"),
        ("Mr Ali Khan", "Mr said Khan", "Mr said [name]"),
        ("Unborn Smith", "the unborn baby, Smith", "the unborn baby, [name]"),
        ("Anne-Marie", "Annemarie, Anne Marie, anne", "[name], [name], [name]"),
        ("Will", "Will said he will. will's coat", "[name] said he will. [name]'s coat"),
        ("April", "On 3 April 2025 April came", "On 3 April 2025 [name] came"),
    ],
)
def test_names_of_every_kind(name: str, text: str, wanted: str) -> None:
    assert free(text, **listed(name)) == wanted


def test_references_of_the_case_become_the_references_that_the_results_show() -> None:
    more = {"narrative": [{"entry_id": "MS25-000934/1", "text": ""}], "missing": {"system_ref": "C-77"}}
    text = "ms25-000934, 934-A, MS25-000934/1, C-77, 1934-A"
    case, child, entry, ref, other = str(masks(**CERYS, **more).free(text)).split(", ")
    assert case == KEY.reference("case", "MS25-000934")
    assert child == KEY.reference("child", "934-A")
    assert entry.startswith("entry-")
    assert ref == KEY.reference("reference", "C-77")
    assert other == "1934-A"


def test_a_name_told_in_one_entry_is_masked_in_all() -> None:
    found = masks("She went to Zedekiah with it.", "Zedekiah rang back. ZEDEKIAH AGREED")
    assert str(found.entry(1)) == "[name] rang back. [name] AGREED"
    assert found.entry(2) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("her friend Kaylin was there", "her friend [name] was there"),
        ("mum Zhanna (34)", "mum [name] (34)"),
        ("boyfriend: Tyrone", "boyfriend: [name]"),
        ("a boy called Smiffy", "a boy called [name]"),
        ("mum June rang", "mum [name] rang"),
        ("Kaylin Turnbull rang.", "[name] rang."),
        ("Samir turned 17.", "[name] turned 17."),
        ("Bodhi's phone was seized", "[name]'s phone was seized"),
        ("Otis (4) slept", "[name] (4) slept"),
        ("Mr Smith and mrs patel", "[name] and [name]"),
        ("Mrs J Patel-Shaw, Dr. Okafor, Miss Green", "[name], [name], [name]"),
        ("kayleigh was sad", "[name] was sad"),
        ("KAYLEIGH SAID", "[name] SAID"),
        ("PC 1234 and DS Smith 567 came", "[officer] and [officer] came"),
        ("Sgt. Lowe, T/DC Khan, PC White", "[officer], [officer], [officer]"),
        ("DI informed, DC to review", "DI informed, DC to review"),
        ("pc 445 attended", "[officer] attended"),
        ("collar number C1234", "collar number [officer]"),
    ],
)  # fmt: skip
def test_whoever_a_text_names_is_masked(text: str, wanted: str) -> None:
    assert free(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Referred to MASH and Early Help on Monday 3 March.",
        "Operation Encompass notified the school, and Children's Services.",
        "She told us she had Snapchat and used Instagram at Christmas.",
        "Strategy discussion held. Social worker and GP in attendance.",
        "Child A and Child B. IP is mother, AP is father.",
        "She lives with Mum, Nan and Dad. Taken to A&E at the General Hospital.",
        "Section 47 of the Children Act; NRM; CAMHS; Barnardo's.",
        "White British girl, speaks Polish, goes to a Catholic school.",
    ],
)
def test_days_bodies_and_words_of_the_work_stay(text: str) -> None:
    assert free(text) == text


@pytest.mark.parametrize(
    ("mode", "wanted"),
    [
        ("keep", "Born [date of birth], seen 3 May 2025 at 14:05, next in July."),
        ("shift", "Born [date of birth], seen [date] at 14:05, next in [date]."),
        ("month", "Born [date of birth], seen [date] at 14:05, next in July."),
    ],
)
def test_dates_in_text(mode: str, wanted: str) -> None:
    assert free("Born 12/03/2010, seen 3 May 2025 at 14:05, next in July.", dates=mode, **CERYS) == wanted


def test_our_own_sentences_keep_their_words() -> None:
    found = masks("x", **listed("Will Case", "Grace"))
    text = "The time of the report is recorded: 3 May 2025. No case holds it, and none will. Early Help, MASH."
    assert found.ours(text) == text
    assert found.ours("The outcome is recorded: awaiting Grace and cerys.j@x.uk") == (
        "The outcome is recorded: awaiting [name] and [e-mail]"
    )


def test_what_a_reason_cuts_off_gives_nothing_away() -> None:
    found = masks("x", **CERYS)
    assert found.ours('The reason is "left with Llewel..."') == 'The reason is "left with [name]..."'
    assert found.ours("The reason is a phone ending 07700 9...") == "The reason is a phone ending 07700 [name]..."
    assert found.ours("The reason is waiting for cer...") == "The reason is waiting for [name]..."
    assert found.ours("The reason is waiting for the...") == "The reason is waiting for the..."


def test_pseudonyms_reach_another_process() -> None:
    assert pickle.loads(pickle.dumps(Pseudonyms(KEY, "shift"))) == Pseudonyms(KEY, "shift")


@given(st.text(max_size=300))
def test_any_text_can_be_masked_and_stays_where_nothing_is(text: str) -> None:
    masked = masks(text).free(text)
    at = 0
    for start, end, instead in masked.spans:
        assert at <= start < end <= len(text)
        assert instead
        at = end
    assert masked.cut(0, len(text)) == str(masked)
    assert str(masked) == text or masked.spans


@given(st.text(alphabet="Cerys -.'\n\u0130\u1e9e", max_size=120), st.integers(0, 120), st.integers(0, 120))
def test_a_stretch_of_a_masked_text_shows_no_more_than_the_whole(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    assert "cerys" not in masks(text, **CERYS).free(text).cut(start, end).lower().replace("xcerys", "").split()


@pytest.mark.parametrize(
    "piece", ["A", "Aa ", "aA", "Mr ", "PC ", "a-", "A'", "mum ", "12 May ", "...", "A. ", "\n", "Jane "]
)
def test_no_text_takes_for_ever(piece: str) -> None:
    text = piece * (30_000 // len(piece))
    assert str(masks(text, **CERYS).free(text))
