"""What the author of each case intends every criterion of `dip-sample` to come to, written beside the case."""

from __future__ import annotations

CRITERIA = (
    "ethnicity-recorded",
    "disability-recorded",
    "disability-consistent",
    "no-victim-blaming-language",
    "missing-recorded-correctly",
    "missing-record-complete",
    "child-still-missing",
    "return-interview",
    "designated-officer-oversight",
    "prompt-deployment",
    "police-protection-within-72h",
    "ppn-submitted",
    "body-worn-video-used",
    "voice-of-child-recorded",
    "demeanour-recorded",
    "appearance-recorded",
    "living-conditions-recorded",
    "warning-flag-on-child",
    "warning-flag-on-person-posing-risk",
    "flags-reviewed",
    "risk-assessment-completed",
    "operation-encompass-notified",
    "operation-encompass-before-next-school-day",
    "referral-made",
    "information-shared-with-social-care",
    "strategy-meeting-held",
    "allocated-to-trained-investigator",
    "child-death-led-by-specialist",
    "suspect-identifiers-pursued",
    "other-children-considered",
    "suspect-with-child-contact-no-action",
    "lines-of-enquiry-complete",
    "victim-seen-promptly",
    "devices-secured",
    "images-on-caid",
    "supervisor-review-7-days",
    "supervisor-review-28-days",
    "inspector-review-56-days",
    "victim-needs-assessment",
)

OUTCOMES = ("met", "partly_met", "not_met", "not_applicable", "cannot_assess")

_LETTERS = {"m": "met", "p": "partly_met", "n": "not_met", "a": "not_applicable", "c": "cannot_assess"}

_EVERY_CASE = "ethnicity-recorded:m disability-recorded:m no-victim-blaming-language:m voice-of-child-recorded:m "
_INVESTIGATION = (
    "allocated-to-trained-investigator:m supervisor-review-7-days:m supervisor-review-28-days:m "
    "inspector-review-56-days:m victim-seen-promptly:m victim-needs-assessment:m "
)
_HOME_VISIT = "demeanour-recorded:m appearance-recorded:m living-conditions-recorded:m "
_SHARED = "referral-made:m information-shared-with-social-care:m strategy-meeting-held:m "
_EXPLOITATION = (
    _EVERY_CASE
    + _INVESTIGATION
    + _SHARED
    + "warning-flag-on-child:m warning-flag-on-person-posing-risk:m other-children-considered:m "
)

_BY_TYPE = {
    "domestic_abuse": _EVERY_CASE
    + _INVESTIGATION
    + _HOME_VISIT
    + "living-conditions-recorded:n ppn-submitted:m body-worn-video-used:m risk-assessment-completed:m "
    "operation-encompass-notified:m operation-encompass-before-next-school-day:m "
    "suspect-with-child-contact-no-action:m",
    "police_protection": _EVERY_CASE
    + _HOME_VISIT
    + _SHARED
    + "designated-officer-oversight:m prompt-deployment:m police-protection-within-72h:m",
    "child_sexual_exploitation": _EXPLOITATION,
    "child_criminal_exploitation": _EXPLOITATION,
    "online_child_sexual_exploitation": _EVERY_CASE
    + _INVESTIGATION
    + "warning-flag-on-child:n referral-made:n information-shared-with-social-care:n strategy-meeting-held:n "
    "allocated-to-trained-investigator:n suspect-identifiers-pursued:n other-children-considered:n "
    "devices-secured:n images-on-caid:n",
    "child_abuse_or_neglect": _EVERY_CASE
    + _INVESTIGATION
    + _HOME_VISIT
    + _SHARED
    + "suspect-with-child-contact-no-action:m",
    "child_death": _EVERY_CASE + "voice-of-child-recorded:a strategy-meeting-held:m child-death-led-by-specialist:m "
    "allocated-to-trained-investigator:m supervisor-review-7-days:m supervisor-review-28-days:m "
    "inspector-review-56-days:m",
    "missing": _EVERY_CASE
    + "missing-recorded-correctly:m missing-record-complete:m child-still-missing:m return-interview:m",
    "concern_for_safety": _EVERY_CASE + _HOME_VISIT + "missing-recorded-correctly:m",
    "ppn": _EVERY_CASE,
    "child_in_custody": _EVERY_CASE,
    "other": _EVERY_CASE + "voice-of-child-recorded:a",
}


def intended(case_type: str, changes: str) -> dict[str, str]:
    """Every criterion's intended outcome: not applicable, then what the case type brings, then this case's own changes.

    `changes` is words of the form `criterion:letter`, the letters m, p, n, a and c.
    """
    outcomes = dict.fromkeys(CRITERIA, "not_applicable")
    for word in f"{_BY_TYPE[case_type]} {changes}".split():
        criterion, _, letter = word.partition(":")
        if criterion not in outcomes:
            raise KeyError(f"{criterion} is not a criterion of dip-sample")
        outcomes[criterion] = _LETTERS[letter]
    return outcomes
