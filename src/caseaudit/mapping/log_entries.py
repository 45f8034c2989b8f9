"""One cell of log text into its dated entries: `12/05/2025 14:33 PC 1234 - text`, one after the other.

A date begins an entry only where a writer would begin one; dates inside sentences stay text. No character is lost but
white space and what became a field: the time (with its brackets and dashes) and the author's rank and number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from caseaudit.mapping.cells import unbroken
from caseaudit.mapping.dates import DateRules, TimeRead, read_time

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ion|chw|maw|ebr|mai|meh|gor|aws|med|hyd|tach|rhag)[a-z]{0,8}"
)
_DATE = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?[ \t]+)?"
    rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}(?P<gap>[/.\-])\d{{1,2}}(?P=gap)(?:\d{{4}}|\d\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ \t\-]{{0,2}}{_MONTH}[ \t\-,]{{1,2}}(?:\d{{4}}|\d\d))(?![\d/])"
)
_COLONED = r"\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d{1,6})?)?(?:[ \t]?[ap]\.?m\b\.?)?(?:[ \t]?(?:hrs?|hours)\b\.?)?(?:Z\b)?"
_FIGURES = r"\d{4}(?:[ \t]?(?:hrs?|hours)\b\.?|(?=[ \t]+(?:[A-Z]{1,4}/)?(?:PC|DC|PS|DS|DI|TDC|PCSO)\b))"
_CLOCK = rf"(?:{_COLONED}|{_FIGURES})"
_STAMP = re.compile(
    rf"(?<![\d/.:\-])(?:(?P<first>{_CLOCK})[ \t]*(?:,|-|\bon\b)?[ \t]*(?=\d|[a-z]{{3}}))?{_DATE}"
    rf"(?(first)|(?:(?:T|[ \t]*[,;@|\-\u2013][ \t]*|[ \t]+)(?P<at>at[ \t]+)?(?P<clock>{_CLOCK}))?)(?!\d|:\d)",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"[ \t>*#\u2022\-\u2013\u2014=_~|\[({<]*"
    r"(?P<label>(?:entry|log|update|note|action|cofnod)?[ \t]*(?:no\.?|#)?[ \t]*\d{0,5}[ \t]*[:.)\]\-]?[ \t]*)"
    r"(?:(?:date(?:[ \t]*(?:/|and|&)?[ \t]*time)?|created|added|entered|logged|dyddiad)(?:[ \t]+on)?[ \t]*:?[ \t]*)?"
    r"[\[({<]*[ \t]*",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"[ \t]*(?P<close>[\])}>]+)?[ \t]*(?P<sep>[\-\u2013\u2014:|,>]+|\bby\b:?)?[ \t]*[\[(]?[ \t]*")
_RANK = (
    r"(?:[AT]/?)?(?:PC|DC|PS|DS|DI|DCI|CI|SGT|INSP|C/?INSP|CH[ .]?INSP|SUPT|D/?SUPT|D/?SGT|D/?INSP|PCSO|TDC|T/?DC|SC"
    r"|PSI|CSI|SPC|WPC|POLICE (?:CONSTABLE|SERGEANT)|DETECTIVE (?:CONSTABLE|SERGEANT|INSPECTOR)|SERGEANT|INSPECTOR"
    r"|CONSTABLE|SUPERVISOR|DISPATCHER|CALL HANDLER|CONTROL ROOM|SOCIAL WORKER)"
)
_MARK = re.compile(
    rf"(?P<mark>(?:\d{{2,6}}[ \t]+)?(?i:{_RANK})\b\.?(?:[ \t]?[A-Z]{{0,2}}\d[\d/]{{0,6}}[A-Z]?\b)?)"
    r"(?P<name>(?:[ \t]+[A-Z][A-Za-z'\u2019.\-]*){0,3})[ \t]*"
    r"(?P<end>[\])}]*[ \t]*(?:[\-\u2013\u2014:|>]+|(?<=[\])}])|(?=\r|\n)|\Z))"
)
_CLOSED_LINE = re.compile(r"[.!?:;)\]}\"'\u2019\u201d*=_\-][ \t]*\Z")
_SENTENCE_END = re.compile(r"(?:[.!?;|)][ \t]+|[ \t]{2,})[\[(]?\Z")
_RANGE = re.compile(r"[ \t]*(?:to|until|[\-\u2013])[ \t]*\d{1,4}[/.\-]\d")
_STARTS_TEXT = re.compile(r"[A-Z\d\"'\u2018\u201c(\[]")
_LOOK_BACK = 80
"""Characters before a date that can belong to its entry; no prefix is longer."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry of a log."""

    text: str
    recorded_at: str | None = None
    """ISO 8601; None for the text before the first date."""
    author_role: str | None = None
    """Rank and number as written, never a name: a name beside them stays in the text."""
    ambiguous_date: bool = False


