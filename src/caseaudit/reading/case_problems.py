"""Says what is wrong with a record that is no case file: the path, the value shortly, and the reason in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from caseaudit.domain.facts import raw_at
from caseaudit.domain.vocabulary import CaseType

if TYPE_CHECKING:
    from pydantic import ValidationError

MAX_VALUE = 60
_MAX_OTHERS = 4
_WANTED = {
    "string_type": "Text is wanted",
    "int_type": "A whole number is wanted",
    "int_parsing": "A whole number is wanted",
    "int_from_float": "A whole number is wanted",
    "bool_type": "true or false is wanted",
    "bool_parsing": "true or false is wanted",
    "tuple_type": "A list is wanted",
    "model_type": "An object with its own fields is wanted",
    "model_attributes_type": "An object with its own fields is wanted",
    "dataclass_type": "An object with its own fields is wanted",
    "string_too_short": "It is blank",
}
_LIMITS = {"greater_than_equal": "at least {ge}", "less_than_equal": "at most {le}"}


def problem_with(error: ValidationError, data: Mapping[str, Any]) -> tuple[str | None, str | None, str]:
    """Return path, value (as it is in `data`) and reason of the first thing wrong; others are named in the reason."""
    items = error.errors(include_url=False)
    first, *others = items
    path = json_path(first["loc"])
    missing = first["type"] == "missing"
    reason = _reason(first, path)
    if others:
        paths = list(dict.fromkeys(json_path(item["loc"]) for item in others))
        more = f" and {len(paths) - _MAX_OTHERS} more" if len(paths) > _MAX_OTHERS else ""
        reason += f". Also wrong: {', '.join(paths[:_MAX_OTHERS])}{more}"
    return path, None if missing else shown_value(raw_at(data, path), path), reason


def json_path(location: Sequence[str | int]) -> str:
    """`("children", 0, "age")` as `children[0].age`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.removeprefix(".")


def shown_value(value: Any, path: str) -> str:
    """Show a value shortly; never a name, and never the whole of a list or object."""
    if re.search(r"(^|\.)names(\[|$)", path):
        return "(not shown: a name)"
    if isinstance(value, Mapping):
        return "an object" if value else "an empty object"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if len(text) <= MAX_VALUE else f"{text[: MAX_VALUE - 1]}…"


def _reason(item: Any, path: str) -> str:
    kind, value = item["type"], item.get("input")
    context = item.get("ctx") or {}
    if kind == "missing":
        return f"The key {path!r} is missing"
    if kind == "enum":
        return _not_on_the_list(value, path, str(context.get("expected", "")))
    if kind == "value_error":
        said = str(context.get("error", item["msg"]))
        return said[:1].upper() + said[1:]
    if kind in _LIMITS:
        return f"A number of {_LIMITS[kind].format(**context)} is wanted"
    wanted = _WANTED.get(kind) or f"{item['msg']}"
    return f"{wanted}, not {_kind(value)}" if "wanted" in wanted else wanted


def _not_on_the_list(value: Any, path: str, expected: str) -> str:
    allowed = re.findall(r"'([^']*)'", expected)
    name = "case type" if path == "case_type" else path.rsplit(".", 1)[-1].replace("_", " ")
    if path == "case_type":
        allowed = [member.value for member in CaseType]
        if value is None or value == "":
            return f"The case type is blank. Known: {', '.join(allowed)}"
    nearest = get_close_matches(str(value), allowed, 1, 0.6)
    hint = f". Did you mean {nearest[0]!r}?" if nearest else ""
    return f"This is not a {name} that the format knows ({', '.join(allowed)}){hint}"


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return "this text"
    names: dict[type, str] = {bool: "true or false", int: "a number", float: "a number", type(None): "null"}
    if type(value) in names:
        return names[type(value)]
    return "an object" if isinstance(value, Mapping) else "a list" if isinstance(value, list | tuple) else "this"
