"""Names, ages and sexes that a text itself tells: who is a child, who is grown up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from caseaudit.domain.vocabulary import PersonRole
from caseaudit.language.automaton import LazyPattern
from caseaudit.language.people import People, Role

ADULT_AGE = 18
MAX_NAMES = 400
"""Names gathered from one text."""
MAX_NAME = 80

Named = tuple[Role, str | None, int | None]
"""Role, sex (F, M or None), index of the child in the case file."""

_ROLE_OF_PERSON: dict[PersonRole | None, Role] = {
    PersonRole.SUSPECT: Role.SUSPECT,
    PersonRole.PARENT: Role.PARENT,
    PersonRole.CARER: Role.THIRD_PARTY,
    PersonRole.WITNESS: Role.THIRD_PARTY,
}
_FEMALE = re.compile(
    r"\b(?:she|mothers?|mums?|mam|mom|wom[ae]n|lady|girls?|females?|daughters?|step-?(?:daughter|mum|mother)|sisters?"
    r"|aunt(?:ie|y)?|nan(?:a|na|ny)?|gran(?:ny|dma|dmother)?|wife|girlfriend|niece|schoolgirl|landlady)\b"
)
_MALE = re.compile(
    r"\b(?:he|fathers?|dad(?:dy|s)?|m[ae]n|gentlem[ae]n|boys?|males?|sons?|step-?(?:son|dad|father)|brothers?|uncles?"
    r"|grand(?:ad|dad|pa|father)|husband|boyfriend|nephew|lads?|blokes?|landlord|schoolboy)\b"
)


@lru_cache(maxsize=4096)
def sex_of(words: str) -> str | None:
    """Return `F`, `M` or None for folded words such as "step-mother"."""
    female, male = bool(_FEMALE.search(words)), bool(_MALE.search(words))
    return None if female == male else "F" if female else "M"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NOT_NAMES = _words(
    """
    Risk Page Ref Log No Section Flat House Unit Room Age Aged At By On In The A An He She They It This That And
    But Of To For From With Is Was PC DC DS DI PS SW IP AP VOC PPN BWV NRM CSC CSE CCE DASH MASH CAID OIC NFA
    DOB January February March April May June July August September October November December Monday Tuesday
    Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Weds Thu Thurs Fri Sat Sun Mum Dad Mother Father
    Nan Parent Parents Staff Police Officer Officers School Social Suspect Victim Child Children Male Female Boy
    Girl Son Daughter Brother Sister Grade Year Day Week Visit Step Item Action Point Stage Number Tel Incident
    Crime Report Exhibit Operation Op Unknown Adult Man Woman Lad Youth Twins Kids Carer Foster Neighbour Driver
    Passenger Both All Two Three Four Home Missing Detained Located Graded MFH YP UPDATE INTEL I We You Also Not
    Clean Dirty Tidy Calm Quiet Happy Upset Before After Example Note Wording Original Amended
    When Then There Level Key Custody Control Q1 Q2 Q3 Here His Her Their My Our Who Which What
    """
)


def _name(before: str) -> str:
    """Return a group for a name; `before` looks back from behind its first letter.

    The group opens with the capital, so that the search skips from capital to capital.
    """
    return rf"([A-Z]{before}(?:[a-z'\u2019]+(?:-[A-Z][a-z]+)?|[A-Z]?|[A-Z]{{2,}}))"


_WHOLE = _name(r"(?<!\w[A-Z])")
_ASIDE = r"(?: \([^)]{1,20}\))?"
_SAYS = (
    "said|says|told|tells|stated|states|described|explained|disclosed|felt|feels|thinks|wants|would like|asked|added"
)
_BEFORE_SAYS = "(?:who|then|also|has|had|later|himself|herself|again)"
_DOES = (
    "is|was|has|had|keeps|continues|puts|makes|does|did|would|will|cannot|seems|appears|appeared|seemed|went|left|ran"
)
_SEEN = (
    "asked|spoken to|seen|tearful|upset|located|last seen|reported missing|frightened|scared|anxious|withdrawn|quiet"
)
_NAMED_WITH_AGE = re.compile(
    rf"{_WHOLE}(?: [A-Z][a-z]+)?(?:\s?\(|,? (?:is |who is |was )?(?:a |an )?(?:aged? )?)(\d{{1,2}})"
    r"(?![\d:/]|\s?(?:hrs|mins|am|pm|times|hours|yes|ticks))"
    r"(?=\)|,|\.|\s?-?(?:yrs?|y/o|yo\b|years?|months|mths|weeks|wks)| [a-zA-Z]|$)"
)
_CHILD_WORDS = _words("daughter son child girl boy lad teenager toddler baby pupil yp person")
_TITLES: dict[str, Role] = {
    **dict.fromkeys(("pc", "dc", "ds", "di", "sgt", "ps", "insp"), Role.OFFICER),
    **dict.fromkeys(
        ("mother", "father", "mum", "dad", "step-dad", "stepdad", "step-father", "stepfather"), Role.PARENT
    ),
    **dict.fromkeys(("step-mother", "stepmother", "step-mum", "stepmum"), Role.PARENT),
    **dict.fromkeys(("ap", "suspect"), Role.SUSPECT),
    **dict.fromkeys(
        (
            "dr",
            "sw",
            "worker",
            "neighbour",
            "carer",
            "manager",
            "teacher",
            "nurse",
            "caller",
            "witness",
            "dsl",
            "social",
        ),
        Role.THIRD_PARTY,
    ),
    **dict.fromkeys(("mr", "mrs", "ms", "miss", "partner", "boyfriend", "girlfriend", "uncle", "aunt"), Role.ADULT),
}
_LAST_LETTERS = "|".join(sorted({word[-2:] for word in [*_TITLES, *_CHILD_WORDS]}))
_NAME_AFTER_WORD = re.compile(
    _name(
        rf"(?<= [A-Z])(?:(?<=(?i:{_LAST_LETTERS}) [A-Z])|(?<=(?i:{_LAST_LETTERS})[.,:] [A-Z])"
        r"|(?<=\s [A-Z])|(?<=[.,:][.,:] [A-Z]))"
    )
    + r"\b"
)
"""A name after a word that may be a title; what the word is, is looked up."""
_ABBREVIATED = frozenset({"mr.", "mrs.", "ms.", "dr.", "sgt.", "insp."})
"""After any other word a full stop ends the sentence: "... handed over by dad. Clean clothes on"."""
_CHILD_NAMES = (
    re.compile(rf"{_WHOLE}{_ASIDE}(?= (?:(?:{_BEFORE_SAYS} )?(?:{_SAYS})|that (?:she|he|they)\b))"),
    re.compile(_name(r"(?:(?<=[a-z,;:] [A-Z])|(?<=['\"\u2018\u201c][A-Z]))") + rf"(?= (?:{_DOES})\b)"),
    re.compile(rf"{_WHOLE}{_ASIDE} (?:was|is|has been) (?:\w+ly )?(?:{_SEEN})\b"),
    re.compile(
        _name(r"(?:(?<![\s\S][A-Z])|(?<=\n[A-Z])|(?<=[.!?\"'\u201d] [A-Z]))") + rf"{_ASIDE}\s?[:-] ?[\"'\u201c\u2018]"
        r"(?=[^\"\u201d\n]{0,200}?\b(?:I|my|me)\b)"
    ),
)
"""A bare first name is a child's unless something says otherwise: grown-ups go by surname, title or role."""
_BLANK = r"[\s\x0b\x1c-\x1f?]"
_MAY_TELL = LazyPattern(
    r"[A-Z](?:[a-z'?]+(?:-[A-Z][a-z]+)?|[A-Z]*)"
    rf"(?:(?: \([^)]{{1,20}}\))?(?: (?:{_BEFORE_SAYS}|{_SAYS}|that|{_DOES})|{_BLANK}?[:-] ?[\"'?])"
    rf"|(?: [A-Z][a-z]+)?(?:{_BLANK}?\(|,? (?:is |who is |was )?(?:an? )?(?:aged? )?)[0-9?])"
)
"""Where what stands behind a name may tell who it is: all that `_CHILD_NAMES` and `_NAMED_WITH_AGE` ask, and more.

It is looked for in a text in which every character but ASCII is `?`.
"""
_MAY_ENTITLE = LazyPattern(
    rf"(?i:{'|'.join(sorted({*_TITLES, *_CHILD_WORDS}))})[.,:]*{_BLANK}+[A-Z]".replace("k", "[k?]")  # the Kelvin sign
)
"""Where a word before a name may be a title: all that `_NAME_AFTER_WORD` asks, and more."""
_IN_MONTHS = re.compile(r"[\s-]?(?:months?|mths?|weeks?|wks?|days?)\b", re.IGNORECASE)