@dataclass(frozen=True, slots=True)
class _Head:
    """Where an entry begins, where its own text does, and what its head says."""

    start: int
    body: int
    label: str
    read: TimeRead
    timed: bool
    author: str | None


def split_log(text: str, rules: DateRules) -> list[LogEntry]:
    """Split the text of a log into its entries, in their order; text without any date is one entry, blank text none."""
    heads = list(_heads(text, rules))
    if any(head.timed for head in heads):
        # Where entries have times, a line that begins with a bare date is part of what somebody wrote.
        heads = [head for head in heads if head.timed]
    heads = _with_text(heads, text)
    entries = []
    before = text[: heads[0].start] if heads else text
    if before.strip():
        entries.append(LogEntry(before.strip()))
    for number, head in enumerate(heads):
        end = heads[number + 1].start if number + 1 < len(heads) else len(text)
        body = f"{head.label} {text[head.body : end].strip()}".strip()
        entries.append(LogEntry(body, head.read.text, head.author, head.read.ambiguous))
    return entries


def _with_text(heads: list[_Head], text: str) -> list[_Head]:
    """Leave out heads that nothing follows: they stay text of the entry before."""
    kept: list[_Head] = []
    end = len(text)
    for head in reversed(heads):
        if text[head.body : end].strip():
            kept.append(head)
            end = head.start
    return kept[::-1]


def _heads(text: str, rules: DateRules) -> Iterator[_Head]:
    done = 0
    for found in _STAMP.finditer(text):
        if found.start() < done:
            continue
        head = _head(text, found, done, rules)
        if head is not None:
            done = head.body
            yield head


def _head(text: str, found: re.Match[str], done: int, rules: DateRules) -> _Head | None:
    line = max(text.rfind("\n", done, found.start()), text.rfind("\r", done, found.start())) + 1 or done
    before = text[max(line, found.start() - _LOOK_BACK) : found.start()]
    prefix = _PREFIX.fullmatch(before) if found.start() - line <= _LOOK_BACK else None
    timed = found["clock"] is not None or found["first"] is not None
    closing = _CLOSING.match(text, found.end())
    after = closing.end() if closing else found.end()
    mark = _MARK.match(text, after)
    if prefix is not None:
        labelled = prefix["label"].strip()[:1].isalpha()
        begins = labelled or mark is not None or _begins(text, found, line, timed=timed)
    else:
        begins = timed and mark is not None and _SENTENCE_END.search(before) is not None
    if not begins:
        return None
    try:
        read = read_time([found[0]], rules)
    except ValueError:
        return None
    if read.text is None:
        return None
    start = line if prefix is not None else found.start() - len(before) + len(before.rstrip(" \t[("))
    label = prefix["label"].strip() if prefix is not None and any(map(str.isalnum, prefix["label"])) else ""
    if mark is None:
        return _Head(start, after, label, read, timed, None)
    body = mark.start("name") if mark["name"].strip() else mark.end()
    return _Head(start, body, label, read, timed, unbroken(mark["mark"]))


def _begins(text: str, found: re.Match[str], line: int, *, timed: bool) -> bool:
    """Say whether a date at the beginning of a line, without an author after it, begins an entry."""
    if _RANGE.match(text, found.end()):
        return False
    rest = text[found.end() : found.end() + _LOOK_BACK].split("\n", 1)[0].rstrip("\r")
    bracketed = rest.lstrip(" \t")[:1] in tuple("])}>")
    dashed = re.match(r"[ \t]*(?:[:|>]|[\-\u2013\u2014])", rest) is not None
    if bracketed or (dashed and found["at"] is None):
        return True
    # With "at" between day and time it may be a sentence that the line's end has cut in two.
    before = text[:line].rstrip(" \t\r\n")
    closed = not before or text[len(before) : line].count("\n") > 1 or _CLOSED_LINE.search(before[-4:]) is not None
    if dashed or not rest.strip():
        return closed
    return closed and timed and found["at"] is None and _STARTS_TEXT.match(rest.lstrip(" \t,")) is not None
