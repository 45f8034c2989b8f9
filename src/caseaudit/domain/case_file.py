"""The case file, `caseaudit.casefile/1`: one exported record, exactly as much of it as the export had.

An absent key, a blank value and a recorded value are three different facts: an absent key is not in `model_fields_set`,
a blank one is there with None (or stays a blank string; see `facts`). Unknown keys are kept in `model_extra`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, PrivateAttr

from caseaudit.domain.fields import Id, RawValue, Record, Texts, Time, YesNo, as_id, none_if_blank, token
from caseaudit.domain.vocabulary import (
    CaseType,
    ChildRole,
    EnquiryStatus,
    EntryKind,
    MeetingKind,
    NoticeKind,
    PersonRole,
    RecordedAs,
    ReferralTo,
    RiskAssessmentKind,
)


class Child(Record):
    """A child in the case."""

    child_id: Id = None
    """Id of the child in this case."""
    person_ref: Id = None
    """The same child across cases."""
    names: Texts = None
    """Names, initials and nicknames: for linking and masking only, never output."""
    role: Annotated[ChildRole | None, BeforeValidator(token)] = None
    date_of_birth: Time = None
    """A date."""
    age: Annotated[Annotated[int, Field(ge=0, le=120)] | None, BeforeValidator(none_if_blank)] = None
    """Whole years at the time of the report."""
    sex: str | None = None
    ethnicity: RawValue
    """One column for ethnicity; `ethnicity_source` says whose view it is."""
    ethnicity_source: str | None = None
    """self_defined or officer_defined."""
    ethnicity_self: RawValue
    """Self-defined code or label (16+1, 18+1, 19+1, or children's-social-care code)."""
    ethnicity_observed: RawValue
    """Officer-defined (IC) code."""
    ethnicity_reason: RawValue
    """Why it is not stated."""
    disability: RawValue
    """Yes, no, not known, declined, or a type."""
    disability_detail: RawValue
    """Type or types."""
    sen: RawValue
    """Special educational needs: N, K, E or words."""
    looked_after: YesNo = None
    language: str | None = None
    disclosed_at: Time = None
    """When the child told somebody."""
    seen_at: Time = None
    """When an officer first saw the child."""
    spoken_to: YesNo = None
    school: str | None = None


class Person(Record):
    """An adult in the case."""

    person_id: Id = None
    names: Texts = None
    role: Annotated[PersonRole | None, BeforeValidator(token)] = None
    age: Annotated[Annotated[int, Field(ge=0, le=130)] | None, BeforeValidator(none_if_blank)] = None
    sex: str | None = None
    ethnicity: RawValue
    ethnicity_source: str | None = None
    ethnicity_self: RawValue
    ethnicity_observed: RawValue
    ethnicity_reason: RawValue
    child_contact: YesNo = None
    """Whether the person has contact with children."""


class Entry(Record):
    """A dated item of the narrative."""

    entry_id: Id = None
    recorded_at: Time = None
    kind: Annotated[EntryKind | None, BeforeValidator(token)] = None
    author_role: str | None = None
    text: str | None = None


class Flag(Record):
    """A warning flag or marker on the record of a child or a person."""

    kind: str | None = None
    subject_id: Id = None
    """child_id or person_id."""
    placed_at: Time = None
    review_due: Time = None
    reviewed_at: Time = None
    removed_at: Time = None


class Referral(Record):
    """A referral to another body."""

    to: Annotated[ReferralTo | None, BeforeValidator(token)] = None
    made_at: Time = None
    child_id: Id = None
    outcome: str | None = None


class Action(Record):
    """An action agreed at a meeting."""

    owner: str | None = None
    due_at: Time = None
    closed_at: Time = None


class Meeting(Record):
    """A meeting between agencies."""

    kind: Annotated[MeetingKind | None, BeforeValidator(token)] = None
    held_at: Time = None
    police_attended: YesNo = None
    police_rank: str | None = None
    outcomes_recorded: YesNo = None
    actions: Annotated[tuple[Action, ...] | None, BeforeValidator(none_if_blank)] = None


class RiskAssessment(Record):
    """A risk assessment on a form."""

    kind: Annotated[RiskAssessmentKind | None, BeforeValidator(token)] = None
    grade: str | None = None
    started_at: Time = None
    completed_at: Time = None
    secondary_review_at: Time = None
    """When a second, specialist reader assessed it again."""


class Notice(Record):
    """A public protection notice."""

    kind: Annotated[NoticeKind | None, BeforeValidator(token)] = None
    ref: Id = None
    submitted_at: Time = None
    child_ids: Texts = None
    supervised_at: Time = None


class Review(Record):
    """A supervisor's review of the investigation."""

    rank: str | None = None
    reviewed_at: Time = None
    plan_recorded: YesNo = None


class Attendance(Record):
    """A deployment of officers."""

    requested_at: Time = None
    deployed_at: Time = None
    arrived_at: Time = None
    reason: str | None = None
    body_worn_video: YesNo = None


class Episode(Record):
    """An earlier missing episode."""

    reported_at: Time = None
    located_at: Time = None


def _episodes(value: object) -> object:
    """Take earlier episodes as objects, or as bare times or references."""
    if isinstance(value, list):
        return [{"reported_at": item} if isinstance(item, str) else item for item in value]
    return none_if_blank(value)


class Missing(Record):
    """The missing-person record."""

    recorded_as: Annotated[RecordedAs | None, BeforeValidator(token)] = None
    whereabouts_known: YesNo = None
    """Whether the child's whereabouts were known when it was reported."""
    risk_grade: str | None = None
    reported_at: Time = None
    deployed_at: Time = None
    located_at: Time = None
    prevention_interview_at: Time = None
    return_interview_offered_at: Time = None
    philomena_used: YesNo = None
    system_ref: Id = None
    previous_episodes: Annotated[tuple[Episode, ...] | None, BeforeValidator(_episodes)] = None


class PoliceProtection(Record):
    """Police protection under section 46 of the Children Act 1989."""

    taken_at: Time = None
    ended_at: Time = None
    designated_officer_rank: str | None = None
    designated_officer_at: Time = None
    place: str | None = None


class LineOfEnquiry(Record):
    """A line of enquiry and where it stands."""

    description: str | None = None
    status: Annotated[EnquiryStatus | None, BeforeValidator(token)] = None


class Device(Record):
    """A phone, tablet or computer."""

    seized_at: Time = None
    examined_at: Time = None


class SuspectIdentifier(Record):
    """Something that may identify a suspect: a username, e-mail address, phone number or bank account."""

    kind: str | None = None
    researched_at: Time = None


class Investigation(Record):
    """The investigation; its presence means that there is one."""

    allocated_team: str | None = None
    allocated_role: str | None = None
    allocated_at: Time = None
    plan_recorded_at: Time = None
    victim_seen_at: Time = None
    victim_needs_assessment_at: Time = None
    arrest_at: Time = None
    lines_of_enquiry: Annotated[tuple[LineOfEnquiry, ...] | None, BeforeValidator(none_if_blank)] = None
    devices: Annotated[tuple[Device, ...] | None, BeforeValidator(none_if_blank)] = None
    images_recovered: YesNo = None
    caid_uploaded_at: Time = None
    suspect_identified: YesNo = None
    suspect_identifiers: Annotated[tuple[SuspectIdentifier, ...] | None, BeforeValidator(none_if_blank)] = None
    other_children_considered: YesNo = None


class OfficerInCase(Record):
    """Who leads the case."""

    role: str | None = None
    rank: str | None = None
    team: str | None = None
    accreditations: Texts = None


class Incident(Record):
    """The incident the case began with."""

    grade: str | None = None
    research_at: Time = None
    """When the control room's research was recorded."""
    linked: Texts = None
    """References of linked incidents."""


class CaseFile(Record):
    """One exported record. Only `case_id` and `case_type` are required."""

    case_id: Annotated[str, BeforeValidator(as_id), Field(min_length=1)]
    case_type: Annotated[CaseType, BeforeValidator(token)]
    title: str | None = None
    force: str | None = None
    area: str | None = None
    team: str | None = None
    reported_at: Time = None
    opened_at: Time = None
    closed_at: Time = None
    outcome: str | None = None
    closure_reason: str | None = None
    children_present: YesNo = None
    vulnerability_grade: str | None = None
    officer_in_case: Annotated[OfficerInCase | None, BeforeValidator(none_if_blank)] = None
    incident: Annotated[Incident | None, BeforeValidator(none_if_blank)] = None
    children: Annotated[tuple[Child, ...] | None, BeforeValidator(none_if_blank)] = None
    people: Annotated[tuple[Person, ...] | None, BeforeValidator(none_if_blank)] = None
    narrative: Annotated[tuple[Entry, ...] | None, BeforeValidator(none_if_blank)] = None
    flags: Annotated[tuple[Flag, ...] | None, BeforeValidator(none_if_blank)] = None
    referrals: Annotated[tuple[Referral, ...] | None, BeforeValidator(none_if_blank)] = None
    meetings: Annotated[tuple[Meeting, ...] | None, BeforeValidator(none_if_blank)] = None
    risk_assessments: Annotated[tuple[RiskAssessment, ...] | None, BeforeValidator(none_if_blank)] = None
    notices: Annotated[tuple[Notice, ...] | None, BeforeValidator(none_if_blank)] = None
    reviews: Annotated[tuple[Review, ...] | None, BeforeValidator(none_if_blank)] = None
    attendances: Annotated[tuple[Attendance, ...] | None, BeforeValidator(none_if_blank)] = None
    missing: Annotated[Missing | None, BeforeValidator(none_if_blank)] = None
    police_protection: Annotated[PoliceProtection | None, BeforeValidator(none_if_blank)] = None
    investigation: Annotated[Investigation | None, BeforeValidator(none_if_blank)] = None

    FORMAT: ClassVar[str] = "caseaudit.casefile/1"

    _raw: Mapping[str, Any] = PrivateAttr(default_factory=dict)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> CaseFile:
        """Validate `data` and keep it, so that evidence can show each value as it was in the source.

        Raises pydantic.ValidationError, whose locations are paths into `data`.
        """
        case = cls.model_validate(data)
        case._raw = data  # noqa: SLF001  (a model's own private attribute, set where it is made)
        return case

    @property
    def raw(self) -> Mapping[str, Any]:
        """The source's own mapping."""
        return self._raw
