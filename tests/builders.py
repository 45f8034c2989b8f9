"""Small builders of synthetic input: keyword-only, and only what a test is about needs saying."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def a_case_file(**overrides: Any) -> dict[str, Any]:
    """Return a plain case file as JSON data; a key given as ... is left out."""
    case: dict[str, Any] = {
        "case_id": "C-001",
        "case_type": "child_abuse_or_neglect",
        "reported_at": "2025-05-01T10:00",
        "children": [{"child_id": "K1", "age": 9, "ethnicity_self": "W1", "disability": "No"}],
        "narrative": [
            {
                "entry_id": "N1",
                "recorded_at": "2025-05-01T11:30",
                "kind": "log",
                "text": "Attended the address and spoke to the child alone. She said that she felt safe at her aunt's.",
            }
        ],
    }
    case.update(overrides)
    return {key: value for key, value in case.items() if value is not ...}


def some_case_files(count: int, **overrides: Any) -> list[dict[str, Any]]:
    """Return `count` case files that differ in their ids."""
    return [a_case_file(case_id=f"C-{number:03}", **overrides) for number in range(1, count + 1)]


def write_jsonl(path: Path, cases: Iterable[Any]) -> Path:
    """Write one record a line; text is written as it is, anything else as JSON."""
    lines = [case if isinstance(case, str) else json.dumps(case, ensure_ascii=False) for case in cases]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    return path


def a_criterion(*, criterion: str = "ethnicity-recorded", **overrides: Any) -> dict[str, Any]:
    """Return a criterion as YAML data: whether each child's ethnicity is recorded."""
    data: dict[str, Any] = {
        "id": criterion,
        "area": "recording",
        "title": "Each child's ethnicity is recorded",
        "text": "The record gives the ethnicity of every child, as the child or a parent defines it.",
        "mode": "machine",
        "per": "child",
        "test": {"check": "recorded", "field": "child.ethnicity", "is": ["recorded"]},
        "remedy": "Ask the child or a parent and record the answer.",
        "source": {"document": "Test guide", "place": "1", "checked": "2025-01-01"},
        "examples": [
            {"outcome": "met", "case": {"case_type": "ppn", "children": [{"ethnicity_self": "W1"}]}},
            {"outcome": "not_met", "case": {"case_type": "ppn", "children": [{"ethnicity_self": None}]}},
        ],
    }
    data.update(overrides)
    return {key: value for key, value in data.items() if value is not ...}


def a_rubric(*, criteria: Iterable[dict[str, Any]] | None = None, **overrides: Any) -> dict[str, Any]:
    """Return a rubric of one criterion, or of those given, as YAML data."""
    data: dict[str, Any] = {
        "rubric": "test-rubric",
        "edition": "2025-01",
        "title": "A rubric for tests",
        "areas": [{"id": "recording", "title": "Recording"}],
        "criteria": list(criteria) if criteria is not None else [a_criterion()],
    }
    data.update(overrides)
    return {key: value for key, value in data.items() if value is not ...}


def write_rubric(path: Path, rubric: dict[str, Any] | None = None) -> Path:
    """Write a rubric; JSON is YAML, and its strings are quoted, so nothing is read otherwise than meant."""
    path.write_text(json.dumps(rubric if rubric is not None else a_rubric(), indent=2), encoding="utf-8")
    return path
