"""The picklists of the contract, as enums. Their values are what JSON holds; `groups` names sets of case types."""

from __future__ import annotations

from enum import StrEnum


class CaseType(StrEnum):
    """What kind of case a file is about. Any other value sets the record aside."""

    DOMESTIC_ABUSE = "domestic_abuse"
    MISSING = "missing"
    CONCERN_FOR_SAFETY = "concern_for_safety"
    POLICE_PROTECTION = "police_protection"
    CHILD_SEXUAL_EXPLOITATION = "child_sexual_exploitation"
    ONLINE_CHILD_SEXUAL_EXPLOITATION = "online_child_sexual_exploitation"
    CHILD_CRIMINAL_EXPLOITATION = "child_criminal_exploitation"
    CHILD_ABUSE_OR_NEGLECT = "child_abuse_or_neglect"
    CHILD_DEATH = "child_death"
    PPN = "ppn"
    CHILD_IN_CUSTODY = "child_in_custody"
    OTHER = "other"


CASE_TYPE_GROUPS: dict[str, frozenset[CaseType]] = {
    "all": frozenset(CaseType),
    "exploitation": frozenset(
        {
            CaseType.CHILD_SEXUAL_EXPLOITATION,
            CaseType.ONLINE_CHILD_SEXUAL_EXPLOITATION,
            CaseType.CHILD_CRIMINAL_EXPLOITATION,
        }
    ),
    "safeguarding": frozenset(CaseType) - {CaseType.PPN, CaseType.CHILD_IN_CUSTODY, CaseType.OTHER},
    "home_visits": frozenset(
        {
            CaseType.DOMESTIC_ABUSE,
            CaseType.CHILD_ABUSE_OR_NEGLECT,
            CaseType.POLICE_PROTECTION,
            CaseType.CONCERN_FOR_SAFETY,
        }
    ),
}
"""Names that a rubric may use for several case types at once (contract, section 1)."""


class ChildRole(StrEnum):
    """A child's part in the case."""

    VICTIM = "victim"
    WITNESS = "witness"
    SUBJECT = "subject"
    SUSPECT = "suspect"


class PersonRole(StrEnum):
    """An adult's part in the case."""

    SUSPECT = "suspect"
    PARENT = "parent"
    CARER = "carer"
    VICTIM = "victim"
    WITNESS = "witness"
    OTHER = "other"


class EntryKind(StrEnum):
    """What kind of document a narrative entry comes from."""

    LOG = "log"
    PPN = "ppn"
    CRIME_REPORT = "crime_report"
    MISSING_REPORT = "missing_report"
    DEBRIEF = "debrief"
    SUPERVISION = "supervision"
    DASH = "dash"
    STRATEGY_MINUTES = "strategy_minutes"
    OTHER = "other"


class ReferralTo(StrEnum):
    """Whom a referral went to."""

    CHILDREN_SOCIAL_CARE = "children_social_care"
    MASH = "mash"
    NRM = "nrm"
    MARAC = "marac"
    OPERATION_ENCOMPASS = "operation_encompass"
    VICTIM_SUPPORT = "victim_support"
    HEALTH = "health"
    OTHER = "other"


class MeetingKind(StrEnum):
    """What kind of meeting was held."""

    STRATEGY_MEETING = "strategy_meeting"
    MARAC = "marac"
    MACE = "mace"
    ICPC = "icpc"
    JOINT_VISIT = "joint_visit"
    PROFESSIONALS = "professionals"


class RiskAssessmentKind(StrEnum):
    """Which risk assessment was made."""

    DASH = "dash"
    DARA = "dara"
    THRIVE = "thrive"
    MISSING = "missing"
    PPN = "ppn"
    EXPLOITATION = "exploitation"
    OTHER = "other"


class RecordedAs(StrEnum):
    """How a missing child was recorded."""

    MISSING = "missing"
    CONCERN_FOR_SAFETY = "concern_for_safety"
    NO_APPARENT_RISK = "no_apparent_risk"


class EnquiryStatus(StrEnum):
    """Where a line of enquiry stands."""

    OPEN = "open"
    COMPLETED = "completed"
    NOT_PURSUED = "not_pursued"


class NoticeKind(StrEnum):
    """Which notice was submitted."""

    PPN = "ppn"


class Outcome(StrEnum):
    """What a criterion came to; the order of `WORST_FIRST` ranks them for a case with several subjects."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_ASSESS = "cannot_assess"


WORST_FIRST: tuple[Outcome, ...] = (
    Outcome.NOT_MET,
    Outcome.PARTLY_MET,
    Outcome.CANNOT_ASSESS,
    Outcome.MET,
    Outcome.NOT_APPLICABLE,
)


class Severity(StrEnum):
    """How much a not-met finding matters, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Basis(StrEnum):
    """What a verdict rests on."""

    FIELD = "field"
    PATTERN = "pattern"
    MODEL = "model"
    BOTH = "both"
    AUDITOR = "auditor"


class Status(StrEnum):
    """What the record says of a mentioned thing: it is so, is not, will be, might be, was once, or none of these."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    HISTORICAL = "historical"
    OTHER = "other"


class Speaker(StrEnum):
    """Whose voice a mention is in. `record` is the writer of the entry."""

    RECORD = "record"
    CHILD = "child"
    PARENT = "parent"
    THIRD_PARTY = "third_party"
    SUSPECT = "suspect"
    GUIDANCE = "guidance"


class Stance(StrEnum):
    """What the record does with wording it reports."""

    ADOPTED = "adopted"
    UNCHALLENGED = "unchallenged"
    CHALLENGED = "challenged"


class About(StrEnum):
    """Whom a mention is about."""

    CHILD = "child"
    OTHER_CHILD = "other_child"
    ADULT = "adult"
    SUSPECT = "suspect"
    UNKNOWN = "unknown"


class Tier(StrEnum):
    """How sure the guides are of a term: red nearly always a fault, amber needs context, note is style or contested."""

    RED = "red"
    AMBER = "amber"
    NOTE = "note"


ACTIONS = (
    "referral",
    "strategy_meeting",
    "warning_flag",
    "body_worn_video",
    "ppn",
    "operation_encompass",
    "caid",
    "victim_needs_assessment",
    "device_seized",
    "nrm",
    "return_interview",
    "supervisor_review",
    "lines_of_enquiry_outstanding",
    "designated_officer",
)
"""Actions that a narrative may tell of, as the labelling guide names them: what follows the dot of `action.<name>`."""
