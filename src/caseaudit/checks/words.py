"""How fields and values are said to a person: a field's own words, a value shortly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import Enum
from functools import cache
from typing import Any

from caseaudit.domain.disability import Disability
from caseaudit.domain.ethnicity import Ethnicity
from caseaudit.domain.fields import is_record
from caseaudit.domain.moment import Moment

LONGEST = 60
"""Characters of a value that a reason shows."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""English whatever language the machine speaks."""

FIELD_WORDS = {
    "ethnicity": "the ethnicity",
    "disability": "the disability field",
    "sen": "the special educational needs field",
    "recorded_as": "the kind of record",
    "whereabouts_known": "whether the whereabouts were known",
    "risk_grade": "the risk grade",
    "located_at": "the time the child was located",
    "prevention_interview_at": "the prevention interview",
    "return_interview_offered_at": "the offer of a return interview",
    "designated_officer_rank": "the designated officer's rank",
    "designated_officer_at": "the time of the designated officer's decision",
    "taken_at": "the time police protection was taken",
    "ended_at": "the end of police protection",
    "reported_at": "the time of the report",
    "deployed_at": "the deployment",
    "arrived_at": "the arrival",
    "requested_at": "the first request",
    "body_worn_video": "body-worn video",
    "victim_seen_at": "the time the child was seen",
    "seen_at": "the time the child was seen",
    "victim_needs_assessment_at": "the victim needs assessment",
    "allocated_role": "the role it was allocated to",
    "allocated_team": "the team it was allocated to",
    "caid_uploaded_at": "the upload to the Child Abuse Image Database",
    "images_recovered": "whether images were recovered",
    "other_children_considered": "whether other children were considered",
    "suspect_identified": "whether a suspect is identified",
    "suspect_identifiers": "the suspect identifiers",
    "lines_of_enquiry": "the lines of enquiry",
    "child_contact": "the person's contact with children",
    "held_at": "the meeting's time",
    "made_at": "the time the referral was made",
    "reviewed_at": "the review",
    "closed_at": "the closure",
    "children_present": "whether children were present",
    "spoken_to": "whether the child was spoken to",
}


@cache
def field_words(path: str) -> str:
    """Return a field's name in words, e.g. `the ethnicity` for `children[0].ethnicity_self`."""
    name = path.replace("[]", "").rsplit(".", 1)[-1].split("[", 1)[0]
    if name.startswith("ethnicity"):
        return FIELD_WORDS["ethnicity"]
    words = FIELD_WORDS.get(name)
    if words:
        return words
    plain = name.removesuffix("_at").replace("_", " ")
    return f"the time of {plain}" if name.endswith("_at") else f"the {plain}"


def value_words(value: Any) -> str:
    """Return a value in words, without names of people: records are counted, not shown."""
    if isinstance(value, (tuple, list)):
        records = sum(map(is_record, value))
        if records > 1:
            return f"{records} entries"
        return ", ".join(value_words(item) for item in value[:5])
    if isinstance(value, Moment):
        return moment_words(value)
    if isinstance(value, (Ethnicity, Disability)):
        value = value.state
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "an entry" if is_record(value) else str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def moment_words(moment: Moment) -> str:
    """Say a time the way a report does: 3 May 2025 14:05, or the day alone."""
    at = moment.at
    day = f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
    return day if moment.date_only else f"{day} {at.hour:02}:{at.minute:02}"


def span_words(span: timedelta) -> str:
    """Say a length of time in its two largest units: `2 days 3 hours`, `45 minutes`."""
    minutes = int(abs(span).total_seconds() // 60)
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for count, unit in ((days, "day"), (hours, "hour"), (minutes, "minute"))
        if count
    ]
    return " ".join(parts[:2]) or "less than a minute"


def listed(words: Iterable[str], last: str = "or") -> str:
    """Join words as a sentence does: `a, b or c`."""
    items = [word.replace("_", " ") for word in words]
    if not items[1:]:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def sentence(text: str) -> str:
    """Give a reason its capital and full stop."""
    text = text.strip()
    if not text:
        return ""
    head = text[0].upper() + text[1:]
    return head if head.endswith((".", "?", "!")) else f"{head}."
