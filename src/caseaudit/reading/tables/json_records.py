"""Puts JSON that has been decoded into groups: records, the objects in them, and lists of objects as tables inside."""

from __future__ import annotations

from typing import Any

from caseaudit.mapping.cells import as_text, folded
from caseaudit.reading.tables.nested import JOIN, VALUE, Group, Groups, Values
from caseaudit.reading.tables.rows import TEXT
from caseaudit.reading.tables.settings import ReadSettings

_LARGEST = 1 << 63
"""Whole numbers from here on are given as text, as the systems that wrote them would not hold them as numbers."""


class Records:
    """The records of one file on their way into groups."""

    def __init__(self, groups: Groups, settings: ReadSettings) -> None:
        self._groups = groups
        self._settings = settings
        self._root = groups.group(None, "", "", "", nests=False)
        self._replaced = 0
        self._empty = False
        self._problem: str | None = None
        """Of the record that is being taken apart."""

    def _records(self, data: Any, text: str, *, number: int = 0) -> None:
        """Put a record, or the records of a list, into the table of the file."""
        if isinstance(data, list) and any(isinstance(item, dict | list) for item in data):
            for item in data:
                self._item(self._root, item, 0, number)
        elif isinstance(data, dict) or (isinstance(data, list) and data):
            self._put(self._root, data, 0, number)
        elif data == []:
            self._empty = True
        else:
            self._put_broken(self._root, 0, "This is no record: JSON writes records in braces", text, number=number)

    def _put(self, group: Group, data: Any, parent: int, number: int) -> None:
        """Put one record, and all that is in it."""
        group.count += 1
        ordinal, values = group.count, Values()
        outer, self._problem = self._problem, None
        self._members(group, values, data, "", ordinal, 1)
        self._groups.write(group, ordinal, parent, values, number=number, problem=self._problem)
        self._problem = outer

    def _put_broken(self, group: Group, parent: int, reason: str, text: str, *, number: int = 0) -> None:
        group.count += 1
        self._groups.write(group, group.count, parent, {TEXT: text}, number=number, problem=reason)

    def _item(self, group: Group, data: Any, parent: int, number: int) -> None:
        if data is not None:
            self._put(group, data if isinstance(data, dict | list) else {VALUE: data}, parent, number)

    def _members(self, group: Group, values: Values, data: Any, prefix: str, ordinal: int, depth: int) -> None:
        """Put the members of an object; the items of a list get columns by letter, as where a header is missing."""
        if depth > self._settings.max_depth:
            self._problem = f"It is nested more than {self._settings.max_depth} levels deep"
            return
        names, lists = group.names, group.children
        pairs = data.items() if isinstance(data, dict) else ((f"column {_letters(n)}", v) for n, v in enumerate(data))
        for key, value in pairs:
            name = names.get(prefix + key)
            if type(value) is str and name is not None and name not in values and name not in lists:
                values[name] = value  # the common case, quickly
            else:
                self._member(group, values, prefix + key, value, ordinal, depth)

    def _member(self, group: Group, values: Values, key: str, value: Any, ordinal: int, depth: int) -> None:
        if isinstance(value, dict) and value:
            self._members(group, values, value, f"{key}.", ordinal, depth + 1)
            return
        name = self._spelt(group, key)
        if isinstance(value, list):
            if any(isinstance(item, dict | list) for item in value):
                child = self._child(group, name)
                if name in values:  # spelt otherwise, in the same object
                    group.plain.add(name)
                for item in value:
                    self._item(child, item, ordinal, 0)
                return
            value = JOIN.join(text for text in map(as_text, value) if text) or None
        name = _free(name, values)
        if name in group.children and value is not None:
            group.plain.add(name)
        values[name] = _cell(value)

    def _spelt(self, group: Group, key: str) -> str:
        """Give the column's name with single spaces, in the spelling that was met first."""
        name = group.names.get(key)
        if name is None:
            name = group.names.setdefault(folded(key), " ".join(key.split()))
            group.names[key] = name
        return name

    def _child(self, group: Group, name: str) -> Group:
        found = group.children.get(name)
        if found is None:
            path = f"{group.name}.{name}[]" if group.name else f"{name}[]"
            found = self._groups.group(group, name, path, name, nests=False)
            if name in group.columns:
                group.plain.add(name)
        return found


def _cell(value: Any) -> Any:
    if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        return str(value)
    return value or None if isinstance(value, dict) else value


def _free(name: str, values: Values) -> str:
    """Give the name, or `name (2)` where one object has it twice but for case or spaces."""
    wanted, number = name, 1
    while wanted in values:
        number += 1
        wanted = f"{name} ({number})"
    return wanted


def _letters(number: int) -> str:
    """`A` for 0, `AA` for 26."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
