"""Reads tick boxes: which of the options beside them was chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass

TICKED, EMPTY = "☒", "☐"

_BOX = re.compile(
    r"(?P<ticked>[☒☑🗹🗷✓✔✗✘◉⦿]|(?<![^\s:?(/])[\[(] ?[xX✓✔☒☑] ?[\])](?=[\s\w]|$))"
    r"|(?P<empty>[☐□❏❑◻▢]|(?<![^\s:?(/])\[[ _]{0,3}\](?=[\s\w]|$))"
)
_BEHIND = re.compile(r"\n|\t|\s{3,}|\s(?=\(?[Ii]f (?:yes|no|so|other|ticked)\b)")
_YES_NO = re.compile(r"(?:^|\s)(yes|no|y|n)$", re.IGNORECASE)
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Choice:
    """A row of tick boxes: the label in front of it, its options, those ticked, and what is written behind it."""

    label: str
    options: tuple[str, ...]
    ticked: tuple[str, ...]
    rest: str = ""

    @property
    def value(self) -> str | None:
        """The chosen options; None where nothing is ticked. An empty box alone says nothing: it may be unanswered."""
        return "; ".join(self.ticked) or None


def read_choice(text: str) -> Choice | None:
    """Read `☒ Yes ☐ No`, `Yes [x] No [ ]`, `Seen alone? ☐ Yes ☑ No` or one box; None where the text is no such row."""
    found = list(_BOX.finditer(text))
    if not found:
        return None
    ticks = [match["ticked"] is not None for match in found]
    ends = [*(match.start() for match in found[1:]), len(text)]
    before = text[: found[0].start()].strip()
    after = [text[match.end() : end].strip() for match, end in zip(found, ends, strict=True)]
    if before and not after[-1] and not before.endswith((":", "?")):
        label, names = _boxes_behind(before, after)
        rest = ""
    else:
        label = before
        names, rest = _boxes_in_front(after, ticks)
    if any(len(name) > _LONGEST for name in (label, *names)):
        return None
    ticked = tuple(name or "Yes" for name, tick in zip(names, ticks, strict=True) if tick)
    return Choice(label.rstrip(" :\t"), tuple(names), ticked, rest)


def _boxes_behind(before: str, after: list[str]) -> tuple[str, list[str]]:
    """Each option stands in front of its box: `Yes ☒ No ☐`, or one label in front of its only box."""
    if len(after) == 1:
        return before, [""]
    label = ""
    if (last := _YES_NO.search(before)) is not None:
        label, before = before[: last.start()].strip(), last[1]
    elif ":" in before or "?" in before:
        cut = max(before.rfind(":"), before.rfind("?")) + 1
        label, before = before[:cut].strip(), before[cut:].strip()
    return label, [before, *after[:-1]]


def _boxes_in_front(after: list[str], ticks: list[bool]) -> tuple[list[str], str]:
    """Each option stands behind its box; what follows an option on another line or after a gap is not part of it."""
    names: list[str] = []
    rest: list[str] = []
    for name, tick in zip(after, ticks, strict=True):
        parts = _BEHIND.split(name.strip(" ,;/"), maxsplit=1)
        head, more = parts[0].strip(" ,;/"), parts[1].strip() if len(parts) > 1 else ""
        if more and tick and head.endswith(":"):
            head, more = f"{head} {more}", ""
        names.append(" ".join(head.split()).rstrip(":"))
        if more:
            rest.append(more)
    return names, "\n".join(rest)
