"""The JSON Schema (2020-12) of rubric files and their parts, so that editors complete keys and mark mistakes."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from caseaudit.checks.conditions import Condition
from caseaudit.checks.endpoints import Selected
from caseaudit.checks.registry import CHECK_KINDS
from caseaudit.checks.text import OrText
from caseaudit.domain.case_file import CaseFile
from caseaudit.rubric.file_model import Change, Include, PartFile, RubricFile
from caseaudit.rubric.model import (
    AppliesTo,
    Area,
    BaselineFigure,
    Cap,
    Criterion,
    Example,
    Grades,
    Source,
    Test,
)
from caseaudit.rubric.threshold import Threshold

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SETTING = {"$ref": "#/$defs/Setting"}
_FILLED: tuple[type[BaseModel], ...] = (
    AppliesTo,
    Condition,
    Criterion,
    OrText,
    Selected,
    Test,
    Threshold,
    *CHECK_KINDS.values(),
)
"""Where `$name` may stand for a value."""
_TOLD: tuple[type[BaseModel], ...] = (
    *_FILLED,
    Area,
    BaselineFigure,
    Cap,
    Change,
    Example,
    Grades,
    Include,
    PartFile,
    RubricFile,
    Source,
)
_NEVER_FILLED = {"id", "check", "examples"}


def rubric_schema() -> dict[str, Any]:
    """Return the schema: a whole rubric or one of its parts."""
    _, schema = models_json_schema(
        [(RubricFile, "validation"), (PartFile, "validation")], ref_template="#/$defs/{model}", by_alias=True
    )
    definitions: dict[str, Any] = schema["$defs"]
    for model in _TOLD:
        properties = definitions[model.__name__]["properties"]
        for name, text in _field_texts(model):
            if name in properties:
                properties[name]["description"] = text
    for model in _FILLED:
        properties = definitions[model.__name__]["properties"]
        for name in properties.keys() - _NEVER_FILLED:
            properties[name] = _or_setting(properties[name])
    definitions["Setting"] = {
        "type": "string",
        "pattern": r"^\$[a-z][a-z0-9_]*$",
        "description": "The value of a setting, written `$name`.",
    }
    definitions["Example"]["properties"]["case"] = {
        "type": "object",
        "description": "A case file; its id and type may be left out.",
        "propertyNames": {"enum": [*CaseFile.model_fields]},
    }
    _drop_titles(definitions)
    return {
        "$schema": DIALECT,
        "title": "A caseaudit rubric, or a part of one",
        "if": {"required": ["rubric"]},
        "then": {"$ref": "#/$defs/RubricFile"},
        "else": {"$ref": "#/$defs/PartFile"},
        "$defs": definitions,
    }


def _or_setting(schema: dict[str, Any]) -> dict[str, Any]:
    """Let a setting stand for a value, and for an item of a list."""
    if isinstance(schema.get("items"), dict):
        schema = {**schema, "items": _or_setting(schema["items"])}
    described: dict[str, Any] = {key: schema[key] for key in ("description", "default") if key in schema}
    plain = {key: value for key, value in schema.items() if key not in described}
    choices = plain["anyOf"] if set(plain) == {"anyOf"} else [plain]
    return {**described, "anyOf": [*choices, _SETTING]}


def _drop_titles(value: Any) -> None:
    """Take out the titles that only repeat a name: they would cover the descriptions in an editor."""
    if isinstance(value, dict):
        if isinstance(value.get("title"), str):
            del value["title"]
        for inner in value.values():
            _drop_titles(inner)
    elif isinstance(value, list):
        for inner in value:
            _drop_titles(inner)


def _field_texts(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Yield each field's key and the docstring below it, the base classes' first."""
    for base in reversed(model.__mro__):
        if not (issubclass(base, BaseModel) and base.__module__.startswith("caseaudit.")):
            continue
        body = ast.parse(textwrap.dedent(inspect.getsource(base))).body[0]
        statements = body.body if isinstance(body, ast.ClassDef) else []
        for field, below in pairwise(statements):
            if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
                continue
            if (
                isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
                and isinstance(below.value.value, str)
            ):
                info = model.model_fields[field.target.id]
                yield info.alias or field.target.id, " ".join(below.value.value.split())
