"""Reads JSON and JSON Lines as tables: the records of the file, and every list of objects inside them by its path.

Records are the objects of a list, of JSON Lines, one after the other, or the only one: the table named "". Any other
list of objects is a table by its path, such as `cases[].children[]`. What is small enough is decoded whole; what is
larger is walked through, so that memory stays flat whatever the shape of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NoReturn

from caseaudit.reading.json_decoding import RecordError, decode_record
from caseaudit.reading.json_pieces import _lines
from caseaudit.reading.tables.handles import Handle
from caseaudit.reading.tables.json_records import Records
from caseaudit.reading.tables.json_stream import BLOCK, Stream, TooLarge, is_lines, utf_8_blocks
from caseaudit.reading.tables.nested import Group, Groups, Values
from caseaudit.reading.tables.nested_tables import tables_in
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Table
from caseaudit.reading.tables.settings import ReadSettings
from caseaudit.reading.tables.text_bytes import encoding_of


def tables(source: Handle, settings: ReadSettings) -> Iterator[Table]:
    """Give the tables of a JSON file. All are known, and the file is read to its end, before the first is given.

    Nested objects are columns with dots (`address.postcode`), lists of plain values one cell joined by `; `, an empty
    list or object an empty cell. A row in a nested list has the columns of the record around it as `../ref`, of the one
    around that as `../../ref`. Row numbers are lines in JSON Lines, else ordinals in the table. A record that is broken
    is a row with a problem and its text as `(text)`; where the rest of the file cannot be read, the last row says so.
    Names that differ in case only are one column. Raises UnreadableExport for a file without any record.
    """
    with Groups(source.name, settings) as groups:
        with source.open() as stream:
            head = stream.read(BLOCK)
            encoding = encoding_of(source.name, head, settings.encoding)
            stream.seek(0)
            _Export(groups, settings).read(utf_8_blocks(stream, encoding), source.suffix)
        yield from tables_in(groups)


class _Broken(Exception):  # noqa: N818 - no error of the program: the way out of a file that breaks off
    """The rest of the file cannot be read."""


class _Export(Records):
    """Puts what stands in the file into groups."""

    def read(self, blocks: Iterator[bytes], suffix: str) -> None:
        """Read the whole file."""
        head = b""
        for block in blocks:
            head += block
            if head.strip():
                break
        first = head.lstrip()[:1]
        everything = chain([head], blocks)
        if first == b"{" and is_lines(head.lstrip(), suffix):
            recoded = self._read_lines(everything)
        else:
            recoded = self._read_values(Stream(everything))
        if not self._root.count and not self._empty:
            reason = "It is not JSON" if self._groups.broken else "It holds no record, which JSON writes in braces"
            raise UnreadableExport(self._groups.file, reason, "Check the file, and export it again.")
        if recoded:
            self._groups.notices.append("Some of its characters are not UTF-8; these were read as Windows-1252")
        if self._replaced:
            self._groups.notices.append(
                f"{self._replaced:,} half characters (lone surrogates) could not be read and stand as \ufffd"
            )

    def _read_lines(self, blocks: Iterator[bytes]) -> bool:
        recoded = False
        for piece in _lines(blocks):
            recoded = recoded or piece.recoded
            try:
                data, replaced = decode_record(piece.text)
            except RecordError as error:
                self._put_broken(self._root, 0, error.reason, piece.text, number=piece.line)
                continue
            self._replaced += replaced
            self._records(data, piece.text, number=piece.line)
        return recoded

    def _read_values(self, stream: Stream) -> bool:
        recoded = False
        try:
            while stream.next(","):
                self._read_value(stream)
                recoded = recoded or stream.recoded
        except _Broken as error:
            self._groups.broken = str(error)
        return recoded or stream.recoded

    def _read_value(self, stream: Stream) -> None:
        """Read a value that stands in no other."""
        mark = stream.next()
        try:
            data, replaced = stream.value()
        except (RecordError, TooLarge):
            if mark == "[":
                self._walk_list(stream, self._root, 0, 1)
            elif mark == "{":
                self._walk_record(stream, self._root, 0, 1)
            else:
                self._break(stream, "it is not JSON")
            return
        self._replaced += replaced
        self._records(data, str(data))

    def _walk_list(self, stream: Stream, group: Group, parent: int, depth: int) -> None:
        """Read a list item by item."""
        self._check_depth(stream, depth)
        stream.step()
        while (mark := stream.next(",")) != "]":
            if not mark:
                self._break(stream, "a list is not closed")
            try:
                data, replaced = stream.value()
            except TooLarge:
                if mark == "{":
                    self._walk_record(stream, group, parent, depth + 1)
                elif mark == "[":
                    self._walk_list(stream, group, parent, depth + 1)
                else:
                    self._break(stream, "a text has no end")
            except RecordError:
                self._skip(stream, group, parent)
            else:
                self._replaced += replaced
                self._item(group, data, parent, 0)
        stream.step()

    def _skip(self, stream: Stream, group: Group, parent: int) -> None:
        """Set aside one item that is broken."""
        line, reason = stream.line, "This is not valid JSON"
        text, closed = stream.broken_off()
        try:
            decode_record(text)
        except RecordError as error:
            reason = error.reason
        self._put_broken(group, parent, f"{reason} (from line {line:,})", text)
        if not text or (not closed and not stream.ended):
            self._break(stream, "no end of this record is found")

    def _walk_record(self, stream: Stream, group: Group, parent: int, depth: int) -> None:
        """Read a record key by key."""
        group.count += 1
        ordinal, values, problem = group.count, Values(), None
        try:
            problem = self._walk_object(stream, group, ordinal, values, "", depth)
        except _Broken as error:
            problem = str(error)
            raise
        finally:
            self._groups.write(group, ordinal, parent, values, problem=problem)

    def _walk_object(
        self, stream: Stream, group: Group, ordinal: int, values: Values, prefix: str, depth: int
    ) -> str | None:
        """Read an object key by key into the values of its record; give what is wrong with it."""
        self._check_depth(stream, depth)
        stream.step()
        seen: set[str] = set()
        problem: str | None = None
        while (mark := stream.next(",")) != "}":
            key = self._key(stream, mark)
            if key in seen:
                problem = f"The key {key[:60]!r} stands twice in one object: which one holds is not clear"
            seen.add(key)
            mark = stream.next()
            try:
                data, replaced = stream.value()
            except (RecordError, TooLarge):
                if mark == "{":
                    inside = self._walk_object(stream, group, ordinal, values, f"{prefix}{key}.", depth + 1)
                    problem = problem or inside
                elif mark == "[":
                    self._walk_list(stream, self._child(group, self._spelt(group, prefix + key)), ordinal, depth + 1)
                else:
                    self._break(stream, f"the value of {key[:60]!r} is not JSON")
            else:
                self._replaced += replaced
                self._problem = None
                self._member(group, values, prefix + key, data, ordinal, depth)
                problem = problem or self._problem
        stream.step()
        return problem

    def _key(self, stream: Stream, mark: str) -> str:
        if mark != '"':
            self._break(stream, "the name of a value is missing" if mark else "an object is not closed")
        try:
            key, _ = stream.value()
        except (RecordError, TooLarge):
            self._break(stream, "a name has no end")
        if stream.next() != ":":
            self._break(stream, f"no colon follows {key[:60]!r}")
        stream.step()
        return str(key)

    def _check_depth(self, stream: Stream, depth: int) -> None:
        if depth > self._settings.max_depth:
            self._break(stream, f"it is nested more than {self._settings.max_depth} levels deep")

    def _break(self, stream: Stream, why: str) -> NoReturn:
        told = "The file breaks off" if not stream.next() else "The file cannot be read further"
        raise _Broken(f"{told} at line {stream.line:,}: {why}. What followed is missing")