_WORD = re.compile(r"\w+")


class Names:
    """The names that occur in one text, each with its role."""

    __slots__ = ("_by_word",)

    def __init__(self, roles: dict[str, Named]) -> None:
        """Take the names as written; they are also found in capitals."""
        by_capitals = {name.upper(): role for name, role in roles.items()}
        forms = sorted({form for name in roles for form in (name, name.upper())}, key=lambda one: (-len(one), one))
        self._by_word: dict[str, list[tuple[int, str, Named]]] = {}
        for form in forms:
            if word := _WORD.search(form):
                self._by_word.setdefault(word.group(), []).append((word.start(), form, by_capitals[form.upper()]))

    def find(self, raw: str, start: int, end: int) -> list[tuple[int, int, Named]]:
        """Return the names in `raw[start:end]` from left to right; of several at one place the longest."""
        found: list[tuple[int, int, Named]] = []
        by_word, last = self._by_word, start
        if by_word.keys().isdisjoint(_WORD.findall(raw, start, end)):
            return found
        for match in _WORD.finditer(raw, start, end):
            for offset, form, role in by_word.get(match.group(), ()):
                left = match.start() - offset
                right = left + len(form)
                if (
                    last <= left
                    and right <= end
                    and raw.startswith(form, left)
                    and _stands_alone(raw, left, right, end)
                ):
                    found.append((left, right, role))
                    last = right
                    break
        return found


