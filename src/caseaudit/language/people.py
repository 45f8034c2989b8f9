"""Who is who in a text: roles, names, ages and pronouns, so that a term can be laid at the right person's door."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from caseaudit.domain.vocabulary import About, PersonRole, Speaker


@dataclass(frozen=True, slots=True)
class Child:
    """What the case file knows of one child; names are for linking only."""

    names: tuple[str, ...] = ()
    age: int | None = None
    sex: str | None = None


@dataclass(frozen=True, slots=True)
class Adult:
    """What the case file knows of one adult."""

    names: tuple[str, ...] = ()
    role: PersonRole | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Everybody the case file names."""

    children: tuple[Child, ...] = ()
    adults: tuple[Adult, ...] = ()


class Role(Enum):
    """What kind of person a word stands for."""

    RECORDER = auto()
    SHE = auto()
    HE = auto()
    THEY = auto()
    PERSON = auto()
    VICTIM = auto()
    CHILD = auto()
    OTHER_CHILD = auto()
    PARENT = auto()
    ADULT = auto()
    SUSPECT = auto()
    THIRD_PARTY = auto()
    OFFICER = auto()


ROLE_CLASSES: tuple[tuple[str, Role], ...] = (
    ("role_self", Role.RECORDER),
    ("role_she", Role.SHE),
    ("role_he", Role.HE),
    ("role_they", Role.THEY),
    ("role_person", Role.PERSON),
    ("role_victim", Role.VICTIM),
    ("role_child", Role.CHILD),
    ("role_other_child", Role.OTHER_CHILD),
    ("role_parent", Role.PARENT),
    ("role_adult", Role.ADULT),
    ("role_suspect", Role.SUSPECT),
    ("role_third_party", Role.THIRD_PARTY),
    ("role_officer", Role.OFFICER),
)
"""The word classes (rubrics/language/words.yaml) that say which words stand for whom."""

PRONOUNS = frozenset({Role.SHE, Role.HE, Role.THEY})
_SPEAKERS: dict[Role, Speaker] = {
    Role.RECORDER: Speaker.RECORD,
    Role.OFFICER: Speaker.RECORD,
    Role.CHILD: Speaker.CHILD,
    Role.VICTIM: Speaker.CHILD,
    Role.PARENT: Speaker.PARENT,
    Role.SUSPECT: Speaker.SUSPECT,
}
_ABOUT: dict[Role, About] = {
    Role.CHILD: About.CHILD,
    Role.VICTIM: About.CHILD,
    Role.OTHER_CHILD: About.OTHER_CHILD,
    Role.PARENT: About.ADULT,
    Role.ADULT: About.ADULT,
    Role.THIRD_PARTY: About.ADULT,
    Role.OFFICER: About.ADULT,
    Role.RECORDER: About.ADULT,
    Role.SUSPECT: About.SUSPECT,
}


def speaker_of(role: Role) -> Speaker:
    """Return whose voice the words of such a person are."""
    return _SPEAKERS.get(role, Speaker.THIRD_PARTY)


def about_of(role: Role) -> About:
    """Return whom a term is about whose subject is such a person."""
    return _ABOUT.get(role, About.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Ref:
    """A word that stands for a person."""

    start: int
    end: int
    role: Role
    sex: str | None = None
    oblique: bool = False
    """Stands after a preposition or as a possessive: rarely the subject of what follows."""
    child: int | None = None
    """Index of the child in the case file, when named."""
