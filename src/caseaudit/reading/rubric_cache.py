"""Keeps a loaded rubric, resolved and found sound, in the user's cache folder (see `kept_files`).

It is used only while every file it was made from holds the same, and none has come that would have been found before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pydantic
from pydantic import ValidationError

from caseaudit import __version__
from caseaudit.reading import kept_files
from caseaudit.rubric.model import Rubric

KEPT = 16
"""Rubrics kept side by side; the oldest go."""
_KIND = "rubric"
_CODE = ("rubric", "checks", "domain", "reading")
"""The packages that decide what a rubric file means."""


def load_kept_rubric(path: Path, *, concepts: Collection[str], cache: Path | None) -> Rubric:
    """Load one edition as `reading.rubrics.load_rubric` does, from the folder `cache` where it is kept there.

    Raises DefinitionError, UsageError.
    """
    digest = _digest(path, concepts) if cache else None
    rubric = _kept(cache, digest) if cache and digest else None
    if rubric is None:
        from caseaudit.reading.rubrics import load_rubric_located  # noqa: PLC0415 - reads YAML and finds all mistakes

        rubric, places = load_rubric_located(path, concepts=concepts)
        if cache and digest:
            _keep(cache, digest, rubric, _made_from(places.draft.bytes_read, places.draft.looked_for))
    return rubric


def _digest(path: Path, concepts: Collection[str]) -> str | None:
    """Return the digest of the file, of what it may ask for and of the code; None when the file cannot be read."""
    head = f"{__version__}\0{pydantic.VERSION}\0{path.resolve()}\0{sorted(concepts)}"
    try:
        return kept_files.digest_of(head, [*kept_files.code_of(*_CODE), ("", path.read_bytes())])
    except OSError:  # said when it is loaded
        return None


def _made_from(read: dict[Path, bytes], looked_for: dict[Path, Path | None]) -> dict[str, Any]:
    return {
        "read": {str(path): hashlib.sha256(content).hexdigest() for path, content in read.items()},
        "looked_for": {str(path): str(found) if found else None for path, found in looked_for.items()},
    }


def _kept(folder: Path, digest: str) -> Rubric | None:
    content = kept_files.kept(folder, _KIND, digest)
    if content is None:
        return None
    head, _, body = content.partition(b"\n")
    try:
        return Rubric.model_validate_json(body) if _still(json.loads(head)) else None
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):  # written by something else than `_keep`
        return None


def _still(made_from: dict[str, Any]) -> bool:
    """Say whether the same files hold the same, and the same would be found."""
    try:
        same = all(
            hashlib.sha256(Path(path).read_bytes()).hexdigest() == sha256 for path, sha256 in made_from["read"].items()
        )
    except OSError:
        return False
    return same and all(
        (str(Path(path).resolve()) if Path(path).is_file() else None) == found
        for path, found in made_from["looked_for"].items()
    )


def _keep(folder: Path, digest: str, rubric: Rubric, made_from: dict[str, Any]) -> None:
    """Keep a rubric that reads back as the same; one that would not is loaded each time."""
    try:
        body = rubric.model_dump_json(by_alias=True, exclude_unset=True).encode()
        head = json.dumps(made_from).encode("ascii")
        same = repr(Rubric.model_validate_json(body)) == repr(rubric)
    except ValueError:  # a lone surrogate, say
        return
    if same:
        kept_files.keep(folder, _KIND, digest, head + b"\n" + body, most=KEPT)
