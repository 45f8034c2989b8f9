"""The columns of each Parquet file, typed, and a writer that holds no more of a table than one row group of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from caseaudit.reporting.text import without_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import TracebackType
    from typing import BinaryIO, Self

GROUP_ROWS = 65_536
"""Rows of a row group: what is held of a table at once, and what a reader takes or leaves at once."""
GROUP_BYTES = 48 * 2**20
"""A row group that grows beyond this is written before it is full."""
_CHUNK_ROWS, _CHUNK_TEXT = 2_048, 16 * 2**20
"""Rows, and characters of long texts, that stand as Python objects at once, before they become columns."""

_WORD = pa.dictionary(pa.int32(), pa.string())
"""Text of which there are few: picklists and ids. Kept once a row group; a reader without dictionaries sees text."""
_KEY, _TEXT, _COUNT, _FLAG, _SHARE, _DAY = pa.int64(), pa.string(), pa.int64(), pa.bool_(), pa.float64(), pa.date32()
_LIST = pa.list_(pa.field("item", pa.string(), nullable=False))

_Columns = tuple[tuple[str, Any, bool], ...]


def _always(kind: Any, *names: str) -> _Columns:
    """Columns that have a value in every row."""
    return tuple((name, kind, False) for name in names)


def _maybe(kind: Any, *names: str) -> _Columns:
    """Columns that may be null."""
    return tuple((name, kind, True) for name in names)


_FINDINGS = (
    *_always(_WORD, "run"),
    *_always(_KEY, "finding_key", "case_key"),
    *_always(_TEXT, "case_id"),
    *_always(_WORD, "case_type", "criterion"),
    *_maybe(_WORD, "area"),
    *_maybe(_TEXT, "subject"),
    *_maybe(_WORD, "outcome", "machine_outcome"),
    *_always(_WORD, "severity"),
    *_always(_FLAG, "escalate"),
    *_always(_WORD, "basis", "decided_by"),
    *_always(_TEXT, "reason"),
    *_maybe(_TEXT, "remedy", "scope"),
    *_maybe(_WORD, "fault"),
    *_always(_FLAG, "accepted"),
    *_maybe(_TEXT, "accepted_by"),
    *_maybe(_DAY, "accepted_until"),
    *_maybe(_TEXT, "accepted_reason"),
    *_maybe(_TEXT, "person", "decided_on", "decision_reason", "comment", "good_practice", "action", "owner", "due"),
    *_always(_FLAG, "refer_back"),
)
_CASES = (
    *_always(_WORD, "run"),
    *_always(_KEY, "case_key"),
    *_always(_TEXT, "case_id"),
    *_always(_WORD, "case_type"),
    *_maybe(_WORD, "source_system", "source_file", "source_table"),
    *_maybe(_COUNT, "source_row"),
    *_maybe(_SHARE, "score"),
    *_always(_FLAG, "escalated"),
    *_always(_COUNT, "findings"),
)
_EVIDENCE = (
    *_always(_WORD, "run"),
    *_always(_KEY, "evidence_key", "finding_key", "case_key"),
    *_always(_WORD, "criterion"),
    *_always(_TEXT, "path"),
    *_maybe(_TEXT, "entry_id"),
    *_maybe(_COUNT, "quote_start", "quote_end"),
    *_maybe(_TEXT, "quote", "sentence", "value", "value_text"),
    *_maybe(_WORD, "concept", "status", "speaker", "term", "tier", "basis"),
    *_maybe(_SHARE, "confidence"),
    *_maybe(_TEXT, "preferred", "why"),
    *_always(_FLAG, "contrary"),
)
_CRITERIA = (
    *_always(_WORD, "run"),
    *_always(_TEXT, "criterion", "title"),
    *_maybe(_TEXT, "area", "text", "remedy", "source"),
    *_maybe(_LIST, "refs"),
    *_maybe(_WORD, "severity", "mode"),
    *_maybe(_SHARE, "weight"),
    *_maybe(_FLAG, "escalate"),
    *_maybe(_COUNT, "met", "partly_met", "not_met", "not_applicable", "cannot_assess", "assessed"),
    *_maybe(_COUNT, "accepted_not_met", "accepted_partly_met", "proposed", "confirmed", "faults"),
    *_maybe(_SHARE, "not_met_rate", "short_rate", "interval_level", "interval_low", "interval_high"),
    *_maybe(_WORD, "interval_method"),
    *_maybe(_COUNT, "baseline_count", "baseline_of"),
    *_maybe(_WORD, "baseline_counts"),
    *_maybe(_TEXT, "baseline_source"),
    *_maybe(_LIST, "baseline_among"),
    *_maybe(_SHARE, "baseline_low", "baseline_high"),
    *_maybe(_FLAG, "baseline_compatible"),
    *_maybe(_COUNT, "our_count", "our_of"),
    *_maybe(_SHARE, "our_low", "our_high"),
)
_AREAS = (
    *_always(_WORD, "run"),
    *_always(_TEXT, "area", "title"),
    *_maybe(_SHARE, "score"),
    *_maybe(_WORD, "indicative_grade"),
    *_maybe(_COUNT, "assessed"),
    *_always(_LIST, "capped_by"),
)

COLUMNS: dict[str, _Columns] = {
    "findings": _FINDINGS,
    "cases": _CASES,
    "evidence": _EVIDENCE,
    "criteria": _CRITERIA,
    "areas": _AREAS,
}


def schema_of(part: str, about: Mapping[str, str]) -> pa.Schema:
    """Give the columns of a part, and what the file says of itself."""
    fields = [pa.field(name, kind, nullable=nullable) for name, kind, nullable in COLUMNS[part]]
    told = {name: without_surrogates(value) for name, value in about.items()}
    return pa.schema(fields, metadata={**told, "part": part})


class TableWriter:
    """Writes rows, each a value a column, to a stream that the caller opened and closes."""

    def __init__(self, stream: BinaryIO, schema: pa.Schema) -> None:
        self._schema = schema
        # Snappy and the first page format: every reader of Parquet knows them.
        self._writer = pq.ParquetWriter(stream, schema, compression="snappy", data_page_version="1.0")
        self._rows: list[Sequence[Any]] = []
        self._text = 0
        self._batches: list[pa.RecordBatch] = []
        self._held = self._bytes = 0

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what is held and the file's end; after an error only let go of the stream."""
        try:
            if error is None:
                self._to_columns()
                self._write_group()
        finally:
            self._writer.close()

    def add(self, row: Sequence[Any], text: int = 0) -> None:
        """Add a row. `text` is how many characters of it may be long ones."""
        self._rows.append(row)
        self._text += text
        if len(self._rows) >= _CHUNK_ROWS or self._text >= _CHUNK_TEXT:
            self._to_columns()
            if self._held >= GROUP_ROWS or self._bytes >= GROUP_BYTES:
                self._write_group()

    def add_all(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add several rows."""
        for row in rows:
            self.add(row)

    def _to_columns(self) -> None:
        if not self._rows:
            return
        cells = zip(*self._rows, strict=True)
        columns = [_column(values, kind) for values, kind in zip(cells, self._schema.types, strict=True)]
        batch = pa.record_batch(columns, schema=self._schema)
        self._batches.append(batch)
        self._held += batch.num_rows
        self._bytes += batch.nbytes
        self._rows, self._text = [], 0

    def _write_group(self) -> None:
        if self._batches:
            self._writer.write_table(pa.Table.from_batches(self._batches, self._schema), row_group_size=self._held)
        self._batches, self._held, self._bytes = [], 0, 0


def _column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:
        # A lone surrogate, of which there is hardly ever one: only then is every text of the column looked at.
        return pa.array([_mended(value) for value in values], type=kind)


def _mended(value: Any) -> Any:
    if isinstance(value, list):
        return [without_surrogates(text) for text in value]
    return without_surrogates(value) if isinstance(value, str) else value
