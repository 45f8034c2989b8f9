"""Reads a rubric file and all it draws on - parts, includes, `extends` - into one draft, noting every problem.

A rubric file may name only editions that are shipped or lie in its own folder's neighbours, and parts in the folder
that bears its edition's name: no rubric can read anything else.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from caseaudit.errors import DefinitionError, UsageError
from caseaudit.reading.located_yaml import Located, load_file
from caseaudit.reading.rubric_draft import Draft, KeyPath, Setting, Written
from caseaudit.reading.rubric_files import REFERENCE, editions, shown
from caseaudit.reading.shipped import shipped
from caseaudit.rubric.file_model import CHANGEABLE, RubricFile

_PART = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
MAX_DEPTH = 20
"""How far rubrics may name each other."""


class Assembly:
    """Reads each file once, however often it is named."""

    def __init__(self) -> None:
        self._drafts: dict[Path, Draft] = {}
        self._open: list[Path] = []

    def draft(self, path: Path) -> Draft:
        """Return the draft of one file. Raises DefinitionError (no YAML mapping) or UsageError (no such file)."""
        key = path.resolve()
        if key in self._drafts:
            return self._drafts[key]
        located = load_file(path, shown_as=shown(path))
        head = located.data
        draft = Draft(located, dict(head) if isinstance(head, dict) else {})
        if not isinstance(head, dict):
            draft.say(located.place(()), "A rubric is a mapping", "Start with `rubric:` and its id")
            raise DefinitionError(tuple(draft.problems))
        draft.bytes_read[key] = path.read_bytes()
        self._open.append(key)
        _keys(draft)
        self._extend(draft, path)
        self._include(draft, path)
        _own(draft, located)
        _parts(draft, path)
        _settings(draft)
        _drop(draft)
        _change(draft)
        self._open.pop()
        self._drafts[key] = draft
        return draft

    def _extend(self, draft: Draft, path: Path) -> None:
        reference = draft.head.get("extends")
        base = self._other(draft, ("extends",), reference, path) if reference is not None else None
        if base is None:
            return
        draft.take(base, None)
        for key in ("areas", "grades", "purpose", "source"):
            if key in base.head:
                draft.head.setdefault(key, base.head[key])

    def _include(self, draft: Draft, path: Path) -> None:
        for place, item in draft.listed("include"):
            if not isinstance(item, dict) or set(item) - {"from", "criteria"} or "from" not in item:
                wanted = "Write `from: ncpi@2025-12` and `criteria: [...]`"
                draft.say(draft.place(*place), "An include names a rubric and criteria, nothing else", wanted)
                continue
            base = self._other(draft, (*place, "from"), item["from"], path)
            if base is None:
                continue
            wanted_ids = item.get("criteria")
            if wanted_ids is not None and not isinstance(wanted_ids, list):
                draft.say(
                    draft.place(*place, "criteria"), "'criteria' is not a list", "Write ids, one a line, after `-`"
                )
                continue
            for number, name in enumerate(wanted_ids or ()):
                if name not in base.criteria:
                    found = f"{item['from']} has no criterion {name!r}"
                    where = draft.place(*place, "criteria", number)
                    draft.say(where, found, "Name one of its criteria", _near(name, base.criteria))
            draft.take(base, wanted_ids)
            draft.head.setdefault("areas", base.head.get("areas"))

    def _other(self, draft: Draft, place: KeyPath, reference: Any, path: Path) -> Draft | None:
        """Read the edition that a file names, from its own folder's neighbours or the shipped ones."""
        where = draft.place(*place)
        match = REFERENCE.match(str(reference))
        if not match or not match["edition"]:
            wanted = "Write id@edition, such as ncpi@2025-12: an edition never changes"
            draft.say(where, f"{reference!r} does not name an edition", wanted)
            return None
        candidates = [root / match["id"] / f"{match['edition']}.yaml" for root in _roots(path)]
        draft.looked_for.update((file, file.resolve() if file.is_file() else None) for file in candidates)
        found = next((file for file in candidates if draft.looked_for[file]), None)
        if found is None:
            names = [f"{name}@{file.stem}" for name, files in editions().items() for file in files]
            wanted = f"Known: {', '.join(names)}"
            draft.say(where, f"There is no rubric edition {reference!r}", wanted, _near(reference, names))
            return None
        if found.resolve() in self._open:
            draft.say(
                where, f"A circle: {reference} is itself made from this rubric", "Remove this line, or the one there"
            )
            return None
        if len(self._open) >= MAX_DEPTH:
            draft.say(where, f"The rubrics draw on each other more than {MAX_DEPTH} deep", "Include from fewer files")
            return None
        return self.draft(found)


