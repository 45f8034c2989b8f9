"""Says Pydantic's errors in a policy lead's words: place, what was found, what was wanted, the nearest right name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from caseaudit.errors import Place, Problem

LONGEST = 60
"""Characters of a value that a message shows."""

KeyPath = tuple[str | int, ...]
_OPTIONS = {"enum", "literal_error", "union_tag_invalid"}
_KINDS = {
    "string_type": "Text is wanted here; put it in quotes if it looks like something else",
    "tuple_type": "A list is wanted here: write [one, two], or one item a line after `-`",
    "dict_type": "A mapping is wanted here: `key: value`",
    "model_type": "A mapping is wanted here: `key: value`",
    "model_attributes_type": "A mapping is wanted here: `key: value`",
    "bool_type": "Write true or false",
    "bool_parsing": "Write true or false",
    "int_type": "A whole number is wanted here",
    "int_parsing": "A whole number is wanted here",
    "int_from_float": "A whole number is wanted here",
    "float_type": "A number is wanted here",
    "float_parsing": "A number is wanted here",
    "too_short": "Give at least one",
}


def problems_of(
    error: ValidationError,
    place: Callable[[KeyPath], Place],
    *,
    model: type[BaseModel] | None = None,
    explain: Callable[[Any], str | None] | None = None,
    skip: Callable[[Any], bool] | None = None,
) -> tuple[Problem, ...]:
    """Return one problem an error, ordered by place.

    `place` takes key paths as Pydantic gives them. `model` is what was validated into: with it an unknown key is told
    the known ones. `explain` may say better what was wanted. Errors that `skip` names are left out.
    """
    problems: dict[tuple[str, str], Problem] = {}
    errors: list[Any] = [item for item in error.errors(include_url=False) if not (skip and skip(item))]
    misspelt: set[KeyPath] = set()
    told: list[tuple[Any, Collection[str]]] = []
    for item in errors:
        loc = item["loc"]
        allowed: Collection[str] = known_keys(model, loc[:-1]) if model and item["type"] == "extra_forbidden" else ()
        nearest = _near(str(loc[-1]), allowed) if allowed else None
        if nearest:
            misspelt.add((*loc[:-1], nearest))
        told.append((item, allowed))
    for item, allowed in told:
        loc = item["loc"]
        if item["type"] == "missing" and loc in misspelt:
            continue
        if item["type"] == "too_short" and any(
            other["loc"][: len(loc)] == loc for other in errors if other is not item
        ):
            continue
        found, wanted, nearest = _words_for(item, allowed)
        if explain and (better := explain(item)):
            wanted = better
        where = place(loc)
        problems.setdefault((str(where), found), Problem(where, found, wanted, nearest))
    return tuple(sorted(problems.values(), key=lambda p: (p.where.line or 0, p.where.column or 0, p.found)))


def _words_for(item: Any, allowed: Collection[str]) -> tuple[str, str, str | None]:
    kind, context, value = item["type"], item.get("ctx") or {}, item.get("input")
    name = str(item["loc"][-1]) if item["loc"] else ""
    if kind == "missing":
        return f"The key {name!r} is missing", "Add it", None
    if kind == "extra_forbidden":
        wanted = f"Known keys here: {', '.join(allowed)}" if allowed else "Remove it, or check its spelling"
        return f"The key {name!r} is not known here", wanted, _near(name, allowed)
    if kind in _OPTIONS:
        options = re.findall(r"'([^']*)'", str(context.get("expected") or context.get("expected_tags") or ""))
        given = context.get("tag", value)
        wanted = f"Allowed: {', '.join(options)}"
        return f"{shown(given)} is not one of the allowed values", wanted, _near(str(given), options)
    if kind == "union_tag_not_found":
        return f"{shown(value)} stands where a check is wanted", "Write a mapping with a line `check: <kind>`", None
    if kind == "value_error":
        return _said_by_model(context.get("error"))
    said = str(item["msg"]).removeprefix("Input should be ")
    if kind.startswith(("less_than", "greater_than")):
        said = f"write a number {said}"
    return f"{name!r} is {shown(value)}", _KINDS.get(kind, said[:1].upper() + said[1:]), None


def _said_by_model(problem: Any) -> tuple[str, str, str | None]:
    """Split what a validator of ours says into what was found and, after a colon, what was wanted."""
    found, _, wanted = str(problem).partition(": ")
    wanted = getattr(problem, "wanted", wanted[:1].upper() + wanted[1:] or "Mend it")
    return found[:1].upper() + found[1:], wanted.rstrip("."), getattr(problem, "nearest", None)


def _near(name: str, names: Collection[str]) -> str | None:
    return next(iter(get_close_matches(name, list(names), 1, 0.5)), None)


def shown(value: Any) -> str:
    """Show a value shortly, so that a whole mapping never lands in a message."""
    if isinstance(value, dict):
        return f"a mapping with {len(value)} {'key' if len(value) == 1 else 'keys'}"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if value is None:
        return "blank"
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def known_keys(model: type[BaseModel], loc: KeyPath) -> tuple[str, ...]:
    """Return the keys that a mapping at a Pydantic location may have; empty where that cannot be told."""
    found: list[Any] = [model]
    for step in loc:
        found = [inner for annotation in found for inner in _below(annotation, step)]
    models = [each for each in found if isinstance(each, type) and issubclass(each, BaseModel)]
    if len(models) != 1:
        return ()
    return tuple(field.alias or name for name, field in models[0].model_fields.items())


def _below(annotation: Any, step: str | int) -> Iterator[Any]:
    """Yield what a step of a location leads to from one annotation, unions opened."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if step in (name, field.alias):
                yield from _members(field.annotation)
        tag = annotation.model_fields.get("check")
        kinds = get_args(tag.annotation) if tag is not None and get_origin(tag.annotation) is Literal else ()
        if step in kinds or step == annotation.__name__:
            yield annotation
        return
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is tuple and isinstance(step, int):
        yield from _members(args[0])
    elif origin is dict:
        yield from _members(args[1])


def _members(annotation: Any) -> Iterator[Any]:
    """Open annotated types and unions."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _members(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for part in get_args(annotation):
            yield from _members(part)
    else:
        yield annotation
