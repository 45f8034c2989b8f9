"""What British police systems call the fields of a case file, and the tables that hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from caseaudit.mapping.field_headers import HEADERS
from caseaudit.mapping.header_words import Words, header_words
from caseaudit.mapping.paths import Kind, fields_of, target

CASE_KEYS = (
    "occ ref|occurrence number|occurrence reference|occ no|case id|case ref|case no|case number|crime no|crime ref|"
    "crime number|crime reference|urn|incident number|incident ref|log number|cad ref|storm ref|investigation ref|"
    "investigation number|record id|file ref|reference|ref no|cris ref|niche ref|athena ref|connect ref|misper ref|"
    "ppn ref|notice reference|form ref|case|ref|unique reference number|occurrence|occ|event number|"
    "event id|episode ref|casefile id|parent ref"
)
"""Headers of the column that names the case."""

TABLES: Mapping[str, str] = {
    "case": (
        "occurrence|occurrences|case|cases|crime|crimes|incident|incidents|case list|main|sample|review|"
        "casefile|crime data"
    ),
    "children[]": (
        "child|children|young people|victim|victims|child details|subjects|subject|vulnerable child|involved children"
    ),
    "people[]": (
        "adults|adult|people|suspects|suspect|person|persons|nominals|involved persons|parties|parents|"
        "associates|involved"
    ),
    "narrative[]": (
        "log|logs|entries|log entries|narrative|oel|oels|entry|enquiry log|notes|free text|text|actions log|updates"
    ),
    "flags[]": "flags|flag|markers|warning markers|warnings|warning|alerts|marker",
    "referrals[]": "referrals|referral|notifications|shared|agency referrals",
    "meetings[]": "meetings|meeting|strategy|strat|strategy discussions|conferences|marac|mace",
    "meetings[].actions[]": "meeting actions|actions|action",
    "risk_assessments[]": "risk assessments|assessments|assessment|risk|dash|dara|risk assessment|thrive",
    "notices[]": "notices|ppn|ppns|notice|public protection notices",
    "reviews[]": "reviews|supervision|supervisor reviews|review|supervisory reviews|supervisions",
    "attendances[]": "attendance|attendances|deployments|deployment|resources|units|body worn",
    "missing": "missing|misper|missing episodes|mispers|missing person|missing reports|episode|episodes",
    "missing.previous_episodes[]": "previous episodes|episodes|previous missing|history",
    "police_protection": "police protection|s46|pp|section 46",
    "investigation": "investigation|investigations|inv",
    "investigation.devices[]": "devices|device|exhibits|digital|property",
    "investigation.lines_of_enquiry[]": "lines of enquiry|enquiries|enquiry|loe|lines enquiry",
    "investigation.suspect_identifiers[]": "identifiers|identifier|suspect identifiers|usernames|accounts",
    "incident": "incident|command control",
    "officer_in_case": "officer|oic|officer in case",
}
"""Names of files, sheets and elements -> what their rows go into."""

FIELDS: Mapping[str, Mapping[str, str]] = {
    **HEADERS,
    "missing": {
        "recorded_as": "recorded as|record type|missing category|missing type|classified as|episode recorded as",
        "whereabouts_known": "whereabouts known|location known|whereabouts|whereabouts known yn",
        "risk_grade": (
            "risk|risk grade|risk level|missing risk|initial risk level|missing risk level|current risk|"
            "missing risk grade"
        ),
        "reported_at": (
            "reported|reported missing|date reported missing|time reported missing|missing reported|missing from"
        ),
        "deployed_at": "deployed|officers deployed|missing deployed",
        "located_at": (
            "located|found|when traced|date located|returned|date returned|found date|date found|"
            "missing located|traced|return date"
        ),
        "prevention_interview_at": (
            "prevention interview|safe and well check|prevention interview date|prevention check|safe and well"
        ),
        "return_interview_offered_at": (
            "rhi offered|return interview offered|return home interview offered|rhi referral|rhi|"
            "return interview|rhi date"
        ),
        "philomena_used": "philomena|philomena protocol|philomena used|philomena form",
        "system_ref": "system ref|compact ref|missing ref|compact number|missing system ref|compact",
    },
    "missing.previous_episodes[]": {
        "reported_at": "reported|reported missing|date reported missing|missing from|start",
        "located_at": "located|found|returned|date located|when traced|end",
    },
    "police_protection": {
        "taken_at": (
            "s46 taken|taken|taken at|date taken|start|s46 start|s46 date|police protection|s46 commenced|"
            "powers exercised"
        ),
        "ended_at": "s46 ended|ended|end|date ended|s46 end|s46 released",
        "designated_officer_rank": "designated officer rank|designated rank|do rank|s46 designated rank|s46 do rank",
        "designated_officer_at": (
            "designated officer time|designated officer|designated date|do time|do informed|s46 do time|"
            "s46 designated date|designated officer informed|designated at"
        ),
        "place": "s46 place|place|taken to|accommodated at|place of safety|s46 taken to|suitable accommodation",
    },
    "investigation": {
        "allocated_team": (
            "allocated team|team|allocated to team|investigating team|allocated unit|inv team|investigation team"
        ),
        "allocated_role": (
            "allocated to|allocated role|role|allocated officer role|investigator role|allocated to role"
        ),
        "allocated_at": "allocated|date allocated|allocated at|allocation date|allocated on|date of allocation",
        "plan_recorded_at": (
            "plan|plan recorded|investigation plan|inv plan|plan set|investigation plan date|plan date"
        ),
        "victim_seen_at": (
            "victim seen|child victim seen|victim contact|date victim seen|first victim contact|"
            "victim visited|victim first seen"
        ),
        "victim_needs_assessment_at": (
            "vna|vna completed|victim needs assessment|needs assessment|vna date|victims code needs assessment"
        ),
        "arrest_at": "arrest|arrested|date of arrest|arrest date|suspect arrested|first arrest|arrested on",
        "images_recovered": "images recovered|images|iioc recovered|indecent images|iioc found|images found",
        "caid_uploaded_at": "caid|caid uploaded|caid upload|uploaded to caid|caid date|caid submission",
        "suspect_identified": (
            "suspect identified|suspect known|named suspect|suspect id|suspect identified yn|identified suspect"
        ),
        "other_children_considered": (
            "other children considered|other children|other children at risk|others considered|"
            "other victims considered|others thought|siblings considered"
        ),
    },
    "investigation.devices[]": {
        "seized_at": "seized|date seized|seizure date|seized on|obtained|recovered",
        "examined_at": "examined|date examined|examination date|downloaded|download date|examined on|completed",
    },
    "investigation.lines_of_enquiry[]": {
        "description": "description|detail|details|enquiry|line of enquiry|(value)|task|action|enquiry description",
        "status": "status|state|enquiry status|result|progress|loe status",
    },
    "investigation.suspect_identifiers[]": {
        "kind": "kind|type|identifier type|identifier|detail",
        "researched_at": "researched|date researched|checked|completed|research date|researched on|enquiries made",
    },
}
"""What rows go into -> field -> headers by which systems know it, in the order in which they are preferred."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A field that a column may fill."""

    path: str
    kind: Kind
    names: tuple[Words, ...]
    options: tuple[str, ...] = ()