def _roots(path: Path) -> tuple[Path, ...]:
    return path.resolve().parent.parent, shipped("rubrics")


def _keys(draft: Draft) -> None:
    known = RubricFile.model_fields
    for key in draft.head:
        if key not in known:
            wanted = f"Known keys here: {', '.join(known)}"
            draft.say(draft.place(key), f"The key {key!r} is not known here", wanted, _near(key, known))


def _own(draft: Draft, located: Located) -> None:
    """Take up the criteria written in one file: the rubric's own, or a part's."""
    data = located.data.get("criteria")
    if data is None:
        return
    if not isinstance(data, list):
        draft.say(located.place(("criteria",)), "'criteria' is not a list", "Start each with `- id:`")
        return
    for number, item in enumerate(data):
        at: KeyPath = ("criteria", number)
        if not isinstance(item, dict) or not isinstance(item.get("id"), str):
            draft.say(located.place(at), "A criterion has no id", "Start it with `- id:`")
            continue
        name = item["id"]
        if name in draft.criteria:
            first = draft.criteria[name].place(("id",))
            found = f"The criterion {name!r} stands twice (first at {first})"
            draft.say(located.place((*at, "id")), found, "Give it an id of its own, or remove one of them")
            continue
        draft.criteria[name] = Written(located, at, item)


def _parts(draft: Draft, path: Path) -> None:
    """Read the files of a rubric that is too long for one: `<edition>/<name>.yaml`, each with `criteria`."""
    for place, name in draft.listed("parts"):
        where = draft.place(*place)
        if not isinstance(name, str) or not _PART.match(name):
            draft.say(where, f"{name!r} is not the name of a part", "Write lower-case words and hyphens")
            continue
        file = path.parent / path.stem / f"{name}.yaml"
        try:
            part = load_file(file, shown_as=shown(file))
        except DefinitionError as error:
            draft.problems.update(dict.fromkeys(error.problems))
            continue
        except UsageError:
            draft.say(where, f"There is no file {path.stem}/{name}.yaml", "Add it, or remove the part")
            continue
        draft.bytes_read[file.resolve()] = file.read_bytes()
        if not isinstance(part.data, dict) or set(part.data) != {"criteria"}:
            draft.say(
                part.place(()), "A part holds `criteria` and nothing else", "Move the rest to the rubric's own file"
            )
            continue
        _own(draft, part)


def _settings(draft: Draft) -> None:
    settings = draft.head.get("settings")
    if settings is None:
        return
    if not isinstance(settings, dict):
        draft.say(draft.place("settings"), "'settings' is not a mapping", "Write one `name: value` a line")
        return
    for name, value in settings.items():
        draft.settings[name] = Setting(value, draft.place("settings", name))


def _drop(draft: Draft) -> None:
    """Leave out what a force does not want of a rubric it extends."""
    for place, name in draft.listed("drop"):
        if draft.criteria.pop(str(name), None) is None:
            where = draft.place(*place)
            draft.say(where, f"There is no criterion {name!r} to drop", "Name one", _near(name, draft.criteria))


def _change(draft: Draft) -> None:
    """Set otherwise what a force wants otherwise in a rubric it extends."""
    change = draft.head.get("change")
    if change is not None and not isinstance(change, dict):
        draft.say(draft.place("change"), "'change' is not a mapping", "Write the criterion's id, then what changes")
        return
    for name, fields in (change or {}).items():
        where = draft.place("change", name)
        if name not in draft.criteria:
            draft.say(where, f"There is no criterion {name!r} to change", "Name one", _near(name, draft.criteria))
        elif not isinstance(fields, dict):
            draft.say(where, f"What changes in {name!r} is not a mapping", f"May be changed: {', '.join(CHANGEABLE)}")
        else:
            for key in [key for key in fields if key not in CHANGEABLE]:
                wanted = f"May be changed: {', '.join(CHANGEABLE)}; write a criterion of your own for the rest"
                found = f"{key!r} of a criterion cannot be changed"
                draft.say(draft.place("change", name, key), found, wanted, _near(key, CHANGEABLE))
            kept = {key: value for key, value in fields.items() if key in CHANGEABLE}
            draft.criteria[name] = draft.criteria[name].with_changes(draft.located, ("change", name), kept)


def _near(name: object, names: Any) -> str | None:
    return next(iter(get_close_matches(str(name), list(names), 1, 0.5)), None)
