"""Values of a case file under pseudonyms: references keyed, names masked, times as asked, officers by reference."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from caseaudit.privacy.dates import BIRTH, DATE, moved_value
from caseaudit.privacy.key import Kind
from caseaudit.privacy.known import NAME, SCHOOL, ids_of, reference_of
from caseaudit.privacy.masking import Masks
from caseaudit.privacy.words import FIRST_NAMES, NOT_NAMES

_PLACE = re.compile(r"(?:children|people)\[\d+\]")
_STEP = re.compile(r"[^.\[\]]+")
_PLAIN_STEP = re.compile(r"[A-Za-z_]{1,40}")
_ISO_TIME = re.compile(r"\s*\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?\s*", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_][\w'\u2019-]*")
_COLLAR = re.compile(r"(?:[A-Z]{1,6}[ ]?)?\d{2,8}[A-Z]{0,3}", re.IGNORECASE)
_KIND_OF_FIELD: dict[str, Kind] = {
    "case_id": "case",
    "linked": "case",
    "child_id": "child",
    "child_ids": "child",
    "person_id": "person",
    "person_ref": "reference",
    "officer_ref": "officer",
    "entry_id": "entry",
    "ref": "reference",
    "system_ref": "reference",
}
_WHOLE = {"names": NAME, "name": NAME, "date_of_birth": BIRTH, "dob": BIRTH, "school": SCHOOL}
_OFFICER_FIELDS = re.compile(
    r"officer|author|supervis|reviewer|allocated_(?:role|to)|police_rank|(?:^|\.)owner$|reviews?\[?\]?\.rank"
)
_PROSE = re.compile(
    r"title|text|description|reason|outcome|detail|summary|note|comment|address|place|location|nickname|alias|circumstance"
)
"""Fields in which people write sentences: there a capital may be all that tells a name."""


@dataclass(slots=True)
class Values:
    """The values of one case."""

    masks: Masks
    _kinds: dict[str, Kind] = field(default_factory=dict)
    """The kind of each reference of the case; of a value that stands for a child and for an adult the child's."""

    _grown: frozenset[str] = frozenset()
    """References of adults that are no child's."""
    _keyed: dict[tuple[Kind, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note which references are whose."""
        case = self.masks.case
        children = {child.child_id for child in case.children or ()}
        self._grown = frozenset(each.person_id for each in case.people or () if each.person_id) - children
        for kind, value in ids_of(self.masks.case):
            if value:
                self._kinds.setdefault(value, kind)

    def reference(self, kind: Kind, value: str) -> str:
        """Key a reference."""
        found = self._keyed.get((kind, value))
        if found is None:
            found = reference_of(self.masks.pseudonyms.key, kind, value, self.masks.case.case_id)
            self._keyed[kind, value] = found
        return found

    def subject(self, subject: str | None) -> str | None:
        """Key the subject of a finding; one that is only a place, such as `children[0]`, stays."""
        if subject is None or _PLACE.fullmatch(subject):
            return subject
        return self.reference("person" if subject in self._grown else "child", subject)

    def value(self, path: str, value: Any) -> Any:
        """Return a field's value under pseudonyms; numbers of things, yes and no stay."""
        if isinstance(value, dict):
            return {self._key(str(key)): self.value(f"{path}.{key}", inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(path, inner) for inner in value]
        if isinstance(value, str):
            return self._text(path, value)
        name = _name(path)
        kept = value is None or isinstance(value, bool) or name not in _KIND_OF_FIELD
        if kept and not (isinstance(value, int | float) and str(value) in self._kinds and abs(value) >= 1000):  # noqa: PLR2004
            return value
        return self.reference(_KIND_OF_FIELD.get(name) or self._kinds[str(value)], str(value))

    def _key(self, key: str) -> str:
        return key if re.fullmatch(r"[a-z_]+", key) and key not in FIRST_NAMES else str(self.masks.free(key))

    def _text(self, path: str, value: str) -> str:
        name, bare = _name(path), value.strip()
        if not bare:
            return value
        if name == "subject_id" or name in _KIND_OF_FIELD:
            return self.reference(_KIND_OF_FIELD.get(name) or self._kinds.get(bare, "person"), value)
        if name in _WHOLE:
            return _WHOLE[name]
        if _ISO_TIME.fullmatch(value):
            return self._time(value)
        if _of_officer(path):
            return self._officer(value)
        return str(self.masks.free(value)) if _PROSE.search(name) else self.masks.ours(value)

    def _time(self, value: str) -> str:
        born = any(day.isoformat() in value for day in self.masks.births)
        return DATE if born else moved_value(value, self.masks.pseudonyms.dates, self.masks.days)

    def _officer(self, value: str) -> str:
        """Keep a role or a rank; what names or numbers an officer becomes the officer's reference."""
        words = [
            word.lower().removesuffix("'s")
            for word in _TOKEN.findall(value)
            if word[:1].isupper() and not word.isupper()
        ]
        small = [word for word in _TOKEN.findall(value) if word.islower()]
        named = any(word not in NOT_NAMES for word in words) or any(word in FIRST_NAMES for word in small)
        if named or _COLLAR.fullmatch(value.strip()) or self.masks.ours(value) != value:
            return self.masks.pseudonyms.key.reference("officer", " ".join(value.split()))
        return value


@lru_cache(maxsize=4096)
def plain_path(path: str) -> str:
    """Return a path in which a step that is no plain field name, and may itself be a reference, is not shown."""
    return _STEP.sub(lambda step: step[0] if step[0].isdigit() or _PLAIN_STEP.fullmatch(step[0]) else "[field]", path)


@lru_cache(maxsize=4096)
def _of_officer(path: str) -> bool:
    return _OFFICER_FIELDS.search(re.sub(r"\d", "", path)) is not None


@lru_cache(maxsize=4096)
def _name(path: str) -> str:
    """Return the last field name of a path."""
    return path.rsplit(".", 1)[-1].split("[", 1)[0]
