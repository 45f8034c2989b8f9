"""The case file that an example shows: what is left out is filled in, so that it holds only what matters to it."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.moment import AsOf, parse_as_of
from caseaudit.domain.vocabulary import CaseType
from caseaudit.rubric.model import Criterion, Example

CASE_ID = "EXAMPLE"
ENTRY_ID = "E1"


class ExampleError(ValueError):
    """An example's case is no case file, or its date no date. `path` says where below the example it stands."""

    def __init__(self, said: str, path: tuple[str | int, ...]) -> None:
        super().__init__(said)
        self.path = path


def example_data(criterion: Criterion, example: Example) -> dict[str, Any]:
    """Return the example's case as data: with an id, the criterion's first case type, and the text as a log entry."""
    types = criterion.applies_to.case_types
    case: dict[str, Any] = {
        "case_id": CASE_ID,
        "case_type": (types[0] if types else CaseType.OTHER).value,
        **example.case,
    }
    if example.text is not None:
        told = case.get("narrative")
        entries = list(told) if isinstance(told, list) else []
        case["narrative"] = [*entries, {"entry_id": ENTRY_ID, "kind": "log", "text": example.text}]
    return case


def case_of(criterion: Criterion, example: Example) -> tuple[CaseFile, AsOf]:
    """Return the example's case file and the date it is audited at. Raises ExampleError."""
    try:
        case = CaseFile.read(example_data(criterion, example))
    except ValidationError as error:
        first: Any = error.errors(include_url=False)[0]
        said = str(first["msg"]).removeprefix("Value error, ")
        where = ".".join(str(part) for part in first["loc"])
        raise ExampleError(f"{where}: {said[:1].lower()}{said[1:]}", ("case", *first["loc"])) from None
    try:
        return case, parse_as_of(example.as_of)
    except ValueError as error:
        raise ExampleError(f"as_of: {error}", ("as_of",)) from None
