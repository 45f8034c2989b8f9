"""The words for a disability as data: families of need, and what stands for yes, no, not known and declined.

Sources: the Department for Education's codes for children in need, the categories of the online crime report, and the
answers and diagnoses that local picklists use. Everything is keyed by `blank.words`.
"""

from __future__ import annotations

TYPES: dict[str, tuple[str, ...]] = {
    "mobility": (
        *("mob", "mobility", "mobility difficulties", "wheelchair", "wheelchair user", "cerebral palsy"),
        *("muscular dystrophy", "spina bifida"),
    ),
    "hand_function": ("hand", "hand function", "dexterity", "manual dexterity"),
    "personal_care": ("pc", "personal care"),
    "incontinence": ("inc", "incontinence"),
    "communication": (
        *("comm", "communication", "communication difficulties", "communication needs", "speech and language"),
        *("speech", "speech language and communication needs", "slcn", "non verbal", "nonverbal", "stammer"),
        *("selective mutism", "speech impairment", "speech and language difficulties", "speech and language delay"),
    ),
    "learning": (
        *(
            "ld",
            "learning",
            "learning difficulty",
            "learning difficulties",
            "learning disability",
            "mld",
            "sld",
            "pmld",
        ),
        *("learning disabilities", "moderate learning difficulties", "severe learning difficulties", "spld"),
        *("specific learning difficulty", "specific learning difficulties", "dyslexia", "dyscalculia", "dyspraxia"),
        *("downs syndrome", "down syndrome", "downs", "global developmental delay", "gdd", "developmental delay"),
        *("learning difficulties and disabilities", "profound and multiple learning difficulties"),
    ),
    "hearing": (
        *("hear", "hearing", "hearing impairment", "hearing impaired", "hearing loss", "deaf", "hard of hearing"),
        *("partially deaf", "profoundly deaf", "deafness"),
    ),
    "vision": (
        *("vis", "vision", "visual", "visual impairment", "visually impaired", "vision impairment", "sight loss"),
        *("blind", "partially sighted", "partial sight", "registered blind", "sight impairment"),
    ),
    "behaviour": (
        "beh",
        "behaviour",
        "behavioural",
        "behavioural difficulties",
        "semh",
        "oppositional defiant disorder",
    ),
    "adhd": ("adhd", "add", "attention deficit hyperactivity disorder", "attention deficit disorder"),
    "consciousness": ("con", "consciousness", "epilepsy", "epileptic", "seizures", "fits and seizures"),
    "autism": (
        *("aut", "autism", "autistic", "asd", "asc", "autism spectrum disorder", "autistic spectrum disorder"),
        *("autism spectrum condition", "autistic spectrum condition", "aspergers", "aspergers syndrome"),
        *("autism asperger syndrome", "autism or asperger syndrome", "asperger syndrome", "autism aspergers syndrome"),
    ),
    "mental_health": (
        *("mental health", "mental health psychological", "mental health or psychological", "psychological"),
        *("mental ill health", "mental illness", "mental health condition", "depression", "anxiety", "ptsd"),
        *("mental health difficulties", "mental health issues", "mental health needs", "anxiety and depression"),
    ),
    "physical": ("physical", "physical disability", "physical impairment", "physically disabled"),
    "sensory": ("sensory", "sensory impairment", "sensory processing disorder"),
    "other": ("dda", "other", "other disability", "other dda", "other disability or illness", "long term illness"),
}
"""Families of need and the folded codes, picklist labels and common diagnoses that name them."""

TYPE_OF = {name: family for family, names in TYPES.items() for name in names}
YES = frozenset(
    {"y", "yes", "true", "disabled", "registered disabled", "has a disability", "has disability", "yes disabled"}
)
NO = frozenset(
    {
        *("n", "no", "false", "none", "nil", "no disability", "no disabilities", "not disabled", "no known disability"),
        *("no known disabilities", "none known", "none disclosed", "none declared", "none reported", "nil known"),
        *("no none", "no disability disclosed", "does not have a disability", "no impairment", "no disability known"),
    }
)
NOT_KNOWN = frozenset(
    {
        *("not known", "unknown", "u k", "unk", "n k", "nk", "dont know", "i dont know", "do not know", "unsure"),
        *("not sure", "not yet known", "not asked", "not stated", "not yet obtained", "not yet established"),
        *("undetermined", "to be established", "unable to establish", "disability unknown", "disability not known"),
    }
)
DECLINED = frozenset(
    {
        *("declined", "declines", "refused", "information refused", "person declined", "child declined", "pnts"),
        *("prefer not to say", "prefers not to say", "preferred not to say", "rather not say", "would not say"),
        *("does not wish to say", "did not wish to say", "parent declined", "not disclosed"),
    }
)
NOT_KNOWN_OPENINGS = (
    "type not ",
    "type unknown",
    "details not ",
    "details unknown",
    "nature not ",
    "no further detail",
)
DECLINED_OPENINGS = ("refused to ", "declined to ", "declines to ", "decline to ", "prefer not to ", "prefers not to ")
