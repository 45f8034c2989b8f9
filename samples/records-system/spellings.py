"""How the invented records system spells what case files say: picklists with their history, times, apostrophes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Record = dict[str, Any]

# What the case file says -> how the system's screens spell it: one spelling, or several that came and went with the years.
CASE_TYPES = {
    "domestic_abuse": ("DA - DOMESTIC INCIDENT", ("CHILD IN HOUSEHOLD", "Child in household")),
    "missing": ("MISSING PERSON", ("CHILD U18", "Child  U18")),
    "concern_for_safety": ("CFS", ("CHILD U18",)),
    "police_protection": ("CHILD PROTECTION", ("S.46 POLICE PROTECTION", "s46 Police Protection")),
    "child_sexual_exploitation": ("EXPLOITATION", ("CSE",)),
    "online_child_sexual_exploitation": ("EXPLOITATION", ("CSE \u2013 ONLINE", "CSE - ONLINE", "On-line CSE")),
    "child_criminal_exploitation": ("EXPLOITATION", ("CCE / COUNTY LINES", "CCE")),
    "child_abuse_or_neglect": ("CHILD PROTECTION", ("ABUSE/NEGLECT", "Abuse / Neglect")),
    "child_death": ("SUDDEN DEATH", ("CHILD (SUDIC)",)),
    "ppn": ("PPN ONLY", ("CHILD",)),
    "child_in_custody": ("CUSTODY", ("U18 DETAINED",)),
    "other": ("MISC", ("NOT CLASSIFIED",)),
}
CHILD_ROLES = {
    "victim": ("VICTIM (U18)", "Victim - child"),
    "subject": ("SUBJECT OF CONCERN", "Child of concern"),
    "suspect": ("SUSPECT (U18)",),
    "witness": ("WITNESS (U18)",),
}
PERSON_ROLES = {
    "suspect": ("SUSPECT", "Suspect \u2013 named"),
    "parent": ("PARENT/GUARDIAN", "Mother/Father"),
    "carer": ("CARER", "Foster carer / kinship"),
    "victim": ("VICTIM",),
}
SEXES = {"F": ("Female", "F", "FEMALE"), "M": ("Male", "M", "MALE")}
ETHNICITIES = {
    "W1": ("W1 - White \u2013 British", "W1"),
    "W2": ("W2 - White \u2013 Irish",),
    "W9": ("W9 - Any other White background",),
    "M2": ("M2 - White and Black African",),
    "B1": ("B1 - Caribbean",),
    "B2": ("B2 - African", "B2"),
    "A1": ("A1 - Indian",),
    "A2": ("A2 - Pakistani",),
    "NS": ("NS - Not Stated",),
}
LOG_KINDS = {
    "log": ("OEL", "OEL Entry", "Occurrence log"),
    "supervision": ("SUPV REVIEW", "Supervisor\u2019s review"),
    "strategy_minutes": ("STRAT MTG", "Strategy discussion"),
    "crime_report": ("CR - MO", "Crime report"),
    "ppn": ("PPN FREE TEXT",),
    "missing_report": ("MISPER REPORT",),
    "debrief": ("DEBRIEF",),
    "dash": ("DASH TEXT",),
}
RANKS = {
    "constable": ("Con", "Constable"),
    "police_staff": ("Police Staff",),
    "sergeant": ("Sgt", "PS"),
    "detective_sergeant": ("DS", "Det Sgt"),
    "inspector": ("Insp", "Inspector"),
    "chief_inspector": ("Ch Insp",),
    "detective_inspector": ("DI", "Det Insp"),
}
ROLES = {
    "detective_constable": ("DC", "Det Con"),
    "response_constable": ("Response PC", "PC - RESPONSE"),
    "response_officer": ("Response officer", "RESPONSE"),
    "missing_person_coordinator": ("Misper Co-ordinator",),
    "senior_investigating_officer": ("SIO",),
    "neighbourhood_constable": ("NHT PC",),
    "schools_officer": ("Safer Schools Officer",),
    "pcso": ("PCSO",),
}
REFERRED_TO = {
    "children_social_care": ("CSC", "Children\u2019s Social Care", "Social Services"),
    "mash": ("MASH",),
    "operation_encompass": ("Op Encompass", "ENCOMPASS"),
    "nrm": ("NRM (Home Office)",),
    "marac": ("MARAC",),
    "victim_support": ("Victim Support",),
    "health": ("Health - other",),
}
MEETINGS = {"strategy_meeting": ("STRAT", "Strategy mtg"), "mace": ("MACE PANEL",), "joint_visit": ("JOINT VISIT",)}
FORMS = {"missing": ("MISPER RA",), "dash": ("DASH",), "ppn": ("PPN GRADING",), "exploitation": ("EXPLOITATION TOOL",)}
GRADES = {"high": ("High", "H"), "medium": ("Medium", "M"), "standard": ("Standard", "S")}
STATUSES = {"completed": ("Complete", "COMPLETED"), "open": ("O/S", "Outstanding"), "not_pursued": ("Not pursued",)}
IDENTIFIERS = {
    "username": ("User name",),
    "phone": ("Phone no", "Mobile"),
    "bank": ("Bank a/c",),
    "email": ("E-mail",),
}
YES, NO = ("Y", "Yes", "YES"), ("N", "No")


class Speller:
    """Spells a value in one of its ways, in turn, so that every spelling occurs."""

    def __init__(self) -> None:
        self._turn = 0

    def __call__(self, value: str | None, ways: Mapping[str, tuple[str, ...]], blank: str = "") -> str:
        if value is None:
            return blank
        spellings = ways.get(value, (value,))
        self._turn += 1
        return spellings[self._turn % len(spellings)]


spell = Speller()


def yes_no(value: bool | None, blank: str = "") -> str:  # noqa: FBT001
    return blank if value is None else spell(str(value), {"True": YES, "False": NO})


def when(value: str | None, form: str = "%d/%m/%Y %H:%M", blank: str = "") -> str:
    """Write a time of the case file on the clock of the wall, as systems store it; a day without a time stays a day."""
    if value is None:
        return blank
    if len(value) == len("2025-05-23"):
        return datetime.fromisoformat(value).strftime(form.partition(" ")[0])
    read = datetime.fromisoformat(value)
    if read.tzinfo is not None:
        read = read.astimezone(ZoneInfo("Europe/London"))
    return read.strftime(form)


def smart(text: str | None, blank: str = "") -> str:
    """Curl the apostrophes, as a word processor does before the text is pasted in."""
    return blank if text is None else text.replace("'", "\u2019").replace(" - ", " \u2013 ")


def columns(text: str) -> list[str]:
    return text.split(",")


def number(case: Record) -> int:
    return int(case["case_id"].rpartition("-")[2])


def items(cases: Sequence[Record], *path: str) -> Iterator[tuple[Record, Record]]:
    """Give each object of a list of the case, with its case."""
    for case in cases:
        found: Any = case
        for step in path:
            found = (found or {}).get(step)
        for item in found or ():
            yield case, item
