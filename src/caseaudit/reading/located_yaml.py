"""One strict way to load YAML: plain data with the place of every value, all problems at once.

YAML 1.2 core schema (so `no`, `on` and `12:30` stay words); duplicate keys, tags, floods of aliases, depth and size are
refused. The grammar comes from PyYAML's composer; what a scalar means is decided here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from caseaudit.errors import DefinitionError, Place, Problem, UsageError
from caseaudit.reading.model_problems import problems_of

MAX_BYTES = 4_000_000
MAX_NODES = 60_000
MAX_DEPTH = 40
MAX_ALIASES = 100
MAX_DIGITS = 300

_INT = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_PLAIN: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
_CORE_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map")}

Path_ = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Located:
    """Plain data from one YAML file, and where each value (and each key) of it stands."""

    file: str
    data: Any
    places: dict[Path_, Place] = field(repr=False)

    def place(self, path: Path_) -> Place:
        """Return where `path` stands, or the nearest thing above it that has a place."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file, line=1, column=1))

    def known(self, path: Path_, *, below: Path_ = ()) -> Path_:
        """Return `below` followed by those steps of `path` that stand in the file.

        Pydantic's locations have more: the tag of a union's member, a list where the file has its short form.
        """
        for step in path:
            if (*below, step) in self.places:
                below = (*below, step)
        return below


def loader() -> Any:
    """Return PyYAML's fast composer where the wheel has it (every platform we support), else the plain one."""
    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load_text(text: str, *, file: str) -> Located:
    """Parse one YAML document. Raises DefinitionError naming every duplicate key, tag and limit that was met."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise DefinitionError((Problem(Place(file), f"The file is larger than {MAX_BYTES:,} bytes", "Split it up"),))
    if surrogate := re.search("[\ud800-\udfff]", text):
        line = text.count("\n", 0, surrogate.start()) + 1
        raise DefinitionError(
            (Problem(Place(file, line=line), "A character is broken (half a pair)", "Write it again"),)
        )
    try:
        _survey(text, file)
        root = yaml.compose(text, Loader=loader())
    except yaml.YAMLError as error:
        raise DefinitionError((syntax_problem(error, file),)) from None
    return located(root, file)


def located(root: yaml.Node | None, file: str) -> Located:
    """Give the plain data of composed YAML, strictly. Raises DefinitionError with every problem."""
    builder = _Builder(file)
    data = builder.build(root, ()) if root is not None else None
    if builder.problems:
        raise DefinitionError(tuple(builder.problems))
    return Located(file, data, builder.places)


def _survey(text: str, file: str) -> None:
    """Refuse what would take long to compose - depth, size, floods of aliases - before anything is built from it."""
    depth = nodes = aliases = 0
    for event in yaml.parse(text, Loader=loader()):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        aliases += isinstance(event, yaml.AliasEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        for count, limit, what in (
            (depth, MAX_DEPTH, "levels"),
            (nodes, MAX_NODES, "values"),
            (aliases, MAX_ALIASES, "aliases"),
        ):
            if count > limit:
                mark = event.start_mark
                place = Place(file, line=mark.line + 1, column=mark.column + 1) if mark else Place(file)
                raise DefinitionError(
                    (Problem(place, f"The file holds more than {limit:,} {what}", "Make it plainer"),)
                )


def load_file(path: Path, *, shown_as: str | None = None) -> Located:
    """Read and parse one YAML file in UTF-8 (with or without BOM). `shown_as` is the name used in messages."""
    name = shown_as or path.as_posix()
    return load_text(decoded(file_bytes(path, name), name), file=name)


def file_bytes(path: Path, name: str) -> bytes:
    """Read a file whole; `name` stands in messages. Raises UsageError where it is not there or cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"There is no file {name}", remedy="Check the name and the folder.") from None
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}", remedy="Check the file's permissions.") from None


def decoded(raw: bytes, name: str) -> str:
    """Decode UTF-8, with or without BOM. Raises DefinitionError naming the line of what is no UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DefinitionError(
            (Problem(Place(name, line=line), "A character is not UTF-8", "Save the file as UTF-8 and try again"),)
        ) from None


def syntax_problem(error: yaml.YAMLError, file: str) -> Problem:
    """Turn the parser's own complaint into a problem with a place."""
    mark = getattr(error, "problem_mark", None)
    place = Place(file, line=mark.line + 1, column=mark.column + 1) if mark else Place(file)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0]
    return Problem(place, f"This is not valid YAML: {said}", "Check the indentation, colons and quotes near this place")


class _Builder:
    """Turns composed nodes into plain data, noting places and problems on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path_, Place] = {}
        self.problems: list[Problem] = []
        self.nodes = 0
        self._open: set[int] = set()

    def _problem(self, node: yaml.Node, found: str, wanted: str) -> None:
        mark = node.start_mark
        self.problems.append(Problem(Place(self.file, line=mark.line + 1, column=mark.column + 1), found, wanted))

    def build(self, node: yaml.Node, path: Path_) -> Any:
        """Return the plain value of `node`."""
        self.nodes += 1
        mark = node.start_mark
        self.places.setdefault(path, Place(self.file, line=mark.line + 1, column=mark.column + 1))
        if self.nodes > MAX_NODES or len(path) > MAX_DEPTH or id(node) in self._open:
            limit = f"{MAX_NODES:,} values" if self.nodes > MAX_NODES else f"{MAX_DEPTH} levels"
            if not self.problems or self.nodes <= MAX_NODES:
                self._problem(node, f"The file holds more than {limit}, or refers to itself", "Make it plainer")
            return None
        if node.tag not in _CORE_TAGS and node.tag and node.tag != "!":
            self._problem(
                node, f"The tag {node.tag!r} is not read", "Write plain text, numbers, lists and mappings only"
            )
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self.build(child, (*path, index)) for index, child in enumerate(node.value)]
            return self._mapping(node, path)
        finally:
            self._open.discard(id(node))

    def _mapping(self, node: yaml.Node, path: Path_) -> dict[Hashable, Any]:
        result: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._problem(key_node, "A key is a list or a mapping", "Keys are plain words")
                continue
            key = str(key_node.value)
            if key in result:
                first = self.places[(*path, key)].line
                self._problem(key_node, f"The key {key!r} stands twice (first on line {first})", "Keep one of them")
                continue
            mark = key_node.start_mark
            self.places[(*path, key)] = Place(self.file, line=mark.line + 1, column=mark.column + 1)
            result[key] = self.build(value_node, (*path, key))
        return result

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        text = node.value
        if node.style not in (None, ""):
            return text
        if text in _PLAIN:
            return _PLAIN[text]
        return self._number(node) if _INT.match(text) or _FLOAT.match(text) else text

    def _number(self, node: yaml.ScalarNode) -> int | float | None:
        text = node.value
        if len(text) > MAX_DIGITS:
            self._problem(node, f"A number of {len(text):,} figures", "Put it in quotes if it is an id")
            return None
        if _INT.match(text):
            return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        number = float(text)
        if math.isinf(number):
            self._problem(node, f"The number {text} is too large", "Write a smaller number")
            return None
        return number


def validate(
    model: type[Model], located: Located, path: Path_ = (), *, explain: Callable[[Any], str | None] | None = None
) -> Model:
    """Validate the data at `path` into `model`. Raises DefinitionError with every problem at its place."""
    data = located.data
    for part in path:
        data = data[part]
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise DefinitionError(
            problems_of(error, lambda loc: located.place(located.known((*path, *loc))), model=model, explain=explain)
        ) from None
