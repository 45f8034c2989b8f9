"""Names in free text that the case file does not list: told by title, rank, kin, capital, or the reader of names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from caseaudit.language.names import names_in
from caseaudit.language.people import People, Role
from caseaudit.privacy.patterns import Span
from caseaudit.privacy.words import FIRST_NAMES, KIN, NAMES_TOO, NOT_NAMES, words

NAME, OFFICER = "[name]", "[officer]"
_UPPER, _LOWER = "A-Z\u00c0-\u00d6\u00d8-\u00de", "a-z\u00df-\u00f6\u00f8-\u00ff"
_CAPITALISED = rf"[{_UPPER}](?:['\u2019][{_UPPER}])?[{_LOWER}]+(?:[{_UPPER}][{_LOWER}]+)?(?:-[{_UPPER}][{_LOWER}]+)*"
_SHOUTED = rf"[{_UPPER}](?:['\u2019])?[{_UPPER}]{{2,}}(?:-[{_UPPER}]{{2,}})*"
_TOKEN = re.compile(rf"(?<![\w'\u2019-])(?:{_CAPITALISED}|{_SHOUTED})(?![\w])")
_INITIAL = rf"[{_UPPER}]\.?[ ]"
_TITLE = re.compile(
    rf"\b(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Reverend|Sir|Lady|Judge|Cllr|Nurse|Sister|Father|Fr|MR|MRS|MS"
    rf"|MISS|DR|Messrs)\b\.?[ ]*(?:{_INITIAL}){{0,2}}(?P<name>{_CAPITALISED}|{_SHOUTED})"
    rf"(?:[ ](?P<more>{_CAPITALISED}|{_SHOUTED}))?"
    r"|(?i:mr|mrs)\b\.?[ ](?P<small>[a-z'\u2019-]{3,}))"
)
_RANK = (
    "PC|DC|PS|DS|DI|DCI|DSU|DCS|PCSO|WPC|WDC|SPC|TDC|T/DC|T/PC|T/DS|T/PS|A/PS|A/DS|A/DI|A/Insp|Insp|Sgt|Det Sgt"
    "|Det Insp|Det Con|Supt|Ch Insp|C/Insp|Chief Inspector|Inspector|Sergeant|Superintendent|Constable|Detective"
    "|Officers|Officer|Police Constable|Detective Constable|Detective Sergeant|Detective Inspector|OIC|SIO|D/Sgt|D/Insp"
    "|Special Constable"
)
_SURNAME = rf"(?:{_INITIAL}){{0,2}}(?:{_CAPITALISED}|{_SHOUTED})(?:[ ](?:{_CAPITALISED}))?"
_NUMBER = r"(?:no\.?[ ])?[A-Z]{0,3}\d{2,6}[A-Z]{0,3}"
_RANKED = re.compile(
    rf"\b(?:(?:(?:{_RANK})s?|(?:Sgt|Insp|Supt|Det)\.)[ ]){{1,3}}"
    rf"(?:\(?(?P<number>{_NUMBER})(?![/:]\d)\)?(?:[ ]+(?P<after>{_SURNAME}))?(?!\w)"
    rf"|(?P<name>{_SURNAME})(?P<behind>[ ,(]{{1,2}}{_NUMBER}\)?)?(?!\w))"
)
_RANKED_SMALL = re.compile(
    r"\b(?:pc|dc|ps|ds|di|dci|pcso|sgt|insp|wpc)[ ]?(?:\d{2,6}[a-z]{0,2}\b(?:[ ](?P<after>[A-Z][a-z]+))?"
    r"|(?<=[ ])(?P<name>[A-Za-z][a-z]{2,}(?<!ed)(?<!ing))\b)"
)
_COLLAR = re.compile(
    r"\b(?:collar|shoulder|warrant|epaulette|badge)(?:[ ](?:no|num|number|card))?\.?[ ]?[:#]?[ ]?(?:is[ ])?"
    r"(?P<number>(?=\w*\d)\w{2,10})\b",
    re.IGNORECASE,
)
_SMALL_WORD = re.compile(r"(?<![\w'\u2019.@/-])[a-z]{3,}(?![\w@]|\.\w|[-/]\w)")
_OPENING = "\"'\u2018\u201c([{\u2022*"
_DOING = (
    "was|is|has|had|did|does|will|would|can|could|cannot|can't|won't|didn't|doesn't|hasn't|wasn't|isn't|went|came|ran|told"
    "|gave|says|said|states|stated|reckons|thinks|thought|feels|felt|wants|wanted|turned|herself|himself|themself|lives"
    "|lived|knows|knew|disclosed|denies|denied|refused|refuses|asked|asks|attends|attended|shared|reports|reported|left"
    "|moved|met|likes|loves|hates|looked|looks|seems|seemed|appears|appeared|sat|stood|smiled|cried|became|got|gets|began"
    "|started|stayed|returned|walked|hid|held|wore|rang|rings|then|also|who|and (?:his|her|their|he|she)"
)
_AGED = r",? \(?(?:aged )?(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\b[),. ]"
_AT_THE_START = re.compile(
    rf"(?:\A|[.!?:;\n][ ]?|[-\u2013][ ])(?P<name>{_CAPITALISED})"
    rf"(?=['\u2019]s [a-z]|{_AGED}|(?: \([^)]{{1,20}}\))? (?:{_DOING})\b)"
)
_KIN = KIN | {f"{word}s" for word in KIN}
_BEFORE = re.compile(r"([\w-]+)(?:[ ]?[,:(/][ ]?|[ ])[\"'\u2018\u201c]?\Z")
_DAY = re.compile(r"\s\d")
"""After a month: "seen by mum June 2025"."""
_TITLES = words("mr mrs ms miss mx dr prof professor rev reverend sir lady judge cllr nurse sister father fr messrs")
_RANKS = frozenset(word for rank in re.split(r"[|/ ]", _RANK.lower()) for word in (rank, f"{rank}s") if len(rank) > 1)
_COLLARS = words("collar shoulder warrant epaulette badge")


@dataclass(frozen=True, slots=True)
class Narrated:
    """What a case's texts together tell of its names."""

    found: frozenset[str] = frozenset()
    """Words that are somebody's name, in small letters."""
    small: frozenset[str] = frozenset()
    """Words that the texts write small, and that are therefore none."""
    runs: frozenset[str] = frozenset()
    """The runs of letters of which `found` is made."""
    told: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """What the reader of names finds in each text."""


