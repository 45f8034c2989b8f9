"""What identifies by its shape is marked; times, amounts, grades and counts are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.privacy.known import runs_of
from caseaudit.privacy.patterns import marks


def marked(text: str) -> list[tuple[str, str]]:
    spans = sorted(marks(text, runs_of(text)))
    return [(text[start:end], instead) for start, end, instead in spans]


@pytest.mark.parametrize(
    ("text", "what", "instead"),
    [
        ("ring 07700 900123 after six", "07700 900123", "[phone]"),
        ("ring 07700900123.", "07700900123", "[phone]"),
        ("on +44 7700 900 123", "+44 7700 900 123", "[phone]"),
        ("on 0044 (0)7700 900123", "0044 (0)7700 900123", "[phone]"),
        ("on (01632) 960 123", "(01632) 960 123", "[phone]"),
        ("on 020 7946 0958", "020 7946 0958", "[phone]"),
        ("on 0161-496-0000", "0161-496-0000", "[phone]"),
        ("mail j.o'b+x@example.co.uk today", "j.o'b+x@example.co.uk", "[e-mail]"),
        ("at CF10 2AB.", "CF10 2AB", "[postcode]"),
        ("at cf102ab", "cf102ab", "[postcode]"),
        ("at SW1A 1AA", "SW1A 1AA", "[postcode]"),
        ("in AB12 CDE", "AB12 CDE", "[vehicle]"),
        ("in AB12CDE", "AB12CDE", "[vehicle]"),
        ("in ab12cde", "ab12cde", "[vehicle]"),
        ("in A123 BCD", "A123 BCD", "[vehicle]"),
        ("in ABC 123D", "ABC 123D", "[vehicle]"),
        ("reg ABC 1234 seen", "ABC 1234", "[vehicle]"),
        ("VRM: 1 ABC", "1 ABC", "[vehicle]"),
        ("as @cez.za on there", "@cez.za", "[username]"),
        ("snapchat xyz_12", "xyz_12", "[username]"),
        ("Insta: blueroses", "blueroses", "[username]"),
        ("username bluerose", "bluerose", "[username]"),
        ("Snapchat name is 'Rosie'", "Rosie", "[username]"),
        ("Roblox account xXwolfXx", "xXwolfXx", "[username]"),
        ("sort code 12-34-56", "12-34-56", "[reference]"),
        ("account 12345678", "12345678", "[reference]"),
        ("IBAN GB29 NWBK 6016 1331 9268 19", "GB29 NWBK 6016 1331 9268 19", "[reference]"),
        ("card 4929 1234 5678 9012", "4929 1234 5678 9012", "[reference]"),
        ("NHS 943 476 5919", "943 476 5919", "[reference]"),
        ("NHS no 9434765919", "9434765919", "[reference]"),
        ("NI no AB 12 34 56 C", "AB 12 34 56 C", "[reference]"),
        ("PNC 21/123456A", "21/123456A", "[reference]"),
        ("CRO 123456/85B", "123456/85B", "[reference]"),
        ("URN 42AB/1234/25", "42AB/1234/25", "[reference]"),
        ("CAD 1234 of 12 May", "1234", "[reference]"),
        ("crime ref: 4500123/25", "4500123/25", "[reference]"),
        ("see INC-250112-0391", "INC-250112-0391", "[reference]"),
        ("exhibit ABC/1", "ABC/1", "[reference]"),
        ("IMEI 356938035643809", "356938035643809", "[reference]"),
        ("from 192.168.10.12", "192.168.10.12", "[reference]"),
        ("from 2001:db8:85a3::8a2e:370:7334", "2001:db8:85a3::8a2e:370:7334", "[reference]"),
        ("see https://example.org/a?b=c.", "https://example.org/a?b=c", "[web address]"),
        ("on www.example.com,", "www.example.com", "[web address]"),
        ("lives 12 Oak Street now", "12 Oak Street", "[address]"),
        ("at Flat 3, 14a St Mary's Road", "Flat 3, 14a St Mary's Road", "[address]"),
        ("at 12 oak road", "12 oak road", "[address]"),
        ("found in Larch Close", "Larch Close", "[address]"),
    ],
)  # fmt: skip
def test_what_identifies_is_marked(text: str, what: str, instead: str) -> None:
    assert (what, instead) in marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "at 14:05", "at 1405hrs", "MFH report 0214hrs", "18:30:22", "paid £1500000", "£07700900123", "rang 999 then 101", "aged 12Y",
        "on 24/7", "3 of 5", "page 12", "IC1 male", "PIP2 officer", "s.47 and s20", "Q5 yes", "FOR 24H", "2 minutes down the road",
        "section 46", "COVID-19", "level 3", "12 months", "a 10 year old", "Snapchat and Instagram were used", "on Snapchat with him",
        "she can handle herself", "contact with social care", "the account given was clear", "drive her home", "close to tears",
        "A1 The", "B12 car", "75% of 1,250", "in 2024", "5-6 times", "0.5 mg", "MG11", "e.g. this", "case 2 of 3", "box 14",
    ],
)  # fmt: skip
def test_what_does_not_is_left(text: str) -> None:
    assert marked(text) == []


@given(st.text(alphabet=st.sampled_from("abZ019 .-/@_:+(),'\n£"), max_size=80))
def test_marks_lie_within_the_text_and_are_never_empty(text: str) -> None:
    for start, end, instead in marks(text, runs_of(text)):
        assert 0 <= start < end <= len(text)
        assert instead.startswith("[")


@pytest.mark.parametrize(
    "piece", ["a-", "a.", "1/", "A-1", "@a.", "user ", "12 ", "reg 1", "07", "A", "a_", "Road ", "::a"]
)
def test_no_text_takes_for_ever(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    assert len(list(marks(text, runs_of(text)))) <= len(text)
