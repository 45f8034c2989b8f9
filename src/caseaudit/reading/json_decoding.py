"""Decodes one record, strict where JSON is: no NaN, no key twice, no bottomless nesting; says why in plain words."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_DEPTH = 60
"""Levels of lists and objects; a case file has five."""

_LONE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class RecordError(Exception):
    """Text that is no acceptable JSON record: why, and the path and value where one is to blame."""

    def __init__(self, reason: str, path: str | None = None, value: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path
        self.value = value


class _TwiceError(ValueError):
    """A key that stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        seen: set[str] = set()
        raise _TwiceError(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return data


class _NoNumberError(ValueError):
    """NaN, Infinity, or a number too large to hold."""


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _NoNumberError
    return number


# Raw tabs and the like inside text are forbidden by the letter of JSON and clear in meaning: they are read.
_ANY_NUMBER = json.JSONDecoder(strict=False, object_pairs_hook=_once)
_DECODER = json.JSONDecoder(strict=False, object_pairs_hook=_once, parse_float=_finite, parse_constant=_finite)


def decode_record(text: str) -> tuple[Any, int]:
    """Decode one record; also give how many lone surrogates were replaced one for one by U+FFFD. Raises RecordError."""
    try:
        data, odd = _decoded(text)
    except _TwiceError as error:
        raise RecordError(
            f"The key {str(error)[:60]!r} stands twice in one object: which one holds is not clear"
        ) from None
    except json.JSONDecodeError as error:
        raise RecordError(_not_json(text, error)) from None
    except RecursionError:
        raise RecordError(_TOO_DEEP) from None
    except ValueError:  # a whole number of more than 4,300 digits
        raise RecordError("It holds a number too long to be read") from None
    if _deeper_than(data, MAX_DEPTH):
        raise RecordError(_TOO_DEEP)
    for path, number in _numbers_json_lacks(data) if odd else ():
        raise RecordError(
            f"{number} is not a number that JSON knows: leave the value out or make it null", path, number
        )
    if _LONE_ESCAPE.search(text) or (not text.isascii() and _SURROGATE.search(text)):
        count = [0]
        return _without_surrogates(data, count), count[0]
    return data, 0


_TOO_DEEP = f"It is nested more than {MAX_DEPTH} levels deep"


def _not_json(text: str, error: json.JSONDecodeError) -> str:
    said = f"{error.msg[:1].lower()}{error.msg[1:]}"
    place = f"line {error.lineno} of the record, " if "\n" in text else ""
    if (text.startswith("{") and error.pos >= len(text) - 1) or error.msg.startswith("Unterminated"):
        return f"The record breaks off: {said} ({place}character {error.colno})"
    return f"This is not valid JSON: {said} ({place}character {error.colno})"


def _decoded(text: str) -> tuple[Any, bool]:
    """Decode a text; also say whether it holds a number that JSON lacks, which is looked for only then."""
    try:
        return _DECODER.decode(text), False
    except _NoNumberError:
        return _ANY_NUMBER.decode(text), True


def _deeper_than(data: Any, limit: int) -> bool:
    level = [data] if isinstance(data, dict | list) else []
    for _ in range(limit):
        if not level:
            return False
        level = [item for holder in level for item in _items(holder) if isinstance(item, dict | list)]
    return bool(level)


def _items(holder: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return holder.values() if isinstance(holder, dict) else holder


def _numbers_json_lacks(data: Any) -> Iterator[tuple[str, str]]:
    """Find NaN, Infinity and numbers too large to hold."""
    todo: list[tuple[str, Any]] = [("", data)]
    while todo:
        path, value = todo.pop()
        if isinstance(value, float) and not math.isfinite(value):
            name = "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
            yield path or "the record", name
        elif isinstance(value, dict):
            todo.extend((f"{path}.{key}" if path else key, item) for key, item in reversed(value.items()))
        elif isinstance(value, list):
            todo.extend((f"{path}[{at}]", value[at]) for at in range(len(value) - 1, -1, -1))


def _without_surrogates(data: Any, count: list[int]) -> Any:
    if isinstance(data, str):
        text, replaced = _SURROGATE.subn("\ufffd", data)
        count[0] += replaced
        return text
    if isinstance(data, dict):
        return {_without_surrogates(key, count): _without_surrogates(value, count) for key, value in data.items()}
    if isinstance(data, list):
        return [_without_surrogates(item, count) for item in data]
    return data
