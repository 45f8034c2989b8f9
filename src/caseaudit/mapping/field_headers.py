"""Headers by which British police systems know the fields of cases, their people and what was done."""

from __future__ import annotations

from collections.abc import Mapping

HEADERS: Mapping[str, Mapping[str, str]] = {
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
}
"""What rows go into -> field -> its headers, in the order in which they are preferred."""
