"""What two runs did not have in common, such as editions and settings: it moves findings though no record changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from caseaudit.domain.audit import Run
    from caseaudit.domain.manifest import LexiconUsed, MappingUsed, RubricUsed

NOT_SET = "not set"
_ELSEWHERE = frozenset({"marking", "rubrics"})
"""Settings that move no finding, or are told with more about them."""
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class RunDifference:
    """One thing that was otherwise."""

    what: str
    old: str
    new: str


def run_differences(old: Run, new: Run) -> tuple[RunDifference, ...]:
    """Tell what was otherwise: rubrics, own lexicons, mapping, sample, each setting, version; inputs always are."""
    return tuple(RunDifference(what, was, now) for what, was, now in _compared(old, new) if was != now)


def _compared(old: Run, new: Run) -> Iterator[tuple[str, str, str]]:
    yield ("rubric", *_named(_editions(old.rubrics), _editions(new.rubrics)))
    yield ("own lexicons", *_named(_ids(old.lexicons), _ids(new.lexicons)))
    yield ("mapping", *_named(_ids(_listed(old.mapping)), _ids(_listed(new.mapping))))
    yield ("sample", *_samples(old.sample, new.sample))
    for key in sorted({*old.settings, *new.settings} - _ELSEWHERE):
        yield (key, _said(old.settings.get(key)), _said(new.settings.get(key)))
    yield ("version of caseaudit", old.tool_version, new.tool_version)


def _editions(rubrics: Iterable[RubricUsed]) -> dict[str, str]:
    return {f"{rubric.id}@{rubric.edition}": rubric.sha256 for rubric in rubrics}


def _ids(used: Iterable[LexiconUsed | MappingUsed]) -> dict[str, str]:
    return {one.id: one.sha256 for one in used}


def _listed(mapping: MappingUsed | None) -> tuple[MappingUsed, ...]:
    return () if mapping is None else (mapping,)


def _named(old: dict[str, str], new: dict[str, str]) -> tuple[str, str]:
    """Name both; with the start of the digest where the same name stands for other content."""
    changed = {name for name in old if name in new and old[name] != new[name]}

    def told(used: dict[str, str]) -> str:
        names = (f"{name} ({digest[:_DIGITS]})" if name in changed else name for name, digest in used.items())
        return ", ".join(names) or "none"

    return told(old), told(new)


def _samples(old: dict[str, Any] | None, new: dict[str, Any] | None) -> tuple[str, str]:
    if old == new:
        return "", ""
    if old is not None and new is not None:
        return "a sample", "another sample"
    return ("the whole export", "a sample") if old is None else ("a sample", "the whole export")


def _said(value: Any) -> str:
    if value is None or value in ([], ()):
        return NOT_SET
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