def _stands_alone(raw: str, left: int, right: int, end: int) -> bool:
    """Say whether neither side of `raw[left:right]` goes on as a word."""
    before = left > 0 and _WORD.match(raw, left - 1, left)
    return not before and not _WORD.match(raw, right, min(right + 1, end))


def names_in(raw: str, people: People) -> Names:
    """Gather the names of a text: those of the case file, and those whose age or role the text itself tells."""
    roles: dict[str, Named] = {}
    _told_by_text(raw, roles)
    _told_by_file(people, roles)
    return Names(roles)


def _told_by_text(raw: str, roles: dict[str, Named]) -> None:
    """Add names with what stands beside them; an age beats a mere verb, a title beats both."""
    plain = raw.encode("ascii", "replace")
    told = [start for start, _ in _MAY_TELL.overlapping(plain)]
    for pattern in _CHILD_NAMES:
        for match in _matches(pattern, raw, told):
            if match[1] not in roles:
                _put(roles, match[1], (Role.CHILD, None, None))
    for match in _matches(_NAMED_WITH_AGE, raw, told):
        young = int(match[2]) < ADULT_AGE or _IN_MONTHS.match(raw, match.end())
        _put(roles, match[1], (Role.CHILD if young else Role.ADULT, None, None))
    entitled = sorted({end - 1 for _, end in _MAY_ENTITLE.overlapping(plain)})
    for match in _matches(_NAME_AFTER_WORD, raw, entitled):
        words = raw[max(0, match.start() - 16) : match.start()].split()
        word = words[-1].rstrip(",:").lower() if words else ""
        word = word.rstrip(".") if word in _ABBREVIATED else word
        if word in _TITLES:
            _put(roles, match[1], (_TITLES[word], None, None))
        elif word in _CHILD_WORDS and match[1] not in roles:
            _put(roles, match[1], (Role.CHILD, None, None))


