"""The picklists in words that any reader of a police audit knows: outcomes, severities, case types, voices."""

from __future__ import annotations

from caseaudit.domain.vocabulary import Basis, CaseType, Outcome, Severity, Speaker, Status

FAULT = "Fault"
"""Shown in place of an outcome when a check failed."""

OUTCOMES: dict[Outcome, str] = {
    Outcome.MET: "Met",
    Outcome.PARTLY_MET: "Partly met",
    Outcome.NOT_MET: "Not met",
    Outcome.NOT_APPLICABLE: "Not applicable",
    Outcome.CANNOT_ASSESS: "Cannot assess",
}

OUTCOME_MEANINGS: dict[Outcome | None, str] = {
    Outcome.MET: "The record shows that what the criterion asks for was done.",
    Outcome.PARTLY_MET: "The record shows some of it, or shows it late. Counted as assessed.",
    Outcome.NOT_MET: "The record shows that it was not done, or leaves blank what had to be filled in.",
    Outcome.NOT_APPLICABLE: "The criterion does not concern this case, or is not yet due. In no rate.",
    Outcome.CANNOT_ASSESS: "The export lacks the field, or the text cannot settle it. A person must look. In no rate.",
    None: "A check failed inside caseaudit. This says nothing about the case. In no count and no rate.",
}

SEVERITIES: dict[Severity, str] = {
    Severity.CRITICAL: "Critical",
    Severity.HIGH: "High",
    Severity.MEDIUM: "Medium",
    Severity.LOW: "Low",
}

CASE_TYPES: dict[CaseType, str] = {
    CaseType.DOMESTIC_ABUSE: "Domestic abuse",
    CaseType.MISSING: "Missing child",
    CaseType.CONCERN_FOR_SAFETY: "Concern for safety",
    CaseType.POLICE_PROTECTION: "Police protection",
    CaseType.CHILD_SEXUAL_EXPLOITATION: "Child sexual exploitation",
    CaseType.ONLINE_CHILD_SEXUAL_EXPLOITATION: "Online child sexual exploitation",
    CaseType.CHILD_CRIMINAL_EXPLOITATION: "Child criminal exploitation",
    CaseType.CHILD_ABUSE_OR_NEGLECT: "Child abuse or neglect",
    CaseType.CHILD_DEATH: "Child death",
    CaseType.PPN: "Public protection notice",
    CaseType.CHILD_IN_CUSTODY: "Child in custody",
    CaseType.OTHER: "Other",
}

BASES: dict[Basis, str] = {
    Basis.FIELD: "Recorded fields",
    Basis.PATTERN: "Wording of the record",
    Basis.MODEL: "Second reader",
    Basis.BOTH: "Wording and second reader",
    Basis.AUDITOR: "For a person to judge",
}

STATUSES: dict[Status, str] = {
    Status.AFFIRMED: "Said to be so",
    Status.NEGATED: "Said not to be so",
    Status.PLANNED: "Planned",
    Status.HYPOTHETICAL: "Possible",
    Status.HISTORICAL: "In the past",
    Status.OTHER: "Other",
}

SPEAKERS: dict[Speaker, str] = {
    Speaker.RECORD: "The record's own voice",
    Speaker.CHILD: "The child",
    Speaker.PARENT: "A parent or carer",
    Speaker.THIRD_PARTY: "Somebody else",
    Speaker.SUSPECT: "The suspect",
    Speaker.GUIDANCE: "Guidance quoted",
}

MODES: dict[str, str] = {
    "machine": "Settled from recorded fields",
    "cue": "Cues found in text, for a person to confirm",
    "auditor": "Only a person can judge it",
}

COUNTED: dict[str, str] = {"not_met": "Not met", "short": "Partly or not met"}
"""What a rate counts."""

_ACRONYMS = {"dash": "DASH", "mash": "MASH", "marac": "MARAC", "ppn": "PPN", "caid": "CAID", "nrm": "NRM"}


def outcome(value: Outcome | None) -> str:
    """`Met`, `Partly met`, `Not met`, `Not applicable`, `Cannot assess`, or `Fault` for a check that failed."""
    return FAULT if value is None else OUTCOMES[value]


def humanise(identifier: str) -> str:
    """`return-interview` as `Return interview`, `voice.demeanour` as `Voice: demeanour`: for what has no title."""
    identifier = identifier.replace(".", ": ").replace("/", ": ")
    parts = [_ACRONYMS.get(part, part) for part in identifier.replace("-", " ").replace("_", " ").split()]
    text = " ".join(parts)
    return text[:1].upper() + text[1:]
