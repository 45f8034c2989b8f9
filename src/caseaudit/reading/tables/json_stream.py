"""The text of a JSON file, cut into values where these are small enough to be decoded in one go."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from caseaudit.reading.json_decoding import RecordError, decode_record
from caseaudit.reading.json_pieces import _Values, decode_bytes
from caseaudit.reading.tables.text_bytes import UTF_8

BLOCK = 1 << 20
_WHOLE = 1 << 20
"""Characters up to which a value is decoded in one go."""
_LONGEST = 1 << 26
"""Characters of a text up to which its end is looked for."""
_NEAR_END = 16
_BEHIND = 1 << 14
_RAW = json.JSONDecoder(strict=False)


def utf_8_blocks(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    """Give the content as UTF-8 without a byte order mark; bytes that are not UTF-8 are left to who decodes them."""
    if encoding == UTF_8:
        yield stream.read(BLOCK).removeprefix(codecs.BOM_UTF8)
        while block := stream.read(BLOCK):
            yield block
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(stream.read(BLOCK)).removeprefix("\ufeff").encode("utf-8", "surrogatepass")
    while block := stream.read(BLOCK):
        yield decoder.decode(block).encode("utf-8", "surrogatepass")
    yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")


def is_lines(head: bytes, suffix: str) -> bool:
    """Whether the first line is a record, or ends like one that is broken and the name or second line says the rest."""
    first, newline, rest = head.partition(b"\n")
    named = suffix in {".jsonl", ".ndjson"}
    if not newline and len(head) >= BLOCK:
        return named
    second = rest.lstrip().partition(b"\n")[0]
    if not second:
        return named
    return _is_record(first) or (first.rstrip().endswith(b"}") and (named or _is_record(second)))


def _is_record(line: bytes) -> bool:
    try:
        return isinstance(json.loads(decode_bytes(line)[0], strict=False), dict)
    except (ValueError, RecursionError):
        return False


class TooLarge(Exception):  # noqa: N818
    """A value that is walked through instead of being decoded in one go."""


class Stream(_Values):
    """The text of the file, cut into values where they are small enough."""

    _bounded = False

    @property
    def line(self) -> int:
        """Line on which the next value begins, from 1."""
        return self._line

    @property
    def recoded(self) -> bool:
        """Whether bytes that are not UTF-8 were read as Windows-1252 so far."""
        return self._recoded

    @property
    def ended(self) -> bool:
        """Whether all of the file is in memory."""
        return self._ended

    def next(self, also: str = "") -> str:
        """Skip white space (and what is in `also`); give the next character, empty at the end of the file."""
        return self._next(also)

    def step(self) -> None:
        """Go past the character that `next` gave."""
        self._at += 1

    def value(self) -> tuple[Any, int]:
        """Decode the value that begins here and go past it; also give the surrogates replaced.

        Raises RecordError (its reason empty where it is no JSON) or TooLarge; then it still begins here.
        """
        most = _WHOLE if self._buffer[self._at : self._at + 1] in "{[" else _LONGEST
        while True:
            try:
                _, end = _RAW.raw_decode(self._buffer, self._at)
                if end < len(self._buffer) or self._ended:
                    break
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos >= len(self._buffer) - _NEAR_END
                if self._ended or not cut:
                    raise RecordError("") from None
            except (ValueError, RecursionError):
                raise RecordError("") from None
            if len(self._buffer) - self._at >= most:
                raise TooLarge
            self._fill()
        text = self._buffer[self._at : end]
        decoded = decode_record(text)
        self._past(end, text)
        return decoded

    def broken_off(self) -> tuple[str, bool]:
        """Go past the broken value that begins here; give its text, and whether its end was found."""
        end = self._end_within()
        text = self._buffer[self._at : end]
        closed = end < len(self._buffer)
        self._past(end, text)
        if self._at > _BEHIND:  # an error counts the lines up to it: many of them must not count a long way each
            self._buffer, self._at = self._buffer[self._at :], 0
        return text, closed

    def _past(self, end: int, text: str) -> None:
        self._at = end
        self._line += text.count("\n")

    def _end_within(self) -> int:
        self._bounded = True
        try:
            return self._end()
        finally:
            self._bounded = False

    def _fill(self) -> bool:
        if self._bounded and len(self._buffer) - self._at >= _WHOLE:
            return False
        return super()._fill()
