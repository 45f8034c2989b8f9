"""Police ranks as forces write them: in full, abbreviated, detective, acting or temporary, with a collar number beside.

Officers of the Special Constabulary stand as constables whatever their grade, for that is the power they hold; police
community support officers and other staff stand below constable. An acting or temporary rank counts as the rank.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

RANKS: tuple[str, ...] = (
    "staff",
    "constable",
    "sergeant",
    "inspector",
    "chief_inspector",
    "superintendent",
    "chief_superintendent",
    "assistant_chief_constable",
    "deputy_chief_constable",
    "chief_constable",
)
"""From the lowest; a rank's place is its level. London's commander stands with an assistant chief constable, its deputy
assistant commissioner with a deputy chief constable, and those above with a chief constable."""

_STAFF = (
    *("pcso", "police community support officer", "community support officer", "police staff", "staff", "civilian"),
    *("police staff investigator", "civilian investigator", "psi", "investigating officer", "detention officer"),
    *("designated detention officer", "ddo", "police support staff", "call handler", "dispatcher", "volunteer"),
)
_SPECIAL = (
    *("special constable", "special sergeant", "special inspector", "special chief inspector", "spc", "s c"),
    *("special superintendent", "special chief officer", "special officer", "s sgt", "s sergeant", "s insp"),
)
_CONSTABLE = (
    *("constable", "cons", "police constable", "pc", "p c", "dc", "d c", "tdc", "t dc", "detective constable"),
    *("det constable", "det con", "d con", "wpc", "wdc", "probationer", "probationary constable", "student officer"),
    *("trainee detective constable", "pcda", "student police officer"),
)
_SERGEANT = ("sergeant", "sgt", "sargeant", "serg", "sergt")
_INSPECTOR = ("inspector", "insp", "inspt")
_CHIEF = ("chief", "ch", "c")
_SUPERINTENDENT = ("superintendent", "supt", "super", "superintendant")
_DETECTIVE = ("detective", "det", "d")


def _spellings() -> dict[str, int]:
    """Build every spelling of every rank, folded to words."""
    chief_inspector = [*(f"{chief} {base}" for chief, base in product(_CHIEF, _INSPECTOR)), "chinsp", "cinsp"]
    chief_super = [*(f"{chief} {base}" for chief, base in product(_CHIEF, _SUPERINTENDENT)), "chsupt", "csupt"]
    bases = (
        ("sergeant", _SERGEANT, ("ps", "p s", "police sergeant", "ds", "d s", "dsgt", "wps", "wds")),
        ("inspector", _INSPECTOR, ("di", "d i", "pi", "police inspector", "dinsp", "detinsp")),
        ("chief_inspector", chief_inspector, ("ci", "c i", "dci", "d c i", "d ci")),
        ("superintendent", _SUPERINTENDENT, ("dsu", "dsupt", "detsupt", "police superintendent")),
        ("chief_superintendent", chief_super, ("dcs", "d c s", "dcsu", "chsu")),
    )
    table = dict.fromkeys(_STAFF, 0) | dict.fromkeys((*_SPECIAL, *_CONSTABLE), 1)
    for rank, plain, others in bases:
        detectives = (f"{detective} {base}" for detective, base in product(_DETECTIVE, plain))
        table |= dict.fromkeys((*plain, *others, *detectives), RANKS.index(rank))
    higher = {
        7: ("assistant chief constable", "acc", "asst chief constable", "commander", "cmdr", "cdr"),
        8: ("deputy chief constable", "dcc", "deputy assistant commissioner", "dac", "dep chief constable"),
        9: ("chief constable", "assistant commissioner", "deputy commissioner", "commissioner", "cc"),
    }
    table |= {name: level for level, names in higher.items() for name in names}
    # Acting and temporary ranks are often run together with their abbreviation: A/PS is also written APS.
    for short in ("ps", "sgt", "ds", "insp", "di", "dci", "supt", "dsupt"):
        table |= {letter + short: table[short] for letter in "at" if letter + short not in table}
    return table


_LEVEL_OF = _spellings()
_MOST_WORDS = max(spelling.count(" ") for spelling in _LEVEL_OF) + 1
_DOUBT = frozenset(
    {"no", "not", "none", "never", "or", "to", "for", "than", "below", "under", "without", "awaiting"}
) | {
    *("behalf", "pending", "requested", "unavailable", "unknown", "former", "retired", "ex", "above", "tbc"),
}
"""Words that turn a rank into something else: `no inspector available`, `for DCI`, `sergeant or above`."""
_NOT_WORD = re.compile(r"[\W_]+")
_GLUED_NUMBER = re.compile(r"(?<=[a-z])(?=[0-9])")


def rank_level(text: object) -> int | None:
    """Give a rank's place in `RANKS`, from 0 (staff) to 9; None when no rank, or more than one, can be read.

    Names, collar numbers and roles may stand around it (`Duty Insp 1234`, `A/PS 77 K.L.`).
    """
    return _level(text) if isinstance(text, str) else None


def at_least(text: object, threshold: str) -> bool | None:
    """Say whether a rank is the threshold or above; None when the rank cannot be read.

    Raises ValueError when the threshold is not a rank itself.
    """
    wanted = rank_level(threshold)
    if wanted is None:
        raise ValueError(f"{threshold!r} is not a rank: write one of {', '.join(RANKS)}")
    level = rank_level(text)
    return None if level is None else level >= wanted


@lru_cache(maxsize=4096)
def _level(text: str) -> int | None:
    tokens = _NOT_WORD.sub(" ", _GLUED_NUMBER.sub(" ", text.casefold())).split()
    if not _DOUBT.isdisjoint(tokens):
        return None
    first: int | None = None
    place = 0
    while place < len(tokens):
        level, used = _longest_at(tokens, place)
        # After the rank come names and initials, so single letters (`Insp D C Jones`) are not a second rank.
        if level is not None and first is None:
            first = level
        elif level is not None and level != first and len(tokens[place]) > 1:
            return None
        place += used
    return first


def _longest_at(tokens: list[str], place: int) -> tuple[int | None, int]:
    """Find the longest rank that starts at a token: its level, and how many tokens it takes (1 when there is none)."""
    for length in range(min(_MOST_WORDS, len(tokens) - place), 0, -1):
        level = _LEVEL_OF.get(" ".join(tokens[place : place + length]))
        if level is not None:
            return level, length
    return None, 1
