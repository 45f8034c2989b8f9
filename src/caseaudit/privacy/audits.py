"""A case's audit under pseudonyms: what was found stays, who it was about is known only to who holds the key.

What is the rubric's own (remedy, scope, why, preferred) stays as it is: masks in words that everybody can look up would
tell what they hide.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from caseaudit.domain.audit import Accepted, CaseAudit, Evidence, Finding, Override, Source
from caseaudit.domain.case_file import CaseFile
from caseaudit.privacy.accounts import (
    pseudonymised_aside,
    pseudonymised_expired,
    pseudonymised_input,
    pseudonymised_notices,
)
from caseaudit.privacy.dates import moved_value
from caseaudit.privacy.key import file_reference
from caseaudit.privacy.masking import Masks, Pseudonyms
from caseaudit.privacy.values import Values, plain_path

__all__ = [
    "Pseudonyms",
    "pseudonymised",
    "pseudonymised_aside",
    "pseudonymised_expired",
    "pseudonymised_input",
    "pseudonymised_notices",
]

_NARRATIVE = re.compile(r"narrative\[(\d+)\]\.text")
_CUT_AT = 57
"""Characters of a value that a reason shows before it cuts it (`checks.words.LONGEST`, less the dots)."""


def pseudonymised(audit: CaseAudit, case: CaseFile, pseudonyms: Pseudonyms) -> CaseAudit:
    """Return the audit of `case` without names and references. Outcomes, counts and scores are the same.

    Where a mask stands in a quote, `start` and `end` are None: they are places in a text that nobody else has.
    """
    values = Values(Masks(case, pseudonyms))
    return replace(
        audit,
        case_id=pseudonyms.key.reference("case", audit.case_id.strip()),
        source=_source(audit.source, pseudonyms),
        findings=tuple(_finding(finding, values) for finding in audit.findings),
    )


def _source(source: Source | None, pseudonyms: Pseudonyms) -> Source | None:
    """Key the file's name, which may be somebody's; system, table and row stay."""
    if source is None or source.file is None:
        return source
    return replace(source, file=file_reference(source.file, pseudonyms.key))


def _finding(finding: Finding, values: Values) -> Finding:
    evidence = tuple(_evidence(one, values) for one in finding.evidence)
    shown = [pair for old, new in zip(finding.evidence, evidence, strict=True) for pair in _shown(old.value, new.value)]
    reason, subject = values.masks.ours(finding.reason, shown), values.subject(finding.subject)
    same = reason == finding.reason and subject == finding.subject and not evidence
    if same and finding.override is None and finding.accepted is None:
        return finding
    return Finding(
        finding.criterion,
        subject,
        finding.outcome,
        reason,
        finding.remedy,
        finding.severity,
        finding.escalate,
        finding.basis,
        finding.decided_by,
        _override(finding.override, values),
        finding.fault,
        finding.scope,
        evidence,
        _accepted(finding.accepted, values),
    )


def _shown(old: Any, new: Any) -> list[tuple[str, str]]:
    """Pair the forms in which a reason shows a value with what the value became."""
    if not (isinstance(old, str) and isinstance(new, str)) or old == new or len(old.strip()) < 2:  # noqa: PLR2004
        return []
    short = new if len(new) <= _CUT_AT else f"{new[:_CUT_AT]}..."
    cut = [(f"{old[:_CUT_AT]}...", short)] if len(old) > _CUT_AT else []
    return [*cut, (old, new), (old.strip(), new)]


def _evidence(evidence: Evidence, values: Values) -> Evidence:
    entry_id, value = evidence.entry_id, evidence.value
    quote, sentence = _words(evidence, values.masks) if evidence.quote or evidence.sentence else (evidence.quote, None)
    kept = quote == evidence.quote
    return Evidence(
        plain_path(evidence.path),
        values.reference("entry", entry_id) if entry_id else entry_id,
        evidence.start if kept else None,
        evidence.end if kept else None,
        quote,
        evidence.concept,
        evidence.status,
        evidence.speaker,
        evidence.preferred,
        values.value(evidence.path, value) if value is not None else None,
        evidence.term,
        evidence.tier,
        evidence.why,
        sentence,
        evidence.basis,
        evidence.confidence,
        evidence.contrary,
    )


def _words(evidence: Evidence, masks: Masks) -> tuple[str | None, str | None]:
    """Mask quote and sentence as parts of the entry that they stand in, so that what stands around them is heard."""
    quote, sentence, start, end = evidence.quote, evidence.sentence, evidence.start, evidence.end
    place = _NARRATIVE.fullmatch(evidence.path)
    whole = masks.entry(int(place[1])) if place else None
    if whole is None or start is None or end is None or whole.text[start:end] != quote:
        return quote and str(masks.free(quote)), sentence and str(masks.free(sentence))
    if sentence:
        at = whole.text.find(sentence, max(0, start - len(sentence)))
        sentence = whole.cut(at, at + len(sentence)) if at >= 0 else str(masks.free(sentence))
    return whole.cut(start, end), sentence


def _override(override: Override | None, values: Values) -> Override | None:
    if override is None:
        return None
    dates, days = values.masks.pseudonyms.dates, values.masks.days
    return replace(
        override,
        by=values.reference("officer", override.by),
        at=moved_value(override.at, dates, days),
        reason=str(values.masks.free(override.reason)),
    )


def _accepted(accepted: Accepted | None, values: Values) -> Accepted | None:
    """The day until which an exception holds is no date of the case, and stays."""
    if accepted is None:
        return None
    reason = str(values.masks.free(accepted.reason))
    return replace(accepted, reason=reason, author=values.reference("officer", accepted.author))
