"""The ethnicity schemes as data: codes, the labels that forms and censuses print beside them, words for no answer.

Sources: the police self-defined lists 16+1 and 18+1 and the 19+1 list with Roma; the observed list 6+1 (IC codes); the
Department for Education's codes for children in need; group names as in the censuses of 2001, 2011 and 2021.
Labels are keyed by `blank.words`, so case, dashes and slashes do not matter.
"""

from __future__ import annotations

from itertools import product

from caseaudit.domain.blank import words

SELF_DEFINED, OFFICER_DEFINED, OBSERVED_POLE, DFE = "self_defined", "officer_defined", "officer_defined_pole", "dfe"

SELF_CODES: dict[str, str] = {
    "W1": "White - British",
    "W2": "White - Irish",
    "W3": "White - Gypsy or Irish Traveller",
    "W4": "White - Roma",
    "W9": "Any other White background",
    "M1": "Mixed - White and Black Caribbean",
    "M2": "Mixed - White and Black African",
    "M3": "Mixed - White and Asian",
    "M9": "Any other Mixed background",
    "A1": "Asian - Indian",
    "A2": "Asian - Pakistani",
    "A3": "Asian - Bangladeshi",
    "A4": "Asian - Chinese",
    "A9": "Any other Asian background",
    "B1": "Black - Caribbean",
    "B2": "Black - African",
    "B9": "Any other Black background",
    "O1": "Chinese",
    "O2": "Arab",
    "O9": "Any other ethnic group",
}

DFE_CODES: dict[str, str] = {
    "WBRI": "White - British",
    "WIRI": "White - Irish",
    "WIRT": "Traveller of Irish heritage",
    "WROM": "Gypsy or Roma",
    "GROM": "Gypsy or Roma",
    "WOTH": "Any other White background",
    "MWBC": "Mixed - White and Black Caribbean",
    "MWBA": "Mixed - White and Black African",
    "MWAS": "Mixed - White and Asian",
    "MOTH": "Any other Mixed background",
    "AIND": "Asian - Indian",
    "APKN": "Asian - Pakistani",
    "ABAN": "Asian - Bangladeshi",
    "AOTH": "Any other Asian background",
    "CHNE": "Chinese",
    "BCRB": "Black - Caribbean",
    "BAFR": "Black - African",
    "BOTH": "Any other Black background",
    "OOTH": "Any other ethnic group",
}

OBSERVED_CODES: dict[str, str] = {
    "IC1": "White - North European",
    "IC2": "White - South European",
    "IC3": "Black",
    "IC4": "Asian",
    "IC5": "Chinese, Japanese or other South-East Asian",
    "IC6": "Arabic or North African",
}
OBSERVED_UNKNOWN = frozenset({"IC0", "IC7", "IC9"})
"""Which of these a system uses for "not known" differs; none of them ever describes a person."""

REASON_CODES: dict[str, str] = {
    "N1": "the officer was called away or it was impracticable to ask",
    "N2": "the person did not understand what was asked",
    "N3": "the person declined",
}
"""Why nothing was stated, in stop and search practice (PACE Code A)."""

_GROUPS: dict[str, tuple[str, ...]] = {
    "W": ("white", "white ethnic group"),
    "M": (
        *("mixed", "mixed race", "mixed heritage", "dual heritage", "mixed ethnicity", "mixed ethnic group"),
        *("mixed multiple ethnic groups", "mixed or multiple ethnic groups", "mixed or multiple"),
    ),
    "A": (
        *("asian", "asian british", "british asian", "asian asian british", "asian or asian british"),
        *("asian asian british or asian welsh", "asian asian british asian welsh"),
    ),
    "B": (
        *("black", "black british", "british black", "black black british", "black or black british"),
        *("black african caribbean black british", "black african caribbean or black british"),
        *("black black british caribbean or african", "black black british black welsh caribbean or african"),
    ),
    "O": (
        "other",
        "other ethnic group",
        "other ethnic groups",
        "any other ethnic group",
        "chinese or other ethnic group",
    ),
}
_BRITISH = ("english welsh scottish northern irish british", "english welsh scottish northern irish or british")
_NAMES: dict[str, tuple[str, ...]] = {
    "W1": ("british", "white british", *_BRITISH),
    "W2": ("irish", "white irish"),
    "W3": ("gypsy or irish traveller", "gypsy irish traveller", "irish traveller", "gypsy", "romany gypsy", "romany"),
    "W4": ("roma",),
    "W9": ("any other white", "other white", "any other white ethnic"),
    "M1": ("white and black caribbean", "white black caribbean"),
    "M2": ("white and black african", "white black african"),
    "M3": ("white and asian", "white asian"),
    "M9": (
        *("any other mixed", "other mixed", "any other mixed ethnic", "any other mixed multiple ethnic"),
        *("any other mixed or multiple ethnic", "any other mixed or multiple"),
    ),
    "A1": ("indian", "asian indian"),
    "A2": ("pakistani", "asian pakistani"),
    "A3": ("bangladeshi", "asian bangladeshi"),
    "A4": ("chinese", "asian chinese"),
    "A9": ("any other asian", "other asian", "any other asian ethnic"),
    "B1": ("caribbean", "black caribbean"),
    "B2": ("african", "black african"),
    "B9": (
        *("any other black", "other black", "any other black ethnic", "any other black african caribbean"),
        *("any other black black british or caribbean", "any other black african or caribbean"),
    ),
    "O2": ("arab",),
    "O9": ("any other ethnic group", "other ethnic group", "any other ethnic", "any other group"),
}
_ONLY_WITH_GROUP: dict[str, tuple[str, ...]] = {
    "W1": ("english", "welsh", "scottish", "northern irish"),
    "W9": ("any other", "other"),
    "M9": ("any other", "other"),
    "A9": ("any other", "other"),
    "B9": ("any other", "other"),
}
"""Names that say nothing, or only a nationality, until a group stands before them."""

