"""Counts what a scan has read and found, and says it in sentences: never that a record is free of blame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from caseaudit.engine.scanning import matters
from caseaudit.reporting import words

if TYPE_CHECKING:
    from caseaudit.domain.audit import SetAside
    from caseaudit.engine.scanning import Scanned

MAX_TOLD = 10
"""Records set aside that are named."""


@dataclass(slots=True)
class Tally:
    """What has been read so far, and what was found worth a look."""

    narratives: int = 0
    empty: int = 0
    welsh: int = 0
    blaming: int = 0
    attributed: int = 0
    with_terms: int = 0
    """Narratives with a mention that matters."""
    set_aside: list[SetAside] = field(default_factory=list)

    def add(self, scanned: Scanned) -> None:
        """Count one document."""
        self.narratives += 1
        self.empty += not scanned.text.strip()
        self.welsh += scanned.welsh
        self.blaming += scanned.blame == "blaming"
        self.attributed += scanned.blame == "attributed"
        self.with_terms += any(map(matters, scanned.mentions))

    def summary(self) -> str:
        """Say in a sentence what was found."""
        if self.narratives == self.empty:
            return "There is no narrative to read."
        of = counted(self.narratives, "narrative")
        if not self.with_terms:
            return f"No listed term found in {of}."
        if self.narratives == 1:
            return f"Listed terms found in {of}."
        parts = [f"in {self.blaming:,} the record's own voice blames a child"] if self.blaming else []
        parts += [f"in {self.attributed:,} somebody else's words do, unchallenged"] if self.attributed else []
        told = f"Listed terms found in {self.with_terms:,} of {of}"
        return f"{told}: {', '.join(parts)}." if parts else f"{told}."

    def notices(self) -> list[str]:
        """Say what could not be judged."""
        told = []
        if self.welsh:
            what = "1 narrative is" if self.welsh == 1 else f"{self.welsh:,} narratives are"
            told.append(
                f"{what} in Welsh. The English lexicons do not cover Welsh: nothing is claimed there of blame or of "
                "the child's voice."
            )
        if self.empty:
            told.append(f"{counted(self.empty, 'narrative')} without any text.")
        return told

    def told_aside(self) -> list[str]:
        """Say which records were set aside, and why; nothing when none was."""
        if not self.set_aside:
            return []
        lines = [f"{counted(len(self.set_aside), 'record')} set aside:"]
        for one in self.set_aside[:MAX_TOLD]:
            place = one.file if one.line is None else f"{one.file}:{one.line}"
            for name, value in (("sheet", one.sheet), ("row", one.row), ("column", one.column)):
                place += "" if value is None else f", {name} {value}"
            lines.append(f"  {place}: {f'{one.path}: ' if one.path else ''}{one.reason}")
        if len(self.set_aside) > MAX_TOLD:
            lines.append(f"  and {len(self.set_aside) - MAX_TOLD:,} more")
        return lines


def counted(count: int, noun: str) -> str:
    """`1 narrative`, `2,000 narratives`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def in_words(name: str) -> str:
    """`return_interview` as `return interview`; `ppn` stays `PPN`."""
    said = words.humanise(name)
    return said if said[:2].isupper() else f"{said[:1].lower()}{said[1:]}"
