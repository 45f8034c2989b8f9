"""What of an export there is to read for a criterion: fields, lists, objects and text; notes all that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TEXT = "narrative[].text"
"""The field that every check of the text reads."""
_ETHNICITY = ("ethnicity_self", "ethnicity_observed", "ethnicity")
_AGE = ("age", "date_of_birth")


@dataclass(frozen=True, slots=True)
class Can:
    """How a clause can come out."""

    true: bool
    false: bool


@dataclass
class Sight:
    """What is there to read; notes what is asked for."""

    present: frozenset[str] | None
    """The fields that are there; None: all."""
    text: bool
    places: Mapping[str, str]
    asked: dict[str, None]

    def has(self, path: str) -> bool:
        """Say whether a field is there."""
        return self.present is None or path in self.present

    def within(self, name: str, place: str) -> Sight:
        """Look from inside an item of a list, which `name` stands for."""
        more = {name: place, **({"child": place} if place == "children[]" else {})}
        return Sight(self.present, self.text, {**self.places, **more}, self.asked)

    def field(self, path: str) -> bool:
        """Say whether a field is there; of ethnicity and age, whether any of the fields they are read from is."""
        root, _, rest = path.partition(".")
        full = f"{self.places[root]}.{rest}" if rest and root in self.places else path
        if full in _TELLING or f"{full}[]" in _TELLING:
            return self.below(full)
        head, _, name = full.rpartition(".")
        names = (
            _ETHNICITY
            if name == "ethnicity"
            else _AGE
            if name == "age" and head in ("children[]", "children")
            else (name,)
        )
        found = False
        for each in names:
            whole = f"{head}.{each}".removeprefix(".")
            self.asked[whole] = None
            found = found or self.has(whole)
        return found

    def place(self, path: str) -> str:
        """Return where the items of a list are, such as `children[]`."""
        root, _, rest = path.partition(".")
        full = f"{self.places[root]}.{rest}" if rest and root in self.places else path
        return f"{full.removesuffix('[]')}[]"

    def below(self, path: str) -> bool:
        """Say whether an object or list is there: whether any of its fields is."""
        path = path.removesuffix("[]")
        telling = _TELLING.get(path) or _TELLING[f"{path}[]"]
        self.asked[telling] = None
        if self.present is None:
            return True
        return any(each.startswith((f"{path}.", f"{path}[]")) for each in self.present)

    def words(self) -> bool:
        """Say whether there is text to read."""
        self.asked[TEXT] = None
        return self.text


_TELLING = {
    "investigation": "investigation.allocated_at",
    "missing": "missing.reported_at",
    "police_protection": "police_protection.taken_at",
    "incident": "incident.grade",
    "officer_in_case": "officer_in_case.role",
    "children[]": "children[].child_id",
    "people[]": "people[].role",
    "narrative[]": TEXT,
    "flags[]": "flags[].kind",
    "referrals[]": "referrals[].to",
    "meetings[]": "meetings[].kind",
    "meetings[].actions[]": "meetings[].actions[].owner",
    "risk_assessments[]": "risk_assessments[].kind",
    "notices[]": "notices[].submitted_at",
    "reviews[]": "reviews[].reviewed_at",
    "attendances[]": "attendances[].requested_at",
    "missing.previous_episodes[]": "missing.previous_episodes[].reported_at",
    "investigation.lines_of_enquiry[]": "investigation.lines_of_enquiry[].status",
    "investigation.devices[]": "investigation.devices[].seized_at",
    "investigation.suspect_identifiers[]": "investigation.suspect_identifiers[].kind",
}
"""Object or list -> the field that tells best that there is one."""