def _matches(pattern: re.Pattern[str], raw: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer(raw)` would, given all places where a match may start."""
    end = 0
    for place in places:
        if place >= end and (match := pattern.match(raw, place)):
            yield match
            end = match.end()


def _told_by_file(people: People, roles: dict[str, Named]) -> None:
    for adult in people.adults:
        for name in adult.names:
            _put(roles, name, (_ROLE_OF_PERSON.get(adult.role, Role.ADULT), None, None), known=True)
    for index, child in enumerate(people.children):
        sex = child.sex[:1].upper() if child.sex else None
        named = (Role.CHILD, sex if sex in {"F", "M"} else None, index)
        for name in child.names:
            _put(roles, name, named, known=True)
            first = name.strip().split(" ", 1)[0]
            if roles.get(first, named)[2] is None or first not in roles:
                _put(roles, first, named, known=True)


def _put(roles: dict[str, Named], name: str, role: Named, *, known: bool = False) -> None:
    """Add one name; names of the case file may be words that are otherwise none, such as April."""
    name = name.strip()
    if not name or len(name) > MAX_NAME or (len(roles) >= MAX_NAMES and not known):
        return
    if known or not (name in _NOT_NAMES or name.capitalize() in _NOT_NAMES):
        roles[name] = role


AGE_AFTER = re.compile(
    r"(?: (?!look|seem|appear|claim|sa(?:id|ys)|told|over|under|about|until|since|from|with|pass|could|act|behav"
    r"|(?:was|is|for|at|on|in|by|and)\b)[a-z]+(?:'s)?)?[ ,(]*(?:who is |is )?(?:aged? )?\(?(\d{1,2})(?![\d:/])"
    r"(?!\s?(?:hrs|mins|am|pm|times|hours|minutes))(?=[),. ;-]|yr|y|$)(\s?(?:months|mths|weeks|wks|days))?"
)
"""An age just after a person word: `male (15)`, `girl aged 9`; the second group says that it counts no years."""
AGE_NOUN = re.compile(r"\b(\d{1,2})[ -]*(?:yrs?|years?|y)[ /-]*(?:old|o)\b")
_PREPOSITIONS = _words(
    """
    with to by of for from despite about at than against via toward towards between near like on onto into re behind
    outside inside per through beside seeing meeting dating contacting messaging visiting texting following knowing
    """
)
_DETERMINERS = _words(
    "the a an her his their adult older male female this that both two some another any unknown known local"
)
_PREPOSITION = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(_PREPOSITIONS))})|w/)(?:\s+(?:{'|'.join(sorted(_DETERMINERS))}))*\s*\Z"
)
_LEADING = (*sorted(_DETERMINERS | _PREPOSITIONS), "w/")
"""Every text that `_PREPOSITION` matches ends in one of these, but for white space."""
_RELATIVE = re.compile(r"\s?(?:\(\d{1,2}\))?,?\s(?:who|that)\b")


def is_oblique(folded: str, start: int, end: int) -> bool:
    """Say whether the person at `start:end` is a possessive or follows a preposition, unless "who ..." hangs on it."""
    after = folded[end : end + 24]
    if after.startswith(("'s ", "' ")):
        return True
    before = max(0, start - 40)
    if not folded[before:start].rstrip().endswith(_LEADING) or _RELATIVE.match(after):
        return False
    return _PREPOSITION.search(folded, before, start) is not None


_VICTIM_GROWN = re.compile(
    r"\b(?:ip|victim|aggrieved)[ ,(]*(?:is |who is )?(?:the |a |an )?(?:aged? )?"
    r"(?:mother|mum|father|dad|adult|wife|partner|in (?:her|his|their) (?:early |mid |late |mid-)?(?:[2-9]0'?s|twenties"
    r"|thirties|forties|fifties|sixties)|([0-9]{2}))\b"
)
_VICTIM_YOUNG = re.compile(
    r"\b(?:ip|victim)[ ,(]*(?:is |a |aged? )*1?[0-9](?![0-9:/])[ ,).]"
    r"|\b1?[0-9] ?(?:yr|year|y)s?[ /-]*(?:old|o) (?:ip|victim)"
)
_COUPLE = re.compile(r"\b(?:her|his) (?:ex[ -]?)?(?:husband|wife|partner|boyfriend)\b")


def victim_is_adult(folded: str) -> bool | None:
    """Say whether "IP" or "victim" in this text is a grown-up; None when it does not tell."""
    if _VICTIM_YOUNG.search(folded):
        return False
    told = _VICTIM_GROWN.search(folded)
    if told is not None and (told[1] is None or int(told[1]) >= ADULT_AGE):
        return True
    return True if _COUPLE.search(folded) else None
