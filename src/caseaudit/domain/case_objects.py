"""The objects that hang on a case file: entries, flags, referrals, meetings, the missing record, the investigation."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from caseaudit.domain.fields import Id, Record, Texts, Time, YesNo, none_if_blank, token
from caseaudit.domain.vocabulary import (
    EnquiryStatus,
    EntryKind,
    MeetingKind,
    NoticeKind,
    RecordedAs,
    ReferralTo,
    RiskAssessmentKind,
)


class Entry(Record):
    """A dated item of the narrative."""

    entry_id: Id = None
    """Id of the entry in the source system."""
    recorded_at: Time = None
    """When it was written."""
    kind: Annotated[EntryKind | None, BeforeValidator(token)] = None
    """What kind of document it comes from."""
    author_role: str | None = None
    """The author's role, such as response_constable; never a name."""
    text: str | None = None
    """The words, exactly as they stand."""


class Flag(Record):
    """A warning flag or marker on the record of a child or a person."""

    kind: str | None = None
    """The force's own name for it: open list."""
    subject_id: Id = None
    """child_id or person_id."""
    placed_at: Time = None
    """When it was placed."""
    review_due: Time = None
    """When it is to be reviewed."""
    reviewed_at: Time = None
    """When it was last reviewed."""
    removed_at: Time = None
    """When it was removed."""


class Referral(Record):
    """A referral to another body."""

    to: Annotated[ReferralTo | None, BeforeValidator(token)] = None
    """To whom."""
    made_at: Time = None
    """When it was made; blank while it is only planned."""
    child_id: Id = None
    """The child it is for."""
    outcome: str | None = None
    """What the other body decided."""


class Action(Record):
    """An action agreed at a meeting."""

    owner: str | None = None
    """Role or agency that has it."""
    due_at: Time = None
    """When it is due."""
    closed_at: Time = None
    """When it was done."""


class Meeting(Record):
    """A meeting between agencies."""

    kind: Annotated[MeetingKind | None, BeforeValidator(token)] = None
    """What kind of meeting."""
    held_at: Time = None
    """When it was held; blank while it is only planned."""
    police_attended: YesNo = None
    """Whether the police took part."""
    police_rank: str | None = None
    """Rank of the most senior police representative."""
    outcomes_recorded: YesNo = None
    """Whether its decisions are on the police record."""
    actions: Annotated[tuple[Action, ...] | None, BeforeValidator(none_if_blank)] = None
    """Actions agreed."""


class RiskAssessment(Record):
    """A risk assessment on a form."""

    kind: Annotated[RiskAssessmentKind | None, BeforeValidator(token)] = None
    """Which form."""
    grade: str | None = None
    """Grade as the form has it."""
    started_at: Time = None
    """When it was begun."""
    completed_at: Time = None
    """When it was completed."""
    secondary_review_at: Time = None
    """When a second, specialist reader assessed it again."""


class Notice(Record):
    """A public protection notice."""

    kind: Annotated[NoticeKind | None, BeforeValidator(token)] = None
    """A public protection notice."""
    ref: Id = None
    """The notice's reference."""
    submitted_at: Time = None
    """When it was submitted."""
    child_ids: Texts = None
    """The children it is about."""
    supervised_at: Time = None
    """When a supervisor or hub checked it."""


class Review(Record):
    """A supervisor's review of the investigation."""

    rank: str | None = None
    """The reviewer's rank."""
    reviewed_at: Time = None
    """When."""
    plan_recorded: YesNo = None
    """Whether it set or confirmed a plan."""


class Attendance(Record):
    """A deployment of officers."""

    requested_at: Time = None
    """When somebody asked for officers."""
    deployed_at: Time = None
    """When officers were sent."""
    arrived_at: Time = None
    """When they arrived."""
    reason: str | None = None
    """Why officers were sent, or why they were late."""
    body_worn_video: YesNo = None
    """Whether it was used; blank is not no."""


class Episode(Record):
    """An earlier missing episode."""

    reported_at: Time = None
    """When it was reported."""
    located_at: Time = None
    """When the child was found."""


def _episodes(value: object) -> object:
    """Take earlier episodes as objects, or as bare times or references."""
    if isinstance(value, list):
        return [{"reported_at": item} if isinstance(item, str) else item for item in value]
    return none_if_blank(value)


