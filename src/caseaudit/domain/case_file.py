"""The case file, `caseaudit.casefile/1`: one exported record, exactly as much of it as the export had.

An absent key, a blank value and a recorded value are three different facts: an absent key is not in `model_fields_set`,
a blank one is there with None (or stays a blank string; see `facts`). Unknown keys are kept in `model_extra`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, PrivateAttr

from caseaudit.domain.case_objects import (
    Attendance,
    Entry,
    Flag,
    Incident,
    Investigation,
    Meeting,
    Missing,
    Notice,
    OfficerInCase,
    PoliceProtection,
    Referral,
    Review,
    RiskAssessment,
)
from caseaudit.domain.fields import Id, RawValue, Record, Texts, Time, YesNo, as_id, none_if_blank, token
from caseaudit.domain.vocabulary import (
    CaseType,
    ChildRole,
    PersonRole,
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
    """Victim, witness, subject or suspect."""
    date_of_birth: Time = None
    """A date."""
    age: Annotated[Annotated[int, Field(ge=0, le=120)] | None, BeforeValidator(none_if_blank)] = None
    """Whole years at the time of the report."""
    sex: str | None = None
    """As the system records it."""
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
    """Whether a local authority looks after the child."""
    language: str | None = None
    """First language."""
    disclosed_at: Time = None
    """When the child told somebody."""
    seen_at: Time = None
    """When an officer first saw the child."""
    spoken_to: YesNo = None
    """Whether an officer spoke with the child."""
    school: str | None = None
    """Name of the school: for Operation Encompass."""


class Person(Record):
    """An adult in the case."""

    person_id: Id = None
    """Id of the person in this case."""
    names: Texts = None
    """Names and nicknames: for linking and masking only, never output."""
    role: Annotated[PersonRole | None, BeforeValidator(token)] = None
    """Suspect, parent, carer, victim, witness or other."""
    age: Annotated[Annotated[int, Field(ge=0, le=130)] | None, BeforeValidator(none_if_blank)] = None
    """Whole years at the time of the report."""
    sex: str | None = None
    """As the system records it."""
    ethnicity: RawValue
    """One column for ethnicity; `ethnicity_source` says whose view it is."""
    ethnicity_source: str | None = None
    """self_defined or officer_defined."""
    ethnicity_self: RawValue
    """Self-defined code or label."""
    ethnicity_observed: RawValue
    """Officer-defined (IC) code."""
    ethnicity_reason: RawValue
    """Why it is not stated."""
    child_contact: YesNo = None
    """Whether the person has contact with children."""


class CaseFile(Record):
    """One exported record. Only `case_id` and `case_type` are required."""

    case_id: Annotated[str, BeforeValidator(as_id), Field(min_length=1)]
    """Id of the case in the source system: text, never a number."""
    case_type: Annotated[CaseType, BeforeValidator(token)]
    """What the case is about; any other value sets the record aside."""
    title: str | None = None
    """Short title; never shown where names must not be."""
    force: str | None = None
    """Police force."""
    area: str | None = None
    """District or area of the force."""
    team: str | None = None
    """Team that holds the case."""
    reported_at: Time = None
    """When it was reported."""
    opened_at: Time = None
    """When the case was opened."""
    closed_at: Time = None
    """When it was closed; blank while open."""
    outcome: str | None = None
    """Outcome as recorded (Home Office code or words)."""
    closure_reason: str | None = None
    """Why it was closed."""
    children_present: YesNo = None
    """Whether children were present."""
    vulnerability_grade: str | None = None
    """Grade of vulnerability or threshold."""
    officer_in_case: Annotated[OfficerInCase | None, BeforeValidator(none_if_blank)] = None
    """Who leads it."""
    incident: Annotated[Incident | None, BeforeValidator(none_if_blank)] = None
    """The incident it began with."""
    children: Annotated[tuple[Child, ...] | None, BeforeValidator(none_if_blank)] = None
    """Every child in the case."""
    people: Annotated[tuple[Person, ...] | None, BeforeValidator(none_if_blank)] = None
    """Adults in the case."""
    narrative: Annotated[tuple[Entry, ...] | None, BeforeValidator(none_if_blank)] = None
    """Dated entries, in the order of the export."""
    flags: Annotated[tuple[Flag, ...] | None, BeforeValidator(none_if_blank)] = None
    """Warning flags on children and people."""
    referrals: Annotated[tuple[Referral, ...] | None, BeforeValidator(none_if_blank)] = None
    """Referrals to other bodies."""
    meetings: Annotated[tuple[Meeting, ...] | None, BeforeValidator(none_if_blank)] = None
    """Meetings between agencies."""
    risk_assessments: Annotated[tuple[RiskAssessment, ...] | None, BeforeValidator(none_if_blank)] = None
    """Risk assessments on forms."""
    notices: Annotated[tuple[Notice, ...] | None, BeforeValidator(none_if_blank)] = None
    """Public protection notices."""
    reviews: Annotated[tuple[Review, ...] | None, BeforeValidator(none_if_blank)] = None
    """Supervisors' reviews."""
    attendances: Annotated[tuple[Attendance, ...] | None, BeforeValidator(none_if_blank)] = None
    """Deployments of officers."""
    missing: Annotated[Missing | None, BeforeValidator(none_if_blank)] = None
    """The missing-person record."""
    police_protection: Annotated[PoliceProtection | None, BeforeValidator(none_if_blank)] = None
    """Police protection, if taken."""
    investigation: Annotated[Investigation | None, BeforeValidator(none_if_blank)] = None
    """The investigation, if there is one."""

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
        # Straight from where a model keeps its private attributes: by way of `self._raw` it takes ten times as long.
        private = self.__pydantic_private__
        raw: Mapping[str, Any] = private["_raw"] if private else {}
        return raw