def narrated(texts: Iterable[str]) -> Narrated:
    """Gather the names that a case's texts tell, so that each is masked in all of them."""
    texts = tuple(texts)
    small: frozenset[str] = frozenset(word for text in texts for word in _SMALL_WORD.findall(text))
    told = {text: _told(text) for text in texts}
    found: set[str] = set()
    for text in texts:
        for start, end, _ in (*told[text], *_starting(text, small), *capitals_in(text, Narrated(small=small))):
            found.update(word for word in _words_of(text[start:end]) if _may_be_name(word))
    runs = frozenset(run for word in found for run in re.findall(r"[^\W\d_]+", word))
    return Narrated(frozenset(found), small, runs, told)


def officers_in(text: str, runs: frozenset[str]) -> Iterator[Span]:
    """Yield officers by rank with a name or number, and collar numbers; `runs` are the words of the text."""
    if not _RANKS.isdisjoint(runs):
        for match in _RANKED.finditer(text):
            name = match["name"]
            if name is None:
                after = match["after"]
                yield match.start(), match.end() if after and _leading(after) else match.end("number"), OFFICER
            elif (length := _leading(name)) > 0:
                yield match.start(), match.end() if length == len(name) else match.start("name") + length, OFFICER
        for match in _RANKED_SMALL.finditer(text):
            if match["name"] is None or not _is_role(match["name"]):
                yield match.start(), match.end(), OFFICER
    if not _COLLARS.isdisjoint(runs):
        yield from ((m.start("number"), m.end("number"), OFFICER) for m in _COLLAR.finditer(text))


def titled_in(text: str, runs: frozenset[str]) -> Iterator[Span]:
    """Yield names behind a title."""
    if _TITLES.isdisjoint(runs):
        return
    for match in _TITLE.finditer(text):
        small = match["small"]
        if small is not None:
            if not _is_role(small):
                yield match.start(), match.end(), NAME
        elif not _is_role(match["name"]) and not text.endswith(("the ", "a "), 0, match.start()):
            more = match["more"]
            yield match.start(), match.end() if more and not is_word(more) else match.end("name"), NAME


