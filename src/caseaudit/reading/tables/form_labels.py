"""Tells a label from a value, running text and page furniture, by shape alone: no list of any force's own labels."""

from __future__ import annotations

import re

from caseaudit.reading.tables.form_blocks import word_set

_COLON = re.compile(r"(?<=[\w)?*'\"\u2019\]/%])[ \u00a0]*:(?!//)")
_GAP = re.compile(r"(?<![ \u00a0\t])(?:[ \u00a0]*+\t[ \u00a0\t]*+|[ \u00a0]{2,}+)(?=[^\W\d_][^:\t\n]{0,50}:(?:\s|$))")
_NUMBERING = re.compile(r"^(?:[A-Z]?\d{1,2}(?:\.\d{1,2})*[.)]?|[a-zA-Z][.)])\s+")
_SENTENCE = re.compile(r"[.!?…][\"'\u2019\u201d)]*$")
_DATED = re.compile(
    r"^\W?\d{1,4}[/.:\-]\d{1,2}|^\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)
_SAID = word_set(
    "said says stated states told asked asks replied disclosed reported reports added explained answered wrote "
    "advised shouted confirmed that because and or but was is were are"
)
_WHEN = word_set("date time when how where what incident crime occurrence episode")
_PRONOUNS = word_set("i he she they we it there this these who which when then at on after before while")
_SPEAKERS = word_set(
    "mother mum father dad parent child boy girl sibling brother sister officer pc dc sgt ds caller victim "
    "witness suspect teacher carer nurse note nb me you q a"
)
_LABEL_WORDS = word_set(
    "name names surname forename forenames alias date dob birth age sex gender ethnicity ethnic disability "
    "language interpreter school gp address postcode telephone phone email role relationship ref reference "
    "number no id type grade risk status officer rank collar team force incident crime occurrence time "
    "reported completed submitted supervisor reviewed consent details description seen spoken kind reason "
    "outcome action agency owner due"
)
_FURNITURE = re.compile(
    r"\W*(?:(?:uk\s+)?(?:official|restricted|confidential|secret|not\s+protectively\s+marked|protect)"
    r"(?:\W+(?:sensitive|personal\s+data|police|when\s+complete[d]?|personal))*"
    r"|(?:page|pg\.?)\s*\d+(?:\s*(?:of|/)\s*\d+)?|\d{1,3}\s*(?:of|/)\s*\d{1,3}|[-\u2013]\s*\d{1,3}\s*[-\u2013])\W*",
    re.IGNORECASE,
)
_MARKING = re.compile(r"\W*(?:OFFICIAL|RESTRICTED|CONFIDENTIAL)(?:\W+(?:SENSITIVE|PERSONAL DATA|POLICE))*\W+(?=\w)")
_VALUE = re.compile(
    r"\W*"  # nothing, or a dash
    r"|\W?\d[\d\s/.:,\-+()]*(?:am|pm|hrs|years?|yrs|months?)?"  # numbers, dates, times, telephone numbers
    r"|\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}\s+\d{2,4}.*"
    r"|(?=[^\s]*\d)[A-Za-z0-9/_.\-]{2,24}"  # codes and references
    r"|(?:yes|no|y|n|n/?a|n/k|u/k|m|f|male|female|unknown|not known|none|high|medium|low|standard)"
    r"|\S+@\S+|[☒☐☑□].*",
    re.IGNORECASE,
)
_MANY_WORDS, _SOME_WORDS = 12, 6
_LONGEST_LABEL = 120
_LONG = 60
_TWO = 2


def is_furniture(line: str) -> bool:
    """Whether a line is a protective marking or a page number, which belong to no value."""
    return len(line) < _LONGEST_LABEL and _FURNITURE.fullmatch(line.strip()) is not None


def unmarked(line: str) -> str:
    """Give a line without the protective marking that it begins with, told by its capitals."""
    return _MARKING.sub("", line, count=1) if _MARKING.match(line) else line


def looks_like_value(text: str) -> bool:
    """Whether a short text is a date, number, code, yes or no, tick box, or nothing."""
    return _VALUE.fullmatch(text.strip()) is not None


def label_share(texts: list[str]) -> float:
    """Give the share of the texts in which a word stands that labels of forms are made of."""
    found = sum(bool(_LABEL_WORDS & set(re.findall(r"[a-z]+", text.casefold()))) for text in texts)
    return found / len(texts) if texts else 0.0


def is_prose(text: str) -> bool:
    """Whether it is running text: many words, or a sentence with its stop."""
    words = len(text.split())
    return words >= _MANY_WORDS or (words >= _SOME_WORDS and _SENTENCE.search(text.strip()) is not None)


def goes_on(line: str) -> bool:
    """Whether what follows a line `Label: value` may still belong to the value: it is long, or running text."""
    return len(line) >= _LONG or is_prose(line)


def clean_label(text: str) -> str:
    """Give a label as a column's name: white space single, no colon or mark of a compulsory field behind it."""
    return " ".join(text.split()).strip("•·▪➢*: \t").rstrip("-\u2013").strip()


def looks_like_label(text: str) -> bool:
    """Whether a text can be the label of a value: few words, no sentence, no date, nobody speaking."""
    core = clean_label(_NUMBERING.sub("", text.strip()))
    words = re.findall(r"[^\W\d_]+", core.casefold())
    if not words or len(core) > _LONGEST_LABEL or len(core.split()) > _MANY_WORDS + _SOME_WORDS:
        return False
    if core[0] in "\"'\u201c\u2018,;" or _DATED.match(core) or re.search(r"[.!;]\s+\S", core):
        return False
    if core.endswith("?"):
        return True
    return len(core.split()) <= _MANY_WORDS and words[0] not in _PRONOUNS and not _ends_speaking(words)


def _ends_speaking(words: list[str]) -> bool:
    """Whether a text ends as reported speech begins: `Mother said`, but not `Date reported`."""
    return len(words) > 1 and words[-1] in _SAID and not _WHEN & set(words)


def speaks(label: str) -> bool:
    """Whether `label:` in running text is rather somebody speaking, or a remark: `Mother:`, `PC 1234:`, `NB:`."""
    words = [word for word in re.findall(r"\w+", label.casefold()) if not word.isdigit()]
    return not words or (len(words) <= _TWO and words[0] in _SPEAKERS)


def split_labels(line: str, marked: int = 0) -> list[tuple[str, str]]:
    """Find `Label: value` in a line, once or several times side by side; empty where it is something else.

    `marked` characters from the start are in bold. A tab, or the end of the bold, may stand for the colon.
    """
    if 0 < marked < len(line.rstrip()) and (pair := _split_marked(line, marked)):
        return [pair]
    chunks = _GAP.split(line)
    if len(chunks) > 1:
        pairs = [_split_colon(chunk) for chunk in chunks]
        if all(pairs):
            return [pair for pair in pairs if pair]
    if "\t" in line.strip():
        return _split_tabs(line)
    pair = _split_colon(line)
    return [pair] if pair else []


def _split_marked(line: str, marked: int) -> tuple[str, str] | None:
    label, value = line[:marked].strip(), line[marked:].strip()
    parted = (
        label.endswith((":", "?"))
        or value.startswith((":", "-", "\u2013"))
        or line[marked - 1 : marked + 1].count("\t")
    )
    if not looks_like_label(label) or (":" in label.rstrip(":") and _split_colon(label)):
        return None
    if not parted and (is_prose(value) or not value):
        return None
    return clean_label(label), value.lstrip(":-\u2013 \t")


def _split_colon(line: str) -> tuple[str, str] | None:
    for match in _COLON.finditer(line):
        behind = line[match.end() : match.end() + 1]
        if behind.isdigit() and line[match.start() - 1].isdigit():
            continue  # a time: 14:33
        label = line[: match.start()]
        if not looks_like_label(label):
            return None
        return clean_label(label), line[match.end() :].strip()
    return None


def _split_tabs(line: str) -> list[tuple[str, str]]:
    parts = [part.strip() for part in re.split(r"\t+", line.strip())]
    if len(parts) % _TWO:
        pair = _split_colon(line)
        return [pair] if pair else []
    labels, values = parts[::2], parts[1::2]
    if not all(map(looks_like_label, labels)) or (len(labels) > 1 and any(map(looks_like_value, labels))):
        return []
    return [(clean_label(label), value) for label, value in zip(labels, values, strict=True)]
