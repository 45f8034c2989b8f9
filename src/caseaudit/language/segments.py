"""Sentences of log text: no full stops, wrapped lines, bullets, times, initials, police abbreviations.

Sentence ends are marked with a character that no phrase can cross, so that matching needs no windows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from caseaudit.language.patterns import BREAK

MAX_SENTENCE = 1200
"""Characters after which a text without any end is cut at the next space: it bounds what context has to look at."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER_END = _words(
    """
    mr mrs ms miss dr prof rev pc dc ds di dci ps sgt insp supt cllr sr jr st rd ave vs v eg e.g ie i.e cf viz
    approx appx poss prob re ref refs para paras pp p fig tel ext esp incl inc dept asst attn c/o det const nr
    op crim conv prev susp yr mth wk b.w.v d.o.b n.b nb t.b.c l.a s.w
    """
)
_MAY_END = _words(
    """
    hrs hr yrs mins min etc am pm a.m p.m o/s no nos jan feb mar apr jun jul aug sep sept oct nov dec mon tue
    tues wed weds thu thur thurs fri sat sun co ltd art sec s i.d u.k u.s ft lbs kg cm mm wks mths
    """
)
_STARTERS = _words(
    """
    he she they it we i the a an his her their this that there these those no not when on at in after before
    police officers mum dad mother father child children parents staff social school home house bedroom spoke
    seen attended nan all both ppn referral bwv dash risk nfa csc supervisor suspect victim however although but
    if as voice
    """
)
_LEANS_ON = _words(
    """
    a an the to of with and or by in at on for from her his their its my our is was were are be been has had
    have will would said that which who as not no about into than then if but because so mr mrs ms dr pc dc ds
    sgt between via per re
    """
)
_CANDIDATE = re.compile(r"""[.!?\u2026\n](?:(?<=\n)\s*|(?<!\n)[.!?\u2026]*["'\u201d\u2019)\]]*)""")
_TOKEN_BEFORE = re.compile(r"[\w./']+\Z")
_IN_WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./'"
_WORD_AFTER = re.compile(r"""\s*["'\u201c\u2018(\[]*([\w']+)""")
_LIST_MARK = re.compile(
    r"(?:[-*>+~\u2022\u25cf\u25aa\u25e6\u2013\u2014\uf0b7\u27a2\u2713]\s?|\(?\d{1,3}[.)]\s|\(?[a-zA-Z][.)]\s|\(?[ivx]{1,4}\)\s)"
)
_TIME = re.compile(
    r"\(?(?:\d{1,2}[:.]\d{2}\b|\d{4}\s?(?:hrs?|hours)\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\d{4}-\d\d-\d\d\b|\d{4}\s*[-:])",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[A-Za-z][\w/&'() .-]{0,48}?\s?(?::|\s-\s)")
_NUMBER_MARK = re.compile(r"(?:\A|\n)[ \t]*\(?\d{1,3}\Z")


@dataclass(frozen=True, slots=True)
class Segmented:
    """A text with its sentences. All offsets are those of `raw`, which has the length of the folded text."""

    raw: str
    folded: str
    marked: bytes
    """The folded text with every sentence end replaced by a mark, as bytes for searching."""
    bounds: tuple[int, ...]
    """Offsets just after each mark, from 0: sentence i runs from bounds[i] to bounds[i + 1]."""

    def sentence(self, offset: int) -> int:
        """Return which sentence holds `offset`."""
        return max(0, min(bisect_right(self.bounds, offset) - 1, len(self.bounds) - 2))

    def span(self, index: int) -> tuple[int, int]:
        """Return where sentence `index` stands, without the white space around it."""
        end = self.bounds[index + 1]
        text = self.raw[self.bounds[index] : end].lstrip()
        start = end - len(text)
        return start, start + len(text.rstrip())

    def starts(self) -> list[int]:
        """Return where each sentence begins, behind white space."""
        return [end - len(self.raw[begin:end].lstrip()) for begin, end in pairwise(self.bounds)]

    def sentences(self) -> list[str]:
        """Return the folded text of every sentence."""
        return [self.folded[start:end] for start, end in pairwise(self.bounds)]

    def __len__(self) -> int:
        return len(self.bounds) - 1


def segment(raw: str, folded: str) -> Segmented:
    """Find the sentence ends of `raw` and mark them in `folded` (same length)."""
    ends = _long_ones(raw, _ends(raw))
    if not ends:
        return Segmented(raw, folded, folded.encode("ascii"), (0, len(raw)))
    marked = bytearray(folded, "ascii")
    mark = BREAK.encode("ascii")[0]
    for end in ends:
        marked[end - 1] = mark
    bounds = [0, *ends]
    if bounds[-1] < len(raw):
        bounds.append(len(raw))
    return Segmented(raw, folded, bytes(marked), tuple(bounds))


def _ends(raw: str) -> list[int]:
    """Return the offsets just after the character that ends each sentence."""
    ends: list[int] = []
    upper = _mostly_upper(raw)
    for match in _CANDIDATE.finditer(raw):
        start, end = match.span()
        if raw[start] == "\n":
            if _line_ends(raw, start, end, upper=upper):
                ends.append(end)
        elif _stop_ends(raw, match.group(), start, end, upper=upper):
            ends.append(end)
    return ends


_NOT_UPPER = bytes(code for code in range(256) if not chr(code).isupper())
_NOT_LOWER = bytes(code for code in range(256) if not chr(code).islower())


def _mostly_upper(raw: str) -> bool:
    head = raw[:4000]
    if head.isascii():
        plain = head.encode("ascii")
        return len(plain.translate(None, _NOT_UPPER)) > len(plain.translate(None, _NOT_LOWER))
    return sum(map(str.isupper, head)) > sum(map(str.islower, head))


def _stop_ends(raw: str, found: str, start: int, end: int, *, upper: bool) -> bool:
    """Say whether a full stop, question or exclamation mark ends a sentence."""
    after = raw[end : end + 1]
    token = _token_before(raw[max(0, start - 24) : start])
    if after and not after.isspace():
        return _glued_stop(raw, found, start, end, token, upper=upper)
    if found[0] != "." or len(found) > 1:
        return True
    if token in _NEVER_END or (token.isdigit() and _NUMBER_MARK.search(raw, max(0, start - 6), start)):
        return False
    initial = len(token) == 1 and token.isalpha()
    return True if not initial and token not in _MAY_END else _abbreviation_ends(raw, token, end, upper=upper)


def _abbreviation_ends(raw: str, token: str, end: int, *, upper: bool) -> bool:
    """Say whether the stop behind an initial, or a word that is often shortened, ends a sentence: by what follows."""
    following = _WORD_AFTER.match(raw, end, end + 40)
    word = following.group(1) if following else ""
    if token == "no" and word[:1].isdigit():  # noqa: S105 - a word, no password
        return False
    if len(token) == 1:
        return not word or word.lower() in _STARTERS or word[0].isdigit()
    return not word or word[0].isupper() or (upper and word.lower() in _STARTERS)


def _token_before(text: str) -> str:
    """Return the word, number or abbreviation at the end of `text`, in lower case."""
    if text.isascii():
        return text[len(text.rstrip(_IN_WORD)) :].lower()
    found = _TOKEN_BEFORE.search(text)
    return found.group().lower() if found else ""


def _glued_stop(raw: str, found: str, start: int, end: int, token: str, *, upper: bool) -> bool:
    """Say whether a stop without a space after it ends a sentence, as in `no concerns.She is`."""
    if "." in token or len(token) < 2 or "/" in token:  # noqa: PLR2004
        return found[0] in "!?" and raw[end].isalpha()
    following = raw[end : end + 3]
    if found[0] in "!?":
        return following[0].isalnum()
    if not (following[0].isupper() and raw[start - 1].isalnum()):
        return False
    return following[1:2].islower() or following[1:2].isspace() or (upper and following.isalpha() and len(token) > 2)  # noqa: PLR2004


def _line_ends(raw: str, start: int, end: int, *, upper: bool) -> bool:
    """Say whether a line break ends a sentence: blank line, list, time, label, or a short line and a new start."""
    if end == len(raw) or raw.count("\n", start, end) > 1:
        return True
    line_start = raw.rfind("\n", max(0, start - 200), start) + 1 or max(0, start - 200)
    line = raw[line_start:start].rstrip()
    if not line:
        return True
    if _LIST_MARK.match(raw, end) or _TIME.match(raw, end) or _label_at(raw, end):
        return True
    if line[-1] in ",;&-+(/" or _token_before(line) in _LEANS_ON:
        return False
    first = raw[end]
    if not first.isupper() and not first.isdigit():
        return False
    following = _WORD_AFTER.match(raw, end, end + 40)
    starts = following is not None and following.group(1).lower() in _STARTERS
    return starts if upper and len(line) >= 60 else len(line) < 60 or starts  # noqa: PLR2004


def _label_at(raw: str, position: int) -> bool:
    match = _LABEL.match(raw, position, position + 60)
    return match is not None and raw[position].isupper() and match.group().count(" ") <= 6  # noqa: PLR2004


def _long_ones(raw: str, ends: list[int]) -> list[int]:
    """Cut sentences longer than MAX_SENTENCE between words, so that no text makes the context layer slow."""
    if len(raw) <= MAX_SENTENCE:
        return ends
    result: list[int] = []
    last = 0
    for end in [*ends, len(raw)]:
        while end - last > MAX_SENTENCE:
            space = _NO_WORD.search(raw, last + MAX_SENTENCE, min(end, last + 2 * MAX_SENTENCE))
            last = space.end() if space else min(end, last + 2 * MAX_SENTENCE)
            result.append(last)
        if (end < len(raw) or (ends and ends[-1] == end)) and result[-1:] != [end]:
            result.append(end)
        last = end
    return result


_NO_WORD = re.compile(r"[^\w']")
_OPENING = re.compile(
    r"""["\u201c\u201d\u201e\u00ab\u00bb\u2033'\u2018\u2019\u201b`\u00b4](?:(?<=["\u201c\u201d\u201e\u00ab\u00bb\u2033])"""
    r"""|(?<=['\u2018\u2019\u201b`])(?<![\w.!?,;].)(?=[^\s'"])|(?<=[^\s'"]['\u2019`\u00b4])(?!\w))"""
)
_ELISION = re.compile(
    r"['\u2018\u2019`](?:em|til|till|cause|cos|coz|n|tis|twas|bout|round|nuff|ere|is|im|er|\d\ds?)\b", re.IGNORECASE
)
MAX_QUOTE = 1500
"""Characters; a quotation mark without a partner within them opens nothing."""


def quotations(raw: str) -> tuple[tuple[int, int], ...]:
    """Return the spans between quotation marks, straight or curly, double or single, without the marks."""
    spans: list[tuple[int, int]] = []
    marks = [match.start() for match in _OPENING.finditer(raw) if not _ELISION.match(raw, match.start())]
    index = 0
    while index < len(marks):
        position = marks[index]
        close = _closing(raw, marks, index) if _may_open(raw, position) else None
        if close is None:
            index += 1
            continue
        if marks[close] > position + 1:
            spans.append((position + 1, marks[close]))
        index = close + 1
    return tuple(spans)


_DOUBLE = '"\u201c\u201d\u201e\u00ab\u00bb\u2033'


def _may_open(raw: str, position: int) -> bool:
    """Say whether the mark stands where a quotation can begin."""
    after = raw[position + 1 : position + 2]
    before = raw[position - 1 : position] if position else ""
    return bool(after) and not after.isspace() and not before.isalnum() and raw[position] not in "\u201d\u00bb"


def _closing(raw: str, marks: Sequence[int], opened: int) -> int | None:
    """Return which mark closes the one at `opened`, or None."""
    start = marks[opened]
    double = raw[start] in _DOUBLE
    limit = raw.find("\n\n", start, start + MAX_QUOTE)
    limit = limit if limit >= 0 else start + MAX_QUOTE
    fallback: int | None = None
    for index in range(opened + 1, min(len(marks), opened + 60)):
        position = marks[index]
        if position > limit:
            break
        if (raw[position] in _DOUBLE) != double:
            continue
        if raw[position - 1].isspace() and raw[position] != "\u201d":
            if not double:
                break
            continue
        if double or not _plural_possessive(raw, position):
            return index
        fallback = fallback if fallback is not None else index
    return fallback


def _plural_possessive(raw: str, position: int) -> bool:
    """Say whether a closing apostrophe looks like "boys' home": an s before it and a lower-case word after it."""
    return (
        raw[position - 1] in "sS"
        and raw[position + 1 : position + 2] == " "
        and raw[position + 2 : position + 3].islower()
    )
