"""What is remembered of cells changes nothing but the time that it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.blank import is_blank
from caseaudit.mapping import remembered, values
from caseaudit.mapping.date_shapes import Shape
from caseaudit.mapping.dates import DateRules, _read_text, read_time
from caseaudit.mapping.model import ExportMapping
from caseaudit.mapping.rows import Converter

FIELDS: dict[str, Any] = {
    "case_id": "REF",
    "case_type": {"column": "A", "picklist": "types"},
    "title": "A",
    "reported_at": "A",
    "children_present": "A",
    "outcome": {"columns": ["A", "B"]},
    "vulnerability_grade": {"first": [{"when": {"column": "B", "blank": True}, "value": "low"}, {"column": "A"}]},
    "officer_in_case.accreditations": {"column": "B", "split": ";"},
    "officer_in_case.rank": "B",
}
MAPPING = ExportMapping.model_validate(
    {
        "mapping": "small",
        "blanks": ["none entered"],
        "picklists": {"types": {"values": {"missing": "missing", "-": "other"}, "unlisted": "unknown"}},
        "tables": [{"name": "cases", "from": "*", "into": "case", "key": ["REF"], "fields": FIELDS}],
    }
)
_CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["missing", "Missing ", "-", "", " ", "N/A", "none entered", "Y", "no", "03/04/2025", "25/05/2025"]
    ),
    st.sampled_from([1, 1.0, True, 0, False, 45_000, "1", "PIP2; SCAIDP", "2025-05-25T10:30", "00:00", "x" * 50]),
    st.text(max_size=12),
)
_ROWS = st.lists(st.tuples(st.sampled_from(["1", " ", None]), _CELLS, _CELLS), min_size=1, max_size=12)


@given(_ROWS)
def test_a_row_gives_the_same_whatever_was_read_before(rows: list[tuple[Any, ...]]) -> None:
    used = Converter(MAPPING, MAPPING.main)
    for row in [*rows, *rows]:
        cells = dict(zip(("REF", "A", "B"), row, strict=True))
        assert repr(used.convert(cells)) == repr(Converter(MAPPING, MAPPING.main).convert(cells))


def test_notes_are_told_of_every_cell_not_only_of_the_first() -> None:
    few = {name: MAPPING.main.fields[name] for name in ("case_id", "case_type", "reported_at")}
    main = MAPPING.main.model_copy(update={"fields": few})
    converter = Converter(MAPPING, main)
    found = [converter.convert({"REF": "1", "A": "03/04/2025", "B": None}) for _ in range(2)]
    assert found[0] == found[1]
    assert [note.kind for note in found[1].notes] == ["unlisted_value", "ambiguous_date"]  # type: ignore[union-attr]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_MOST", 5)
    converter = Converter(MAPPING, MAPPING.main)
    for number in range(50):
        converter.convert({"REF": str(number), "A": f"value {number}", "B": "x" * 60})
    assert max(len(field.values) for field in converter._fields) == 5
    assert not any("x" * 60 in field.values for field in converter._fields)


_FIGURES = st.from_regex(
    r"\A(?:[0-3][0-9]/[01][0-9]/(?:1[89]|2[0-2])[0-9]{2}|(?:1[89]|2[0-2])[0-9]{2}-[01][0-9]-[0-3][0-9])"
    r"(?:[T ][0-2][0-9]:[0-6][0-9])?\Z"
)


@given(_FIGURES, st.sampled_from([None, True, False]), st.booleans(), st.booleans())
def test_a_date_read_at_a_glance_is_the_same_as_when_looked_at_closely(
    text: str, day_first: bool | None, day_only: bool, keep_midnight: bool
) -> None:
    rules = DateRules(Shape(day_first), keep_midnight=keep_midnight)

    def given_by(read: Callable[[], object]) -> object:
        try:
            return read()
        except ValueError as refused:
            return str(refused)

    wanted = given_by(lambda: _read_text(text, rules, day_only))
    assert given_by(lambda: read_time((text,), rules, day_only=day_only)) == wanted


@given(st.one_of(st.text(max_size=20), st.from_regex(r"[-#(\[]*(?:n/?a|div/?[0-9]|tb[acd]|x+|none)[0-9!?)\]]*")))
def test_blanks_are_those_that_the_case_file_knows(text: str) -> None:
    assert values._is_blank_text(text) is is_blank(text)
