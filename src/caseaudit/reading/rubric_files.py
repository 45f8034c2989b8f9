"""Where rubrics are: the shipped editions, and the file that a name or a path means."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path

from caseaudit.errors import UsageError
from caseaudit.reading.shipped import shipped

REFERENCE = re.compile(r"^(?P<id>[a-z0-9-]+)(@(?P<edition>[0-9.-]+))?$")
"""`ncpi` or `ncpi@2025-12`."""
_LANGUAGE = "language"
"""The one folder beside the rubrics that holds lexicons."""


def editions(folder: Path | None = None) -> dict[str, list[Path]]:
    """Return the rubrics in a folder (the shipped one by default): id -> edition files, oldest first."""
    root = folder or shipped("rubrics")
    found: dict[str, list[Path]] = {}
    for directory in sorted(path for path in root.iterdir() if path.is_dir() and path.name != _LANGUAGE):
        files = sorted(directory.glob("*.yaml"), key=lambda path: _edition_key(path.stem))
        if files:
            found[directory.name] = files
    return found


def _edition_key(edition: str) -> tuple[int, ...]:
    """Order editions by their numbers: 2025-12.10 comes after 2025-12.9."""
    return tuple(int(part) for part in re.findall(r"\d+", edition))


def find_rubric(reference: str) -> Path:
    """Return the file of a rubric named by id (newest edition), id@edition or path. Raises UsageError."""
    path = Path(reference)
    if path.suffix in {".yaml", ".yml"} or "/" in reference or "\\" in reference:
        if path.is_file():
            return path
        raise UsageError(f"There is no rubric file {reference}", remedy="Check the name and the folder.")
    match = REFERENCE.match(reference)
    known = editions()
    if not match or match["id"] not in known:
        nearest = get_close_matches(reference.split("@", 1)[0], known, 1, 0.5)
        hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
        raise UsageError(
            f"There is no rubric {reference!r}.{hint}", remedy=f"Known rubrics: {', '.join(sorted(known))}."
        )
    files = known[match["id"]]
    if not match["edition"]:
        return files[-1]
    for file in files:
        if file.stem == match["edition"]:
            return file
    raise UsageError(
        f"The rubric {match['id']!r} has no edition {match['edition']!r}",
        remedy=f"Editions: {', '.join(file.stem for file in files)}.",
    )


def shown(path: Path) -> str:
    """Name a file in messages: relative to where the user is when it lies there, shipped ones from `rubrics/`."""
    resolved = path.resolve()
    for base in (Path.cwd(), shipped("rubrics").resolve().parent):
        if resolved.is_relative_to(base):
            return resolved.relative_to(base).as_posix()
    return path.as_posix()