class Missing(Record):
    """The missing-person record."""

    recorded_as: Annotated[RecordedAs | None, BeforeValidator(token)] = None
    """Missing, concern for safety, or no apparent risk."""
    whereabouts_known: YesNo = None
    """Whether the child's whereabouts were known when it was reported."""
    risk_grade: str | None = None
    """Grade as the system has it."""
    reported_at: Time = None
    """When the child was reported missing."""
    deployed_at: Time = None
    """When officers were first sent."""
    located_at: Time = None
    """When the child was found; blank while still missing."""
    prevention_interview_at: Time = None
    """When the police held the prevention interview."""
    return_interview_offered_at: Time = None
    """When an independent return interview was offered."""
    philomena_used: YesNo = None
    """Whether the Philomena protocol (or its like) was used."""
    system_ref: Id = None
    """Reference in the missing-person system."""
    previous_episodes: Annotated[tuple[Episode, ...] | None, BeforeValidator(_episodes)] = None
    """Earlier missing episodes."""


class PoliceProtection(Record):
    """Police protection under section 46 of the Children Act 1989."""

    taken_at: Time = None
    """When the child was taken into police protection."""
    ended_at: Time = None
    """When it ended; at most 72 hours later."""
    designated_officer_rank: str | None = None
    """Rank of the designated officer."""
    designated_officer_at: Time = None
    """When the designated officer's oversight began."""
    place: str | None = None
    """Kind of place the child was taken to."""


class LineOfEnquiry(Record):
    """A line of enquiry and where it stands."""

    description: str | None = None
    """What was to be found out."""
    status: Annotated[EnquiryStatus | None, BeforeValidator(token)] = None
    """Open, completed or not pursued."""


class Device(Record):
    """A phone, tablet or computer."""

    seized_at: Time = None
    """When it was seized or preserved."""
    examined_at: Time = None
    """When it was examined."""


class SuspectIdentifier(Record):
    """Something that may identify a suspect: a username, e-mail address, phone number or bank account."""

    kind: str | None = None
    """Username, e-mail, phone, bank ...: open list."""
    researched_at: Time = None
    """When it was researched."""


class Investigation(Record):
    """The investigation; its presence means that there is one."""

    allocated_team: str | None = None
    """Team it was allocated to."""
    allocated_role: str | None = None
    """Role it was allocated to."""
    allocated_at: Time = None
    """When; the investigation starts here."""
    plan_recorded_at: Time = None
    """When an investigation plan was recorded."""
    victim_seen_at: Time = None
    """When the child victim was first seen."""
    victim_needs_assessment_at: Time = None
    """When the victim needs assessment was completed."""
    arrest_at: Time = None
    """When a suspect was first arrested."""
    lines_of_enquiry: Annotated[tuple[LineOfEnquiry, ...] | None, BeforeValidator(none_if_blank)] = None
    """Lines of enquiry."""
    devices: Annotated[tuple[Device, ...] | None, BeforeValidator(none_if_blank)] = None
    """Devices that may hold evidence."""
    images_recovered: YesNo = None
    """Whether indecent images were recovered."""
    caid_uploaded_at: Time = None
    """When images went to the Child Abuse Image Database."""
    suspect_identified: YesNo = None
    """Whether a suspect is identified."""
    suspect_identifiers: Annotated[tuple[SuspectIdentifier, ...] | None, BeforeValidator(none_if_blank)] = None
    """What may identify a suspect."""
    other_children_considered: YesNo = None
    """Whether the suspect's contact with other children was explored."""


class OfficerInCase(Record):
    """Who leads the case."""

    officer_ref: Id = None
    """The same officer across cases, as a reference; never a name."""
    role: str | None = None
    """Role, such as detective_constable; never a name."""
    rank: str | None = None
    """Police rank."""
    team: str | None = None
    """Team."""
    accreditations: Texts = None
    """PIP2, SCAIDP and the like."""


class Incident(Record):
    """The incident the case began with."""

    grade: str | None = None
    """Grade of the response."""
    research_at: Time = None
    """When the control room's research was recorded."""
    linked: Texts = None
    """References of linked incidents."""
