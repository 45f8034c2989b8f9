"""Writes one id one way throughout a case: `00123` in one table and `123` in another name the same child.

What counts is how the list of children (then of other people) writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from caseaudit.mapping.keys import normal_key

_NAMED_BY = (("children", "child_id"), ("people", "person_id"))
_NAMING = (("flags", "subject_id"), ("referrals", "child_id"), ("notices", "child_ids"))


def unite_ids(case: dict[str, Any]) -> None:
    """Change, in place, ids that name a person of the case in another form than the person's own."""
    own: dict[str, str] = {}
    forms: set[str] = set()
    for people, name in _NAMED_BY:
        for person in _items(case.get(people)):
            written = person.get(name)
            if isinstance(written, str) and (key := normal_key(written)):
                own.setdefault(key, written)
                forms.add(written)
    if not own:
        return
    for things, name in _NAMING:
        for thing in _items(case.get(things)):
            said = thing.get(name)
            if isinstance(said, list):
                thing[name] = [_same(each, own, forms) for each in said]
            elif said is not None:
                thing[name] = _same(said, own, forms)


def _same(said: Any, own: dict[str, str], forms: set[str]) -> Any:
    return said if not isinstance(said, str) or said in forms else own.get(normal_key(said), said)


def _items(held: Any) -> Iterator[dict[str, Any]]:
    if isinstance(held, list):
        yield from (item for item in held if isinstance(item, dict))
