"""What British police systems call the fields of a case file, and the tables that hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

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
    "case": {
        "case_type": (
            "case type|type|category|occ type|occurrence type|crime type|incident type|classification|"
            "offence type|"
            "investigation type|strand|theme|record type|case category|primary classification|type of incident|offence"
        ),
        "title": "title|offence title|headline|occurrence title|short title|subject line|case title",
        "force": "force|police force|force name|constabulary",
        "area": "area|district|division|bcu|lpa|borough|beat|lpu|county|sector|location area|policing area",
        "team": (
            "owning unit|unit|team|owner|owning team|dept|department|case team|allocated unit|"
            "owning department|case owner"
        ),
        "reported_at": (
            "reported|date reported|reported at|reported on|reported date time|incident date|call time|"
            "received|"
            "date received|call received|crime reported|event reported|occurrence reported|log opened"
        ),
        "opened_at": (
            "created|opened|recorded|record created|date recorded|crime recorded|occurrence created|"
            "crime created|case opened|entered date|start date"
        ),
        "closed_at": (
            "closed|date closed|finalised|filed date|closure date|crime closed|case closed|resolved|"
            "closed on|finalisation date|filing date"
        ),
        "outcome": (
            "outcome|result|disposal|crime outcome|outcome code|case outcome|ho outcome|disposal type|outcome type"
        ),
        "closure_reason": (
            "closure reason|reason closed|closing reason|reason for closure|filing reason|finalisation reason"
        ),
        "children_present": (
            "children present|child present|child at locus|kids present|child in household|dv children|"
            "children in household|child witness present"
        ),
        "vulnerability_grade": (
            "vulnerability|vulnerability grade|vuln level|threshold|vulnerability level|risk|risk level|"
            "risk grade|case risk"
        ),
        "officer_in_case.role": "oic role|officer role|role|officer in case role|investigator role",
        "officer_in_case.rank": "oic rank|officer rank|rank|officer in case rank|investigator rank",
        "officer_in_case.team": "oic unit|oic team|officer team|officer in case team|officer unit|oic dept",
        "officer_in_case.accreditations": (
            "oic training|training|accreditation|officer training|accreditations|pip level|"
            "oic accreditation|oic pip|oic skills"
        ),
        "incident.grade": (
            "response grade|incident grade|grade of response|response priority|call grade|opening grade|grade|priority"
        ),
        "incident.research_at": (
            "research recorded|research|intel checks|control room research|background checks|fcr research|"
            "incident research"
        ),
        "incident.linked": "linked occs|linked incidents|linked occurrences|linked crimes|related incidents|links",
    },
    "children[]": {
        "child_id": (
            "child id|person id|nominal id|nominal ref|id|victim id|child ref|party id|person ref|"
            "subject id|child no|nominal"
        ),
        "person_ref": (
            "person urn|urn|person master id|golden nominal|pole id|master id|unique person|person reference|golden id"
        ),
        "names": (
            "name|names|child name|victim name|full name|surname|forename|known as|child initials|initials|"
            "subject name|first name|last name|given name|child"
        ),
        "role": (
            "role|link reason|link|involvement|classification|person role|party role|capacity|reason linked|"
            "relationship type|child role|role type|link type|involvement type"
        ),
        "date_of_birth": "dob|date of birth|child dob|victim dob|born|birth date|subject dob|missing dob",
        "age": "age|child age|victim age|age at incident|age at report|age years|subject age|missing age",
        "sex": "sex|gender|child gender|child sex|victim gender|victim sex|missing gender|subject sex",
        "ethnicity_self": (
            "self defined ethnicity|sde|16+1|ethnicity 16+1|16+1 code|self defined|"
            "self defined ethnicity 16+1|ethnicity self|self ethnicity|18+1|ethnicity self defined|"
            "sde code|victim sde|child sde|ethnicity 18+1|19+1|ethnicity sde|victim ethnicity self|"
            "child self defined ethnicity"
        ),
        "ethnicity_observed": (
            "officer defined ethnicity|observed ethnicity|ic code|officer defined|"
            "officer defined ethnicity 6+1|ethnic appearance|ode|ethnicity observed|6+1|ethnicity officer|"
            "observed|ethnicity 6+1|perceived ethnicity|ic|officer ethnicity|ea code"
        ),
        "ethnicity": (
            "ethnicity|child ethnicity|victim ethnicity|ethnicity code|ethnic origin|ethnic group|race|"
            "subject ethnicity|missing ethnicity"
        ),
        "ethnicity_source": "ethnicity source|source ethnicity|ethnicity defined by|ethnicity self or officer",
        "ethnicity_reason": (
            "reason not stated|ethnicity reason|not stated reason|ns reason|not stated because|"
            "reason ethnicity not stated|sde reason"
        ),
        "disability": (
            "disability|disabled|child disability|disability status|disability yn|has disability|"
            "victim disability|disability flag|disability recorded"
        ),
        "disability_detail": (
            "disability type|disability detail|disability details|type of disability|disability description|impairment"
        ),
        "sen": "sen|send|special educational needs|ehcp|sen status|sen support|special needs",
        "looked_after": "looked after|lac|in care|looked after child|care status|cla|lac status|child looked after",
        "language": "language|first language|preferred language|main language|child language|home language",
        "disclosed_at": "disclosed|disclosure date|disclosure|date disclosed|disclosed at",
        "seen_at": "seen|seen by police|child seen|date seen|first seen|police saw child|child seen date|seen date",
        "spoken_to": "spoken to|child spoken to|spoken|spoken to alone|child spoken|voice of child obtained",
        "school": "school|school name|education|educational establishment|school college|child school",
    },
    "people[]": {
        "person_id": (
            "person id|nominal id|id|suspect id|party id|nominal ref|person ref|person urn|urn|adult id|nominal"
        ),
        "names": "name|names|suspect name|full name|known as|surname|forename|adult name|initials|person name",
        "role": (
            "role|link reason|link|involvement|relationship|person role|party role|capacity|link type|"
            "relationship to child|involvement type"
        ),
        "age": "age|suspect age|age at incident|adult age",
        "sex": "sex|gender|suspect gender|suspect sex|adult sex",
        "ethnicity_self": (
            "self defined ethnicity|sde|16+1|ethnicity 16+1|self defined|ethnicity self|suspect sde|"
            "suspect self defined ethnicity"
        ),
        "ethnicity_observed": (
            "officer defined ethnicity|observed ethnicity|ic code|officer defined|ethnicity observed|6+1|"
            "ethnicity officer|observed|suspect ic code|ic"
        ),
        "ethnicity": "ethnicity|suspect ethnicity|ethnic origin|ethnic group",
        "ethnicity_source": "ethnicity source|source ethnicity|ethnicity defined by",
        "ethnicity_reason": "reason not stated|not stated reason|ethnicity reason|not stated because",
        "child_contact": (
            "access to children|child contact|contact with children|sees children|lives with children|"
            "access children|suspect child contact|children contact|contact children"
        ),
    },
    "narrative[]": {
        "entry_id": "entry id|entry no|id|log entry id|entry reference|oel no|line no|log no|seq|sequence",
        "recorded_at": (
            "entry date|recorded|date|created|date time|log date|entry time|entered|entered on|created on|"
            "timestamp|time stamp|recorded at|written|made|at|when"
        ),
        "kind": "entry type|type|kind|category|log type|document type|source|subject|heading|section",
        "author_role": (
            "author|author role|by|entered by role|officer role|role|written by|rank|author rank|created by role"
        ),
        "text": (
            "entry text|text|narrative|entry|log text|details|note|notes|content|comments|free text|"
            "description|body|log entry|oel text|summary|remarks|(value)"
        ),
    },
    "flags[]": {
        "kind": (
            "flag type|marker|type|flag|warning marker|warning|kind|marker type|description|alert type|"
            "flag name|warning type|category"
        ),
        "subject_id": (
            "nominal id|person id|subject id|child id|subject|nominal ref|person urn|on|person ref|nominal|for"
        ),
        "placed_at": (
            "placed|date placed|start date|start|added|date added|from|created|effective from|raised|"
            "applied|set|flag date|date"
        ),
        "review_due": "review due|review date|next review|due for review|date for review|to review by",
        "reviewed_at": "last reviewed|reviewed|date reviewed|review completed|reviewed at",
        "removed_at": "removed|end date|date removed|expired|ended|expiry|effective to|cancelled|removed at|lapsed",
    },
    "referrals[]": {
        "to": (
            "referred to|to|agency|referral to|recipient|partner agency|organisation|referral agency|"
            "referral type|type|sent to"
        ),
        "made_at": (
            "date referred|referral date|made|made at|sent|date sent|submitted|date|referred|referred on|"
            "referral sent|date made"
        ),
        "child_id": "child id|nominal id|person id|for child|child|subject id|nominal ref|child ref",
        "outcome": "result|outcome|answer|response|decision|agency decision|referral outcome|status",
    },
    "meetings[]": {
        "kind": "type|meeting type|kind|meeting|category",
        "held_at": (
            "date|held|date held|meeting date|held at|held on|took place|strategy meeting date|discussion date"
        ),
        "police_attended": (
            "police attended|police present|police there|attended by police|police attendance|police in attendance"
        ),
        "police_rank": "police rank|rank|rank attended|attending rank|officer rank|police rep rank",
        "outcomes_recorded": (
            "minutes on file|outcomes recorded|minutes recorded|minutes|decisions recorded|actions recorded|"
            "minutes received|minutes attached"
        ),
    },
    "meetings[].actions[]": {
        "owner": "owner|action owner|assigned to|agency|responsible|lead",
        "due_at": "due|due date|action due|target date|by when|deadline|complete by",
        "closed_at": "done|closed|completed|date completed|action closed|date done|completed on|discharged",
    },
    "risk_assessments[]": {
        "kind": "type|form type|assessment type|kind|form|tool|risk tool|assessment|risk assessment type",
        "grade": "grade|risk grade|risk level|risk|level|result|assessed risk|score band",
        "started_at": "started|start date|begun|date started|opened",
        "completed_at": "completed|completed on|date completed|completion date|date|assessed|assessment date",
        "secondary_review_at": (
            "second review|secondary review|second reader|secondary risk assessment|specialist review|reassessed"
        ),
    },
    "notices[]": {
        "kind": "kind|form type|notice type|type",
        "ref": "ref|form ref|ppn ref|ppn reference|notice ref|reference|ppn number|ppn no|ppn id",
        "submitted_at": (
            "submitted|date submitted|sent|submitted on|date|completed or sent|ppn submitted|ppn date|completed"
        ),
        "child_ids": "children|child ids|child id|for children|child|nominal ids|nominal id",
        "supervised_at": (
            "checked|supervised|supervisor checked|quality assured|supervised at|qa date|hub checked|approved"
        ),
    },
    "reviews[]": {
        "rank": "rank|reviewer rank|reviewed by|reviewing rank|supervisor rank|completed by|by|reviewer|officer rank",
        "reviewed_at": (
            "reviewed|review date|date|completed|date of review|reviewed at|reviewed on|at|made|supervisor review date"
        ),
        "plan_recorded": "plan set|plan|plan recorded|investigation plan|plan reviewed|plan updated|actions set",
    },
    "attendances[]": {
        "requested_at": "requested|att req|call time|request time|attendance requested|first call|officers requested",
        "deployed_at": "deployed|att deployed|dispatched|officers deployed|time deployed|unit dispatched",
        "arrived_at": "arrived|att arrived|time at scene|at scene|arrival|officers arrived|on scene|arrived at scene",
        "reason": "att reason|reason|attendance reason|why sent|delay reason|reason for deployment|reason for delay",
        "body_worn_video": "bwv|body worn video|bwv used|body worn|bwv recorded|bwv activated|bwv yn|bwv on",
    },
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