@cache
def wanted(into: str) -> tuple[Wanted, ...]:
    """Return the fields that rows of `into` can fill, with the words of their names; the case file's own name first."""
    known = dict(_dotted(into))
    found = []
    for path, said in FIELDS.get(into, {}).items():
        kind = known[path]
        own = path.rpartition(".")[2].removesuffix("_at")
        names = tuple(dict.fromkeys(map(header_words, (own, *said.split("|")))))
        found.append(Wanted(path, kind[0], names, kind[1]))
    return tuple(found)


def _dotted(into: str) -> Iterator[tuple[str, tuple[Kind, tuple[str, ...]]]]:
    for name, field in fields_of(target(into).record).items():
        if field.kind is Kind.OBJECT and field.record is not None:
            for inner, each in fields_of(field.record).items():
                yield f"{name}.{inner}", (each.kind, each.options)
        elif field.kind is not Kind.OBJECTS:
            yield name, (field.kind, field.options)


@cache
def key_names() -> tuple[Words, ...]:
    """Return the words of headers that name a case."""
    return tuple(map(header_words, CASE_KEYS.split("|")))


@cache
def table_names(into: str) -> tuple[Words, ...]:
    """Return the words of tables whose rows go into this."""
    return tuple(map(header_words, TABLES[into].split("|")))
