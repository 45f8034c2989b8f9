"""What the values of picklists mean in the case file: the contract's own words, and what systems write for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from caseaudit.domain.blank import words
from caseaudit.mapping.cells import folded

Rules = Sequence[tuple[str, str]]

_CASE_TYPES: Rules = (
    (
        r"(on ?line|internet|cyber|social media|webcam|digital).*(cse|sexual|groom|exploit|iioc|indecent)",
        "online_child_sexual_exploitation",
    ),
    (
        (
            r"(cse|sexual|groom|exploit|indecent).*(on ?line|internet|cyber|social media|webcam)"
            r"|\biioc\b|\bocse\b|\bocsa\b|\bocsea\b|sextort|indecent image"
        ),
        "online_child_sexual_exploitation",
    ),
    (r"\bcse\b|child sex\w* exploit|sexual exploitation", "child_sexual_exploitation"),
    (
        r"\bcce\b|criminal(ly)? exploit|county lines?|modern slavery.*child|child.*modern slavery",
        "child_criminal_exploitation",
    ),
    (r"police protection|\bs ?46\b|section 46|\bpp taken\b|\bppo\b", "police_protection"),
    (
        r"concern (for|of|re) (safety|welfare)|\bcfs\b|\bcfw\b|welfare (check|concern)|safe and well",
        "concern_for_safety",
    ),
    (r"missing|misper|\bmfh\b|\babsent\b|abscond", "missing"),
    (
        r"child death|sudic|\bsudi\b|sudden (unexpected )?(infant )?death|unexpected death|sudden death child",
        "child_death",
    ),
    (r"\bppn\b|public protection notice|\bvpa\b|\bvpn\b|vulnerab\w+ (assessment|notice)|\bpvp\b", "ppn"),
    (r"custody|detained|detention|arrested child", "child_in_custody"),
    (r"domestic|\bda\b|\bdv\b|\bdash\b|\bdasv\b|controlling.*coercive|coercive", "domestic_abuse"),
    (
        (
            r"neglect|child abuse|abuse neglect|cruelty|non accidental|\bnai\b|child protection|\bcp\b|physical abuse"
            r"|emotional abuse|child assault|assault.*child|sexual abuse|rape|sexual assault|sexual offence|\bcsa\b"
        ),
        "child_abuse_or_neglect",
    ),
    (r"^(other|misc\w*|not classified|none of|general|unclassified).*", "other"),
)
_CHILD_ROLES: Rules = (
    (r"suspect|offender|perpetrator|accused|\bsus\b", "suspect"),
    (r"witness|\bwit\b|present", "witness"),
    (r"victim|\bvic\b|aggrieved|injured (party|person)|\bip\b", "victim"),
    (
        (
            r"subject|child|missing|misper|young person|juvenile|person at risk|vulnerable|concern"
            r"|sibling|detainee|detained"
        ),
        "subject",
    ),
)
_PERSON_ROLES: Rules = (
    (r"suspect|offender|perpetrator|accused|arrested|\bsus\b|named", "suspect"),
    (r"foster|carer|kinship", "carer"),
    (r"parent|mother|father|\bmum\b|\bdad\b|step(mother|father)", "parent"),
    (r"guardian", "carer"),
    (r"victim|\bvic\b|aggrieved|injured (party|person)|\bip\b", "victim"),
    (r"witness|\bwit\b", "witness"),
    (
        (
            r"other|associate|household|report|inform|caller|complainant|relative|family|involved"
            r"|professional|social worker|sibling"
        ),
        "other",
    ),
)
_ENTRY_KINDS: Rules = (
    (r"strat\w*|minutes|conference|meeting|\bicpc\b", "strategy_minutes"),
    (r"superv|\bsupv?\b|sgt review|inspector review|review", "supervision"),
    (r"\bdash\b|\bdara\b", "dash"),
    (r"debrief|return (home )?interview|\brhi\b|prevention interview", "debrief"),
    (r"misper|missing", "missing_report"),
    (r"\bppn\b|public protection|notice|\bvpa\b", "ppn"),
    (r"crime|\bmo\b|modus|\bcr\b|circ\w*|offence|summary|report$", "crime_report"),
    (r"\blogs?\b|\boels?\b|enquir\w*|entry|update|note|action|incident|\bcad\b|contact|rationale|text|comment", "log"),
    (r"other|misc", "other"),
)
_REFERRALS: Rules = (
    (r"\bmash\b|multi agency safeguarding hub|front door", "mash"),
    (r"encompass|school", "operation_encompass"),
    (
        (
            r"social|\bcsc\b|children s services|childrens services|local authority"
            r"|emergency duty|\bedt\b|\bcyps\b|\bcss\b"
        ),
        "children_social_care",
    ),
    (r"\bnrm\b|national referral|first responder", "nrm"),
    (r"\bmarac\b", "marac"),
    (r"victim support|\bidva\b|\bisva\b|witness care|victim service", "victim_support"),
    (r"health|\bgp\b|\bnhs\b|hospital|camhs|midwi|paediatric|ambulance", "health"),
    (r"other|housing|education|probation|charity|youth", "other"),
)
_MEETINGS: Rules = (
    (r"strat\w*|\bs ?47\b", "strategy_meeting"),
    (r"\bmarac\b", "marac"),
    (r"\bmace\b|exploitation (panel|meeting)", "mace"),
    (r"\bicpc\b|child protection conference|initial conference|conference", "icpc"),
    (r"joint (home )?visit|joint", "joint_visit"),
    (r"professional|multi agency|\bmdt\b|core group|network", "professionals"),
)
_ASSESSMENTS: Rules = (
    (r"\bdash\b", "dash"),
    (r"\bdara\b", "dara"),
    (r"\bthrive\b", "thrive"),
    (r"missing|misper", "missing"),
    (r"exploit|\bcse\b|\bcce\b|\bcset\b|screening tool", "exploitation"),
    (r"\bppn\b|vulnerab|\bvpa\b", "ppn"),
    (r"other", "other"),
)
_RECORDED_AS: Rules = (
    (r"no apparent risk|\bnar\b|absent", "no_apparent_risk"),
    (r"concern (for|of) (safety|welfare)|\bcfs\b", "concern_for_safety"),
    (r"missing|misper", "missing"),
)
_STATUSES: Rules = (
    (r"not pursued|not proportionate|no further|\bnfa\b|declined|cancelled|discontinued|abandoned", "not_pursued"),
    (
        r"^(open|o s|outstanding|ongoing|on going|in progress|pending|active|not started|awaiting.*)$|outstanding",
        "open",
    ),
    (r"complete|closed|done|finished|negative|positive|result|^(c|comp)$", "completed"),
)
_SOURCES: Rules = ((r"self|sde|child|parent", "self_defined"), (r"officer|observed|ode", "officer_defined"))
_PPN: Rules = ((r"\bppn\b|public protection|notice|\bvpa\b|\bpvp\b", "ppn"),)

RULES: Mapping[tuple[str, str], Rules] = {
    ("case", "case_type"): _CASE_TYPES,
    ("children[]", "role"): _CHILD_ROLES,
    ("children[]", "ethnicity_source"): _SOURCES,
    ("people[]", "role"): _PERSON_ROLES,
    ("narrative[]", "kind"): _ENTRY_KINDS,
    ("referrals[]", "to"): _REFERRALS,
    ("meetings[]", "kind"): _MEETINGS,
    ("risk_assessments[]", "kind"): _ASSESSMENTS,
    ("notices[]", "kind"): _PPN,
    ("missing", "recorded_as"): _RECORDED_AS,
    ("investigation.lines_of_enquiry[]", "status"): _STATUSES,
}
"""What rows go into and the field -> the first pattern that a value fits, in lower-case words, and what it means."""

_SPLITS: Mapping[str, Rules] = {
    "forms": (
        (r"\bppn\b|public protection notice|\bvpa\b|\bpvp\b", "notices[]"),
        (r"superv|review", "reviews[]"),
        (r"\bdash\b|\bdara\b|\bthrive\b|risk|assessment|screening|exploit|tool", "risk_assessments[]"),
        (r"referral|\bnrm\b|encompass", "referrals[]"),
        (r"strat|\bmarac\b|\bmace\b|conference|meeting", "meetings[]"),
        (r"marker|flag|warning", "flags[]"),
    ),
    "items": (
        (r"line of|enquiry|\bloe\b", "investigation.lines_of_enquiry[]"),
        (r"device|exhibit|phone|handset|laptop|computer|seiz", "investigation.devices[]"),
        (r"identifier|user ?name|account|e mail|\bip\b|number", "investigation.suspect_identifiers[]"),
    ),
    "episodes": (
        (r"previous|past|histor|prior|earlier", "missing.previous_episodes[]"),
        (r"current|this|present|latest|live", "missing"),
    ),
}
_CHILD = re.compile(r"child|u18|under 18|juvenile|young person|misper|missing|minor|\byp\b|subject")
_ADULT = re.compile(
    r"adult|parent|mother|father|carer|guardian|report|inform|caller|professional|suspect|offender|perpetrator|named|accused"
)


def translated(into: str, path: str, value: str) -> str | None:
    """Say what a value means in a field of a closed list; None where nothing is known of it."""
    rules = RULES.get((into, path.rpartition(".")[2] if into == "missing" else path))
    return _first(rules, words(value)) if rules else None


def goes_into(family: str, value: str) -> str | None:
    """Say what rows of this type go into, in a table that mixes several."""
    return _first(_SPLITS[family], words(value))


def families() -> tuple[str, ...]:
    """Return the kinds of tables that mix several things."""
    return tuple(_SPLITS)


def is_about_child(value: str) -> bool | None:
    """Say whether a person's role is one of children or of adults; None where either could be."""
    said = words(value)
    if _CHILD.search(said):
        return not re.search(r"parent|mother|father|adult", said)
    return False if _ADULT.search(said) else None


@lru_cache(maxsize=4096)
def _search(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None


def _first(rules: Rules, text: str) -> str | None:
    for _, value in rules:
        if text == value.replace("_", " "):
            return value
    return next((value for pattern, value in rules if _search(pattern, text)), None)


def same(value: str, option: str) -> bool:
    """Say whether a value of the export is the case file's own, without a picklist."""
    return folded(value).replace(" ", "_").replace("-", "_") == option
