"""How the header of a column compares with the names that systems give a field: by its words, abbreviations opened."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import SequenceMatcher
from functools import lru_cache

Words = frozenset[str]

_SHORT = {
    **dict.fromkeys(("no", "num", "nbr", "number", "ref", "reference", "refno", "urn", "uri"), "reference"),
    **dict.fromkeys(("dt", "dte", "dttm", "datetime", "dts", "timestamp", "tm", "time", "day", "date"), "date"),
    **dict.fromkeys(("occ", "occs", "occurence", "occurrences"), "occurrence"),
    **dict.fromkeys(("inc", "incidents"), "incident"),
    **dict.fromkeys(("inv", "invest", "invn", "investigations"), "investigation"),
    **dict.fromkeys(("ethn", "eth", "ethnic", "ethnicty"), "ethnicity"),
    **dict.fromkeys(("vic", "vics", "victims", "ip", "aggrieved"), "victim"),
    **dict.fromkeys(("susp", "sus", "suspects", "perpetrator", "perp", "offender", "pol"), "suspect"),
    **dict.fromkeys(("misper", "mispers", "mfh"), "missing"),
    **dict.fromkeys(("strat", "strategic"), "strategy"),
    **dict.fromkeys(("mtg", "mtgs", "meetings", "discussion", "disc", "discussions"), "meeting"),
    **dict.fromkeys(("reptd", "rptd", "rep", "rpt", "reports", "report"), "reported"),
    **dict.fromkeys(("alloc", "allocate", "allocation", "assigned", "assignment"), "allocated"),
    **dict.fromkeys(("comp", "compl", "complete", "completion"), "completed"),
    **dict.fromkeys(("rec", "recd", "record"), "recorded"),
    **dict.fromkeys(("close", "fin", "closure", "finalised", "finalisation", "filed"), "closed"),
    **dict.fromkeys(("create", "cre", "creation", "opening", "open", "started", "start", "commenced"), "opened"),
    **dict.fromkeys(("sup", "supv", "supvr", "supervisors", "supervisory", "supervising"), "supervisor"),
    **dict.fromkeys(("rev", "reviews", "reviewed"), "review"),
    **dict.fromkeys(("desc", "descr"), "description"),
    **dict.fromkeys(("disab", "disabilities", "disabled"), "disability"),
    **dict.fromkeys(("cat", "class", "classification", "categorisation"), "category"),
    **dict.fromkeys(("dep", "deploy", "deployment", "despatched", "dispatched", "dispatch", "despatch"), "deployed"),
    **dict.fromkeys(("arr", "arrival", "attended"), "arrived"),
    **dict.fromkeys(("req", "request", "reqd"), "requested"),
    **dict.fromkeys(("referrals", "referred"), "referral"),
    **dict.fromkeys(("persons", "people", "nom", "nominal", "nominals"), "person"),
    **dict.fromkeys(("children", "childs", "kids", "kid", "ch", "yp", "juvenile", "juv"), "child"),
    **dict.fromkeys(("gender",), "sex"),
    **dict.fromkeys(("born", "birthdate", "dateofbirth"), "dob"),
    **dict.fromkeys(("lang", "languages"), "language"),
    **dict.fromkeys(("flags", "flg", "flgs", "marker", "markers", "warnings", "warning", "alert", "alerts"), "flag"),
    **dict.fromkeys(("notices", "ppns", "ppn", "vpa", "vpn"), "ppn"),
    **dict.fromkeys(("assessments", "assess", "asst"), "assessment"),
    **dict.fromkeys(("off", "ofcr", "officers"), "officer"),
    **dict.fromkeys(("observed", "obs", "perceived"), "observed"),
    **dict.fromkeys(("invw", "intvw", "interviewed", "iv"), "interview"),
    **dict.fromkeys(("entries", "ent", "oel"), "entry"),
    **dict.fromkeys(("txt", "narrative", "freetext", "notes", "note", "comments", "comment"), "text"),
    **dict.fromkeys(("details", "dtl", "dtls"), "detail"),
    **dict.fromkeys(("summ", "synopsis", "precis"), "summary"),
    **dict.fromkeys(("circs", "circumstance", "circumstances"), "circumstances"),
    **dict.fromkeys(("loe", "loes", "enquiries", "inquiry"), "enquiry"),
    **dict.fromkeys(("actions",), "action"),
    **dict.fromkeys(("devices", "exhibits", "exhibit", "handset"), "device"),
    **dict.fromkeys(("csc", "css", "cyps", "social"), "social"),
    **dict.fromkeys(("spk",), "spoken"),
    **dict.fromkeys(("tel", "telephone"), "phone"),
    **dict.fromkeys(("acc", "accreditation", "accreditations", "training", "qualification", "skills"), "accreditation"),
    **dict.fromkeys(("loc", "located", "found", "traced"), "located"),
    **dict.fromkeys(("vuln",), "vulnerability"),
    **dict.fromkeys(("submission", "sent"), "submitted"),
    **dict.fromkeys(("seize", "seizure"), "seized"),
    **dict.fromkeys(("exam", "examination"), "examined"),
    **dict.fromkeys(("removal", "expired", "expiry", "ended", "end"), "ended"),
    **dict.fromkeys(("types", "typ", "tp"), "type"),
    **dict.fromkeys(("ident", "identifier"), "identifier"),
    **dict.fromkeys(("lac", "cla"), "lac"),
}
"""Short forms and near synonyms -> the word by which headers are compared."""
_DROPPED = frozenset(
    {"the", "of", "a", "at", "was", "is", "for", "on", "and", "to", "in", "has", "by", "s", "value", "code", "text"}
)
_DATE_LIKE = frozenset({"date"})
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PHRASES = (
    (re.compile(r"\bd\W?o\W?b\b", re.IGNORECASE), " dob "),
    (re.compile(r"\bdate\W?of\W?birth\b|\bbirth\W?date\b|\bperson\W?birth\W?date\b", re.IGNORECASE), " dob "),
    (re.compile(r"\b(16|18|19|6)\W*\+\W*1\b"), r" \1plus1 "),
    (
        re.compile(r"\bs\W?d\W?e\b|\bself\W*(?:def\w*|classified|id\w*|assessed)\b|\bself\b", re.IGNORECASE),
        " selfdefined ",
    ),
    (re.compile(r"(?<=eth)\W?sd\b|(?<=ethnicity)\W?sd\b", re.IGNORECASE), " selfdefined "),
    (
        re.compile(r"\boff?i?ce?r?\W*(?:def\w*|observed|perceived|classified|assessed)\b|\bode\b", re.IGNORECASE),
        " observed ",
    ),
    (re.compile(r"\blooked\W?after\b", re.IGNORECASE), " lac "),
    (re.compile(r"\bm\W{0,3}o\b", re.IGNORECASE), " mo "),
    (re.compile(r"\bo\W?i\W?c\b", re.IGNORECASE), " oic "),
    (re.compile(r"\bb\W?w\W?[vc]\b|\bbody\W?worn(?:\W?(?:video|camera))?\b", re.IGNORECASE), " bwv "),
    (re.compile(r"\bop(?:eration)?\W?encompass\b", re.IGNORECASE), " encompass "),
    (
        re.compile(
            r"\bs\.?\W?46\b|\bsection\W?46\b|\bpolice\W?prot(?:ection)?\b|\bppo\b|\bpp\b(?=\W*(?:taken|ended|start|end|date|do\b|place))",
            re.IGNORECASE,
        ),
        " s46 ",
    ),
    (re.compile(r"\bdesignated\W?officer\b|(?<=s46)\W*do\b", re.IGNORECASE), " designated "),
    (re.compile(r"\breturn\W?(?:home\W?)?(?:interview|iv)\b|\brhi\b", re.IGNORECASE), " rhi "),
    (re.compile(r"\bprevention\W?(?:interview|iv)\b|\bsafe\W?(?:and|&)\W?well\b", re.IGNORECASE), " prevention "),
    (re.compile(r"\bvictim\W?needs\W?(?:assessment)?\b", re.IGNORECASE), " vna "),
    (re.compile(r"\bdown\W?load\b", re.IGNORECASE), " download "),
    (
        re.compile(
            r"\bsocial\W?(?:care|services|worker)\b|\bchildren'?s?\W?(?:social\W?care|services|social)\b", re.IGNORECASE
        ),
        " social ",
    ),
    (re.compile(r"\brecorded\W?as\b|\brec\W?as\b", re.IGNORECASE), " recordedas "),
)


@lru_cache(maxsize=8192)
def header_words(header: str) -> Words:
    """Open a header into the words by which it is compared; the figures of a number at its end are dropped."""
    text = header.replace("_", " ").replace("@", " ").replace(".", " . ")
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    text = re.sub(r"\bD \. ?O \. ?B\b", "dob", text, flags=re.IGNORECASE)
    for pattern, said in _PHRASES:
        text = pattern.sub(said, text)
    found = [_SHORT.get(word.lower(), word.lower()) for word in re.findall(r"\d+plus1|[A-Za-z]+\d+|[A-Za-z]+", text)]
    kept = frozenset(word for word in found if word not in _DROPPED) or frozenset(found)
    return kept - _DATE_LIKE or kept


EXACT = 1.0
_NEAR, _WITHIN, _ALIKE = 0.9, 0.7, 0.6
_TYPO = 0.86


def similarity(header: Words, name: Words, context: Collection[str] = ()) -> float:
    """Say how much a header resembles one name of a field: 1 the same, 0 not at all.

    `context` are words that the table itself says, which headers repeat or leave out: `Flag Type` in a table of flags.
    """
    if not header or not name:
        return 0.0
    if header == name:
        return EXACT
    around = frozenset(context)
    if header - around == name - around and name - around:
        return _NEAR
    if header - around == name or header == name - around:
        return _NEAR
    telling = name - _GENERIC
    if telling and name <= header and len(header - around) <= len(name) + 2:
        return _WITHIN
    return _ALIKE if _typed_alike(header, name) else 0.0


_GENERIC = frozenset(
    {"type", "kind", "role", "status", "reference", "name", "id", "date", "category", "reason", "rank", "team", "grade"}
)
"""Words that say nothing without the others."""


def _typed_alike(header: Words, name: Words) -> bool:
    one, other = " ".join(sorted(header)), " ".join(sorted(name))
    return min(len(one), len(other)) >= 6 and SequenceMatcher(None, one, other).ratio() >= _TYPO  # noqa: PLR2004
