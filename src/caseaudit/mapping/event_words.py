"""What systems call the events that wide exports hold as columns of the case, and what each goes into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

EVENTS: Sequence[tuple[str, Mapping[str, Any], Mapping[str, str]]] = (
    (
        "referrals[]",
        {"to": "children_social_care"},
        {
            "made_at": (
                "social referral|referral social|social informed|social worker informed|social referral made|"
                "social referral sent|social notified"
            ),
            "outcome": "social referral outcome|social outcome",
        },
    ),
    (
        "referrals[]",
        {"to": "mash"},
        {
            "made_at": "mash referral|mash|mash referral made|mash submitted|referral mash",
            "outcome": "mash outcome|mash decision",
        },
    ),
    (
        "referrals[]",
        {"to": "nrm"},
        {"made_at": "nrm referral|nrm|nrm submitted", "outcome": "nrm outcome|nrm decision"},
    ),
    ("referrals[]", {"to": "marac"}, {"made_at": "marac referral|referral marac|referred marac"}),
    (
        "referrals[]",
        {"to": "operation_encompass"},
        {"made_at": "encompass|encompass notified|encompass submitted|encompass school notified|school notified"},
    ),
    (
        "meetings[]",
        {"kind": "strategy_meeting"},
        {
            "held_at": "strategy meeting|strategy|strategy meeting held",
            "police_rank": "strategy meeting rank",
            "outcomes_recorded": "strategy minutes|strategy meeting minutes",
        },
    ),
    ("meetings[]", {"kind": "marac"}, {"held_at": "marac|marac meeting|marac heard|marac held"}),
    ("meetings[]", {"kind": "mace"}, {"held_at": "mace|mace meeting|mace panel"}),
    ("meetings[]", {"kind": "icpc"}, {"held_at": "icpc|icpc held|initial child protection conference"}),
    (
        "risk_assessments[]",
        {"kind": "dash"},
        {
            "completed_at": "dash|dash completed|dash submitted",
            "grade": "dash risk|dash grade|dash risk level|dash level",
            "secondary_review_at": "dash secondary review|dash second review",
        },
    ),
    ("risk_assessments[]", {"kind": "dara"}, {"completed_at": "dara|dara completed", "grade": "dara risk|dara grade"}),
    (
        "notices[]",
        {"kind": "ppn"},
        {
            "ref": "ppn reference|ppn",
            "submitted_at": "ppn submitted|ppn|ppn completed|ppn created",
            "supervised_at": "ppn supervisor|ppn checked|ppn supervised|ppn qa",
        },
    ),
    ("attendances[]", {}, {}),
    (
        "flags[]",
        {},
        {
            "kind": "flag type|flag|flag kind",
            "placed_at": "flag placed|flag added|flag start|flag",
            "review_due": "flag review due|flag next review",
            "reviewed_at": "flag reviewed|flag review",
            "removed_at": "flag removed|flag ended",
        },
    ),
    (
        "reviews[]",
        {},
        {
            "reviewed_at": "supervisor review|last supervisor review|sgt review|inspector review|last review",
            "rank": "supervisor rank|reviewer rank|supervisor review rank",
        },
    ),
)
"""What an event goes into, what is known of it, and the headers of its fields."""
