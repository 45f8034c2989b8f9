"""Word forms for the phrase notation: `<put>` stands for put, puts, putting; `behaviour` also for behavior.

Regular English rules plus a table of the irregular words of the trade. British and US spellings both come out, because
partner agencies' systems mix them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from caseaudit.language.irregular import DOUBLE_L, IRREGULAR_ING, IRREGULAR_VERBS, ISE_ONLY, NEVER_DOUBLE, SPECIAL

_VOWELS = "aeiou"
_OUR = re.compile(r"(behavi|col|fav|harb|hon|hum|lab|neighb|od|rum|vig|endeav|savi|flav|tum)our")
_ISE = re.compile(r"^([a-z]{3,}?[^aeiou]?)(is|iz)(e|es|ed|er|ers|ing|ation|ations)$")


def forms(word: str) -> tuple[str, ...]:
    """Return the word and its inflections, longest first. `word` is lower-case ASCII, as inside `<...>`.

    A verb gives -s, -ed, -ing and its irregular forms; a noun its plural. Which it is need not be known: a form that
    does not exist does no harm. Of a hyphenated word only the last part inflects.
    """
    return tuple(sorted(_forms(word), key=lambda form: (-len(form), form)))


@lru_cache(maxsize=4096)
def _forms(word: str) -> frozenset[str]:
    head, hyphen, last = word.rpartition("-")
    found = set(SPECIAL[last].split()) if last in SPECIAL else _by_rule(last)
    result: set[str] = set()
    for form in found | {last}:
        result.update(spellings(form))
    return frozenset(f"{head}{hyphen}{form}" for form in result)


def _by_rule(word: str) -> set[str]:
    found = {word, _with_s(word)}
    found.update(IRREGULAR_ING.get(word, "").split() or _with_ending(word, "ing"))
    irregular = IRREGULAR_VERBS.get(word)
    found.update(irregular.split() if irregular else _with_ending(word, "ed"))
    if irregular and irregular.endswith(("tted", "rred", "lled", "gged", "mmed")):
        found.add(f"{irregular.split()[-1][:-2]}ing")
    return found


def _with_s(word: str) -> str:
    if word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS:
        return f"{word[:-1]}ies"
    if word.endswith(("s", "x", "z", "ch", "sh")) or word in {"go", "do", "undergo", "echo", "veto", "hero"}:
        return f"{word}es"
    return f"{word}s"


def _with_ending(word: str, ending: str) -> set[str]:
    """Add -ed or -ing by the spelling rules; doubtful doublings give both forms."""
    found = {word + ending}
    if word.endswith("e"):
        keeps = word.endswith(("ee", "oe", "ye"))
        found = {word + ending if keeps and ending == "ing" else word[:-1] + ending}
    elif ending == "ed" and word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS:
        found = {f"{word[:-1]}ied"}
    elif word in DOUBLE_L:
        found.add(word + word[-1] + ending)
    elif word.endswith("ic"):
        found = {f"{word}k{ending}"}
    elif _doubles(word):
        found = {word + word[-1] + ending}
    return found


def _doubles(word: str) -> bool:
    """Say whether the last consonant doubles: one vowel, one consonant, and the stress on that syllable."""
    if len(word) < 3 or word in NEVER_DOUBLE:  # noqa: PLR2004
        return False
    before, vowel, last = word[-3], word[-2], word[-1]
    if last in "aeiouwxyh" or vowel not in _VOWELS or (before in _VOWELS and word[-3:-1] != "ui"):
        return False
    vowels = len(re.findall(r"[aeiouy]+", word.replace("qu", "q")))
    return vowels == 1


@lru_cache(maxsize=8192)
def spellings(word: str) -> tuple[str, ...]:
    """Return the word with its British and US variants (behaviour/behavior, sexualised/sexualized), itself first."""
    found = [word]
    if _OUR.search(word):
        found.append(_OUR.sub(r"\1or", word))
    elif us := re.search(r"(behavi|neighb)or", word):
        found.append(word.replace(us.group(0), f"{us.group(1)}our"))
    match = _ISE.match(word)
    if match and not _ise_only(match):
        other = "iz" if match[2] == "is" else "is"
        found.append(f"{match[1]}{other}{match[3]}")
    return tuple(found)


def _ise_only(match: re.Match[str]) -> bool:
    stem = f"{match[1]}ise"
    return stem in ISE_ONLY or stem.endswith(("wise", "oise", "aise", "uise", "vise", "rprise", "mise", "cise"))
