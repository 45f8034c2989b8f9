"""What identifies somebody by its shape: phone numbers, addresses, vehicle marks, accounts, references, usernames.

False marks are accepted where the shape leaves a doubt; what is plainly a time, an amount or a count is not marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from caseaudit.privacy.words import words

Span = tuple[int, int, str]
"""Start, end and what stands there instead."""

E_MAIL, PHONE, POSTCODE, VEHICLE = "[e-mail]", "[phone]", "[postcode]", "[vehicle]"
USERNAME, REFERENCE, ADDRESS, WEB = "[username]", "[reference]", "[address]", "[web address]"

_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G"
    "|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW"
    "|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD"
    "|WF|WN|WR|WS|WV|YO|ZE"
)
_POSTCODE = rf"(?i:(?:{_AREAS})\d[A-Z\d]?[ \t]{{0,2}}\d[ABD-HJLNP-UW-Z]{{2}})\b"
_NOT_MARKS = r"(?!AGE|FOR|AND|THE|DOB|NOT|ALL|DAY|HIS|HER|SHE|WAS|HAS|HAD|BUT|PIN|TEL|EXT|YOT|ABE|CAD|LOG|INC|REF)"
_MARK = (
    r"[A-Z]{2}\d\d[ -]?[A-Z]{3}\b|[a-z]{2}\d\d[ ]?[a-z]{3}\b(?<!the)(?<!and)(?<!was)"
    r"|[A-HJ-NPR-TV-Y]\d{1,3}[ -]?[A-HJ-PR-TV-Y]{3}\b"
    rf"|{_NOT_MARKS}[A-Z]{{3}}[ -]?\d{{1,3}}[A-HJ-NPR-TV-Y]\b"
)
_INSURANCE = r"(?i:[A-Z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[A-D])\b"
_CODE = (
    r"(?=[A-Z/_-]{1,24}\d)[A-Z]{1,8}\d{0,6}(?:[-/_][A-Z0-9]{1,12}){1,5}\b(?<![-/]\d)(?<!COVID-19)"
    r"|[A-Z]{2,3}/\d{1,3}[A-Z]?\b|[A-Z]{1,6}\d{4,}[A-Z0-9]*\b|GB\d\d[ ]?[A-Z]{4}(?:[ ]?\d){14}\b"
)
_LETTERS_FIRST = re.compile(
    rf"(?<![\w/])(?=[A-Za-z]{{1,8}}(?:[-/_ ]?\d|[-/_][A-Z]))(?:(?P<postcode>{_POSTCODE})|(?P<insurance>{_INSURANCE})"
    rf"|(?P<mark>{_MARK})|(?P<code>{_CODE}))"
)
_KIND_OF = {"postcode": POSTCODE, "mark": VEHICLE, "insurance": REFERENCE, "code": REFERENCE}
_DIGITS_FIRST = re.compile(
    r"(?<![\w£$€/])(?<!\d[.,:-])(?:"
    r"(?P<phone>(?:\+|00)[1-9](?:[\s().-]{0,2}\d){8,13}|\(?0[1-37-9](?:[\s().-]{0,2}\d){7,9})(?!\w)"
    r"|(?P<ip>\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?![\w.]\d)"
    r"|(?P<card>\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4})(?!\d)"
    r"|(?P<sort>\d\d-\d\d-\d\d)(?![\d-])"
    r"|(?P<health>\d{3}[ -]\d{3}[ -]\d{4})(?!\d)"
    r"|(?P<police>\d{1,7}/\d{4,8}[A-Za-z]?|\d{4,8}/\d{1,4}[A-Za-z]?|\d{1,7}/\d{2}[A-Z]"
    r"|\d{2,3}[A-Z]{1,4}\d?(?:/\w{2,8}){1,3}|\d{2,}[A-Z]?-\d{3,}(?:-\w+)*)(?![\w/])"
    r"|(?P<long>\d{7,})(?!\w)"
    r")"
)
_EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,64}(?:@|\s?\[at\]\s?)[\w-]+(?:\.[\w-]+)+")
_SITE = re.compile(
    r"(?:\bhttps?://|\bwww\.)[^\s\"'<>]+|(?<![\w@.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}"
    r"\.(?:com|co\.uk|org|net|org\.uk|gov\.uk|io|tv|me|info|gg|uk)\b(?:/[^\s\"'<>]*)?",
    re.IGNORECASE,
)
_IP6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4}){1,4}(?![\w:])", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_.]*[A-Za-z0-9_]{2,}")
_PLATFORM = (
    "snapchat|snap|instagram|insta|ig|tik ?tok|facebook|fb|messenger|whatsapp|twitter|youtube|discord|telegram|kik"
    "|roblox|minecraft|fortnite|xbox(?: live)?|psn|playstation|steam|twitch|omegle|onlyfans|yubo|wizz|signal|skype"
)
_ACCOUNT = (
    "user ?names?|user ?id|screen ?names?|gamer ?tags?|profile ?names?|handles?|log ?in|user|account|profile|contact"
)
_USERNAME = re.compile(
    rf"\b(?:(?:{_PLATFORM})(?:'s)?(?P<more>(?:[ ](?:{_ACCOUNT}|name|id|tag))*)|(?P<account>{_ACCOUNT}))"
    r"(?P<gap>[ ]?[:=-][ ]?|[ ](?:is|was|as|of|under|called|named|name|known as)[ ]|[ ])"
    r"(?P<quote>[\"'\u2018\u201c(]?)(?P<name>[\w.@!#$*-]*[\w!*])",
    re.IGNORECASE,
)
_LIKE_A_HANDLE = re.compile(
    r"(?=.*[A-Za-z])(?=.*\d)[\w.-]{3,}|\w+_\w*|_\w+|\w{2,}\.\w{2,}|[a-z]+[A-Z]\w*|[A-Z]{2,}[a-z]+\w*"
)
_NUMBERED = re.compile(
    r"\b(?:(?:cad|inc|incident|log|crime|refs?|reference|occurrence|niche|athena|urn|crn|crime report|custody"
    r"|case|exhibit|compact|mfh|ppn|holmes|storm|pnc|cro|nspis|mash|marac|liquid ?logic|mosaic|upn|uln|imei|serial|nhs"
    r"|ni|passport|licen[cs]e|account|acc|a/c|sort ?code)(?:[ ](?:no|num|number|ref|reference|id|report|record|code))?"
    r"|(?:policy|hospital|patient|booking|order|client|customer|vehicle|school)[ ](?:no|num|number|ref|reference|id))"
    r"[.]?[ ]?[#:=-]?[ ]?(?!\d{3,4}[ ]?(?:hrs?|hours)\b)"
    r"(?P<number>(?=(?:[A-Za-z/_.-]{0,12}\d){3})[\w/-]+(?:\.\w+)*|\d\d-\d\d-\d\d|\d\d[ ]\d\d[ ]\d\d\b)",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"\b(?:vrm|vrn|vrms|reg|registration|index|plates?|number plate)(?:[ ](?:no|number|mark|plate))?[.]?[ ]?[:=-]?[ ]?"
    r"(?:(?:is|was|of)[ ])?(?P<mark>(?=[A-Z0-9 ]{0,4}\d)[A-Z0-9]{1,4}[ ]?[A-Z0-9]{1,4})\b",
    re.IGNORECASE,
)
_WAY = "street|st|road|rd|avenue|ave|lane|ln|close|drive|dr|crescent|cres|terrace|gardens|gdns|grove|place|court|ct|way"
_WAY_TOO = "walk|mews|rise|parade|square|sq|hill|row|view|wharf|gate|green|park"
_HOUSE = re.compile(
    r"(?:\b(?i:flat|apartment|apt|unit|plot|room|block)[ ]\w{1,4},?[ ])?"
    r"(?:\b(?:no\.?[ ]?)?\d{1,4}[A-Za-z]?,?[ ](?:(?:[A-Z][\w'\u2019-]*\.?[ ]){1,3}"
    rf"(?:(?i:{_WAY}|{_WAY_TOO})\b)|(?i:(?!the|a|an|this|that|his|her|from|down|up|on|in|more|other|mins?|minutes?|hours?"
    r"|miles?|metres?|years?|yards?)[a-z']{3,}[ ](?:street|road|rd|avenue|lane|crescent|terrace)\b))"
    r"|\b(?!The\b|Our\b|Main\b)[A-Z][a-z'\u2019]+(?:[ ][A-Z][a-z'\u2019]+)?[ ](?:Street|St|Road|Rd|Avenue|Ave|Lane"
    r"|Close|Drive|Crescent|Terrace|Gardens|Grove|Mews|Way)\b)"
)
_PLAIN = words(
    "and or but the a an to of in on at by for with from as is was are were has had have she he they it her his "
    "him their who which that this then so not no yes when where what also via using only account accounts name names "
    "user profile details message messages group chat chats app apps call calls video videos photo photos story post "
    "posts page video live contact contacts number numbers friends friend be been being said says told them me my i we "
    "you id handle streaks content use used conversation conversations checked unknown known officer officers social "
    "stories"
)


_NUMBERED_WORDS = words(
    "cad inc incident log crime ref refs reference occurrence niche athena urn crn custody case exhibit compact mfh "
    "ppn holmes storm pnc cro nspis mash marac liquid liquidlogic mosaic upn uln imei serial nhs ni passport licence "
    "license account acc a sort sortcode policy hospital patient booking order client "
    "customer vehicle school"
)
_PLATE_WORDS = words("vrm vrn vrms reg registration index plate plates number")
_WAYS = frozenset(f"{_WAY}|{_WAY_TOO}".split("|"))
_USER_WORDS = frozenset(re.split(r"[|\s?]+", f"{_PLATFORM}|{_ACCOUNT}".replace("(?: live)", ""))) | words(
    "username usernames userid screenname screennames gamertag gamertags profilename handle login tiktok profiles"
)
_DOT_INSIDE = re.compile(r"\w\.[A-Za-z]")


def marks(text: str, runs: frozenset[str]) -> Iterator[Span]:
    """Yield what in a text identifies by its shape; `runs` are its words. Spans may overlap, the surer first."""
    if "@" in text or "[at]" in text:
        yield from ((m.start(), m.end(), E_MAIL) for m in _EMAIL.finditer(text))
        yield from ((m.start(), m.end(), USERNAME) for m in _HANDLE.finditer(text))
    if "://" in text or _DOT_INSIDE.search(text):
        yield from ((m.start(), m.start() + len(m[0].rstrip(".,;:!?)")), WEB) for m in _SITE.finditer(text))
    if not _USER_WORDS.isdisjoint(runs):
        yield from _usernames(text)
    if any(map(str.isdigit, runs)):
        yield from _with_digits(text, runs)
    elif text.count(":") > 2:  # noqa: PLR2004 - an address of version 6 may hold letters alone
        yield from ((m.start(), m.end(), REFERENCE) for m in _IP6.finditer(text))
    if not _WAYS.isdisjoint(runs):
        yield from ((m.start(), m.end(), ADDRESS) for m in _HOUSE.finditer(text))


def _with_digits(text: str, runs: frozenset[str]) -> Iterator[Span]:
    if text.count(":") > 2:  # noqa: PLR2004 - as above
        yield from ((m.start(), m.end(), REFERENCE) for m in _IP6.finditer(text) if not _is_clock(m[0]))
    if not _PLATE_WORDS.isdisjoint(runs):
        yield from ((m.start("mark"), m.end("mark"), VEHICLE) for m in _PLATE.finditer(text))
    if not _NUMBERED_WORDS.isdisjoint(runs):
        yield from ((m.start("number"), m.end("number"), REFERENCE) for m in _NUMBERED.finditer(text))
    for match in _LETTERS_FIRST.finditer(text):
        kind = match.lastgroup or "code"
        if kind != "code" or sum(map(str.isdigit, match[0])) > 1 or "/" in match[0]:
            yield match.start(), match.end(), _KIND_OF[kind]
    for match in _DIGITS_FIRST.finditer(text):
        yield match.start(), match.end(), PHONE if match.lastgroup == "phone" else REFERENCE


def _is_clock(text: str) -> bool:
    return text.replace(":", "").isdigit() and max(map(len, text.split(":"))) <= 2  # noqa: PLR2004 - figures of a clock


def _usernames(text: str) -> Iterator[Span]:
    for match in _USERNAME.finditer(text):
        name, sure = match["name"], match["gap"].strip() in {":", "=", "-"} or bool(match["quote"])
        plain = name.lower() in _PLAIN
        named = match["account"] is not None and match["account"].lower().startswith(
            ("usern", "user n", "screen", "gamer")
        )
        if not plain and ((sure and len(name) > 2) or named or match["more"] or _LIKE_A_HANDLE.fullmatch(name)):  # noqa: PLR2004
            yield match.start("name"), match.end("name"), USERNAME