def told_in(text: str, known: Narrated) -> tuple[Span, ...]:
    """Return the names that the audit's own reader of names finds: by age, by title, by what they say or do."""
    told = known.told.get(text)
    return _told(text) if told is None else told


def _told(text: str) -> tuple[Span, ...]:
    found = []
    for start, end, named in names_in(text, People()).find(text, 0, len(text)):
        word = text[start:end]
        if _may_be_name(_bare(word)) and (not word.isupper() or _bare(word) in FIRST_NAMES):
            found.append((start, end, OFFICER if named[0] is Role.OFFICER else NAME))
    return tuple(found)


def listed_in(text: str, known: Narrated, runs: frozenset[str]) -> Iterator[Span]:
    """Yield first names, however they are written, and the names that the case's other texts tell."""
    first, found = FIRST_NAMES & runs, known.found
    if not first and known.runs.isdisjoint(runs):
        return
    for match in _TOKEN.finditer(text):
        word = _bare(match[0])
        if word in first or word in found or ("-" in word and any(p in first or p in found for p in word.split("-"))):
            yield match.start(), match.start() + len(word), NAME
    if first:
        yield from ((m.start(), m.end(), NAME) for m in _SMALL_WORD.finditer(text) if m[0] in first)


def is_word(token: str) -> bool:
    """Say whether a capitalised word is one that names nobody."""
    word = _bare(token)
    return word in NOT_NAMES or ("-" in word and any(part in NOT_NAMES for part in word.split("-")))


def _is_role(token: str) -> bool:
    """Say whether a word behind a title, a rank or a kinship word is still no name: nobody is called Meeting."""
    return is_word(token) and _bare(token) not in NAMES_TOO


def _bare(token: str) -> str:
    word = token.replace("\u2019", "'").lower()
    return word.removesuffix("'s").removesuffix("'")


def _words_of(text: str) -> list[str]:
    return [_bare(token) for token in _TOKEN.findall(text)]


def _may_be_name(word: str) -> bool:
    return len(word) > 2 and not is_word(word)  # noqa: PLR2004 - two letters are an abbreviation as often as a name


def _leading(name: str) -> int:
    """Return how many characters of `J. Patel Seen` are a name; 0 where it begins with another word or an acronym."""
    end = 0
    for match in _TOKEN.finditer(name):
        token = match[0]
        other = is_word(token) if end else _is_role(token)
        if other or (token.isupper() and len(token) < 4):  # noqa: PLR2004 - MASH apart, which is listed
            break
        end = match.end()
    return end


def _starting(text: str, small: frozenset[str]) -> Iterator[Span]:
    """Yield names that open a sentence: somebody has an age, owns something, or does what people do."""
    for match in _AT_THE_START.finditer(text):
        word = _bare(match["name"])
        if word not in small and not is_word(word):
            yield match.start("name"), match.end("name"), NAME


def capitals_in(text: str, known: Narrated) -> Iterator[Span]:
    """Yield capitalised words that are names by their place: within a sentence, or after a word of kin."""
    yield from _starting(text, known.small)
    before: re.Match[str] | None = None
    for match in _TOKEN.finditer(text):
        token, start = match[0], match.start()
        end = start + len(_bare(token))
        if not token.isupper() and _after_kin(text, start) and not _is_role(token) and not _DAY.match(text, end):
            yield start, end, NAME
            before = match
        elif token.isupper() or is_word(token) or _bare(token) in known.small:
            before = None
        elif _opens_sentence(text, start, end):
            before = match
        else:
            joined = before is not None and text[before.end() : start] == " "
            yield before.start() if joined and before else start, end, NAME
            before = match


def _after_kin(text: str, start: int) -> bool:
    """Say whether a word of kin, or `called`, stands just before."""
    word = _BEFORE.search(text, max(0, start - 20), start)
    return word is not None and word[1].lower() in _KIN


def _opens_sentence(text: str, start: int, end: int) -> bool:
    """Say whether a capital at `start` may be owed to its place alone: after a stop, a colon, a dash, a line's end."""
    left = start
    quoted = False
    while left and (text[left - 1] in _OPENING or text[left - 1] in " \t"):
        left -= 1
        quoted = quoted or text[left] in "\"'\u2018\u201c"
    if quoted:
        return not (text[end : end + 1] and text[end] in "\"'\u2019\u201d")
    return left == 0 or text[left - 1] in '.!?:;\n\r\u2026\u2013\u2014-=>|"\u201d'
