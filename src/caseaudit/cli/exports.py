"""How a command reads its exports: as case files, or through a mapping."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseaudit.domain.audit import MappingUsed
from caseaudit.reading.byte_sources import find_sources
from caseaudit.reading.intake import Account, Intake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caseaudit.mapping.model import ExportMapping


@dataclass(frozen=True, slots=True)
class ReadBy:
    """What exports are read by."""

    mapping: ExportMapping | None = None
    used: MappingUsed | None = None
    """For the manifest."""
    encoding: str | None = None

    def intake(self, *, keep_rejects: bool = False) -> Account[Any]:
        """Begin the account of one run."""
        if self.mapping is None:
            return Intake()
        from caseaudit.reading.mapped import MappedIntake  # noqa: PLC0415 - only where there is a mapping

        return MappedIntake(self.mapping, self.encoding, keep_rejects)

    def files(self, arguments: Sequence[str]) -> list[Path]:
        """Name the files that will be read, which must not be written. Raises UsageError for what is missing."""
        if self.mapping is None:
            return [source.path for source in find_sources(arguments)[0] if source.path]
        from caseaudit.reading.table_use import file_fits  # noqa: PLC0415 - only where there is a mapping

        found = []
        for argument in arguments:
            path = Path(argument)
            inside = sorted(path.rglob("*")) if path.is_dir() else []
            for each in inside:
                name = each.relative_to(path).as_posix()
                found += [each] if any(file_fits(spec, name) for spec in self.mapping.tables) else []
            found += [path] if path.is_file() else []
        return found


def reading_by(mapping: str | None, encoding: str | None) -> ReadBy:
    """Load the mapping of a run, if it has one. Raises DefinitionError, UsageError."""
    if mapping is None:
        return ReadBy()
    from caseaudit.reading.mappings import find_mapping, load_mapping_file  # noqa: PLC0415 - as above

    path = find_mapping(mapping)
    loaded = load_mapping_file(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    used = MappingUsed(loaded.mapping, path.name, digest, loaded.title or "")
    return ReadBy(loaded, used, encoding)