_OBSERVED_NAMES: dict[str, tuple[str, ...]] = {
    "IC1": ("white north european", "white northern european", "north european", "northern european"),
    "IC2": (
        *("white south european", "white southern european", "south european", "southern european"),
        *("dark european",),
    ),
    "IC5": (
        *("chinese japanese or other south east asian", "chinese japanese or south east asian"),
        *("chinese japanese south east asian", "chinese japanese or other southeast asian"),
    ),
    "IC6": ("arabic or north african", "arab or north african", "arabic north african"),
}
OBSERVED_COLUMN_ONLY: dict[str, str] = {
    **dict.fromkeys(("black", "african caribbean", "afro caribbean"), "IC3"),
    **dict.fromkeys(("asian",), "IC4"),
    **dict.fromkeys(("south east asian", "southeast asian", "oriental"), "IC5"),
    **dict.fromkeys(("middle eastern", "arabic", "north african"), "IC6"),
}
"""Labels of the observed list that are too broad to mean anything outside an officer-defined column."""
OBSERVED_MIXED = frozenset({"mixed", "mixed any other mixed", "any other mixed"})
"""What one national data standard adds to the observed list as its number 7; the number itself is never read."""

_ENDINGS = ("", " background", " ethnicity", " ethnic background", " origin", " heritage")


def _self_defined() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for code, names in _NAMES.items():
        grouped = (*names, *_ONLY_WITH_GROUP.get(code, ()))
        bare = [*names, *(f"{group} {name}" for group, name in product(_GROUPS[code[0]], grouped))]
        for name, ending in product(bare, _ENDINGS):
            table.setdefault(name + ending, (SELF_DEFINED, code))
    table["chinese or other ethnic group chinese"] = (SELF_DEFINED, "O1")
    for name in ("gypsy roma", "gypsy or roma", "roma gypsy", "white gypsy roma", "white gypsy or roma"):
        table[name] = (DFE, "WROM")
    for name in ("traveller of irish heritage", "white traveller of irish heritage"):
        table[name] = (DFE, "WIRT")
    return table


SELF_LABELS: dict[str, tuple[str, str]] = _self_defined()
"""Folded label to (scheme, code), for what a person chose."""

OBSERVED_LABELS: dict[str, str] = {
    **{name: code for code, names in _OBSERVED_NAMES.items() for name in names},
    **{words(label): code for code, label in OBSERVED_CODES.items() if words(label) not in OBSERVED_COLUMN_ONLY},
}
"""Folded label to IC code, for what an officer saw."""

UNKNOWN_WORDS = frozenset(
    {
        *("unknown", "not known", "u k", "unk", "n k", "nk", "dont know", "i dont know", "do not know", "unsure"),
        *("not sure", "not asked", "not yet asked", "nobt", "not yet obtained", "information not yet obtained"),
        *("not obtained", "information not obtained", "not yet known", "not yet recorded", "unable to determine"),
        *("unknown not recorded", "not recorded not known", "not recorded unknown", "unknown or not recorded"),
        *("unknown ethnicity", "ethnicity unknown", "ethnicity not known", "not seen"),
    }
)
NOT_STATED_WORDS = frozenset({"ns", "not stated", "not given", "not disclosed", "ns not stated", "not stated ns"})
DECLINED_WORDS = frozenset(
    {
        *("refu", "refused", "information refused", "person refused", "child refused", "parent refused"),
        *("declined", "declines", "decline", "person declined", "child declined", "parent declined", "pnts"),
        *("prefer not to say", "prefers not to say", "preferred not to say", "prefer not to answer"),
        *("does not wish to say", "did not wish to say", "would not say", "not willing to say", "rather not say"),
    }
)
DECLINED_OPENINGS = (
    "refused ",
    "declined ",
    "declines ",
    "decline to ",
    "prefer not ",
    "prefers not ",
    "preferred not ",
)
UNKNOWN_OPENINGS = ("unknown ", "not known ", "not yet obtained ")
NO_REASON_WORDS = frozenset(
    {"no reason", "no reason given", "no reason recorded", "reason not recorded", "no", "y", "yes"}
)
